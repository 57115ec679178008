"""What the desk holds in memory, in proportion to a bare window."""

from __future__ import annotations

from tests.bench.figures import Goal, Report, paired
from tests.bench.start import FLOOR, started


def report(*, quick: bool) -> Report:
    """Memory by pairs of processes, one at a time so that nothing is shared between them."""
    pairs = started(2 if quick else 5)
    bare = [float(window["memory_mb"]) for _, window in pairs]
    first = [float(desk["memory_mb"]) for desk, _ in pairs]
    late = [float(desk["late_memory_mb"]) for desk, _ in pairs]
    return Report(
        "memory",
        f"resident memory ({pairs[0][0]['measure']})",
        FLOOR,
        (
            paired("at the first painted inbox", "MB", first, bare, Goal(1.3)),
            paired("once loop and client are loaded", "MB", late, bare),
        ),
    )
