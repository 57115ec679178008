"""Frame times of several rounds as figures: the middle one, and the slowest in a hundred."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.figures import Figure, Goal, paired, percentile

#: Half of a display's beat at 60 Hz.
FRAME = Goal(8, on_ratio=False)

#: Wall and processor milliseconds of each frame of one round.
Round = Sequence[tuple[float, float]]


def frame_figures(
    what: str, ours: Sequence[Round], floor: Sequence[Round]
) -> tuple[Figure, ...]:
    """p50 and p99 by the wall, and p99 by the processor: what a quiet machine would show."""
    return (
        _figure(f"{what}, p50", ours, floor, 0.5, 0),
        _figure(f"{what}, p99", ours, floor, 0.99, 0, FRAME),
        _figure(f"{what}, p99 CPU", ours, floor, 0.99, 1, FRAME),
    )


def _figure(
    what: str,
    ours: Sequence[Round],
    floor: Sequence[Round],
    share: float,
    clock: int,
    goal: Goal | None = None,
) -> Figure:
    mine, bare = (
        [percentile([frame[clock] for frame in frames], share) for frames in rounds]
        for rounds in (ours, floor)
    )
    return paired(what, "ms", mine, bare, goal)
