"""The transcript with 100,000 messages: open, scroll, append, resize."""

from __future__ import annotations

from tests.bench.children import measured_by
from tests.bench.figures import Report, paired
from tests.bench.frame_figures import frame_figures

MESSAGES = 100_000
_STEPS = {
    "scroll": "one frame of scrolling",
    "jump": "a jump to messages never seen",
    "append": "a message arrives at the end",
    "resize": "the window gets wider or narrower",
}


def report(*, quick: bool) -> Report:
    """The figures of a run of its own process."""
    rounds, times = (2, 60) if quick else (5, 200)
    found = measured_by("transcript_frames", MESSAGES, rounds, times)
    many, few = found["many"], found["few"]
    figures = [paired("open and first frame", "ms", many["open"], few["open"])]
    for name, words in _STEPS.items():
        figures += frame_figures(words, many[name], few[name])
    figures.append(paired("a look for garbage after that", "ms", many["look"], few["look"]))
    return Report(
        "transcript",
        f"a conversation of {MESSAGES:,} messages",
        "the same view with 100 messages",
        tuple(figures),
    )
