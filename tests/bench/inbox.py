"""The inbox with 100,000 sessions: build, events, frames, ticks, filters and searches."""

from __future__ import annotations

from tests.bench.children import measured_by
from tests.bench.figures import Figure, Report, alone, paired
from tests.bench.frame_figures import frame_figures

SESSIONS = 100_000
_STEPS = {
    "event": "one event that moves a row",
    "scroll": "one frame of scrolling",
    "jump": "a jump to rows never seen",
    "tick": "one second passes, every countdown in sight changes",
}


def report(*, quick: bool) -> Report:
    """The figures of a run of its own process."""
    rounds, times = (2, 60) if quick else (5, 200)
    found = measured_by("inbox_frames", SESSIONS, rounds, times)
    once: dict[str, list[float]] = found["once"]
    figures = [alone("build and first frame", "ms", once["build"])]
    for name, words in _STEPS.items():
        figures += frame_figures(
            words, found["frames"][f"many {name}"], found["frames"][f"few {name}"]
        )
    figures.append(alone("a look for garbage after that", "ms", once["looks"]))
    figures += [_narrowing(name, once) for name in once if f"plain {name}" in once]
    return Report(
        "inbox",
        f"the panel with {SESSIONS:,} sessions",
        "the same panel with 100 sessions; for filters and searches, "
        "one pass over the joined texts in plain Python",
        tuple(figures),
    )


def _narrowing(name: str, once: dict[str, list[float]]) -> Figure:
    return paired(name, "ms", once[name], once[f"plain {name}"])
