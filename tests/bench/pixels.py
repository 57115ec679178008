"""From an event on the wire to its row on the screen, through the whole desk."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.children import measured_by, served
from tests.bench.figures import Figure, Goal, Report, alone, paired, percentile
from tests.bench.frame_figures import FRAME

SESSIONS = 200
_CLIENTS = ("desk", "bare", "line")


def report(*, quick: bool) -> Report:
    """Three clients of the same stream, by turns, each a process of its own."""
    rounds, events = (2, 60) if quick else (5, 200)
    found: dict[str, list[list[float]]] = {client: [] for client in _CLIENTS}
    with served("pixels_hub", SESSIONS) as server:
        for _ in range(rounds):
            for client in _CLIENTS:
                found[client].append(_latencies(client, server.port, events))
    desk, bare, line = (found[client] for client in _CLIENTS)
    return Report(
        "pixels",
        f"event on the wire → painted row, {SESSIONS} sessions, one event every 25 ms",
        "a bare Qt window that repaints at each line of the same stream; "
        "for the transport, asyncio that only reads the line",
        (
            _compared("to a bare Qt window, p50", desk, bare, 0.5, Goal(2)),
            _compared("to a bare Qt window, p99", desk, bare, 0.99),
            alone("the desk, p99", "ms", [percentile(each, 0.99) for each in desk], FRAME),
            _compared("to the transport alone, p50", desk, line, 0.5),
            _compared("to the transport alone, p99", desk, line, 0.99),
        ),
    )


def _latencies(client: str, port: int, events: int) -> list[float]:
    # 0: without the 5 ms for which Qt waits on a screen that has no beat of its own
    found = measured_by(f"pixels_{client}", port, events, QT_QPA_UPDATE_IDLE_TIME="0")
    return [float(each) for each in found["latencies_ms"]]


def _compared(
    what: str,
    ours: Sequence[Sequence[float]],
    floor: Sequence[Sequence[float]],
    share: float,
    goal: Goal | None = None,
) -> Figure:
    mine = [percentile(each, share) for each in ours]
    return paired(what, "ms", mine, [percentile(each, share) for each in floor], goal)
