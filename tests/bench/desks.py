"""Many desks at one hub: how late each hears, how much memory and CPU each costs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]
import uvloop

from tests.bench.children import Served, served
from tests.bench.desks_lines import Desks, Heard
from tests.bench.figures import Figure, Goal, Report, alone, paired, percentile
from tests.bench.load import Post
from tests.bench.usage import memory
from tests.bench.webhooks import made_post
from tests.given import WEBHOOKS

_MANY = 500
_RANKS = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999}


def report(*, quick: bool) -> Report:
    """For each number of desks a fresh hub, then a fresh floor with frames of that size."""
    counts, times = ((10, _MANY), 60) if quick else ((10, 100, _MANY, 1000), 200)
    figures: list[Figure] = []
    for count in counts:
        figures += _figures(count, _measured("desks_hub", count, times, count), times)
    return Report(
        "desks",
        "desks that all hear of every message, one webhook every 100 ms, SQLite",
        "a bare asyncio server that writes as many bytes to as many connections",
        tuple(figures),
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    heard: Heard
    memory_kb: float
    cpu_us: float


def _figures(count: int, ours: _Measured, times: int) -> list[Figure]:
    floor = _measured("desks_floor", count, times, ours.heard.bytes_each())
    goal = Goal(2) if count == _MANY else None
    spreads = [
        paired(
            f"{count} desks: from the first that hears to each, {rank}",
            "ms",
            [percentile(ours.heard.spreads_ms(), share)],
            [percentile(floor.heard.spreads_ms(), share)],
            goal if rank == "p99" else None,
        )
        for rank, share in _RANKS.items()
    ]
    latencies = [
        paired(
            f"{count} desks: from the webhook to each desk, {rank}",
            "ms",
            [percentile(ours.heard.latencies_ms(), share)],
            [percentile(floor.heard.latencies_ms(), share)],
        )
        for rank, share in _RANKS.items()
    ]
    return [
        *spreads,
        *latencies,
        alone(f"{count} desks: webhook answered, p99", "ms", [_p99(ours.heard.answer_ms)]),
        alone(f"{count} desks: memory of the hub for each desk", "KB", [ours.memory_kb]),
        paired(
            f"{count} desks: CPU for each message and desk", "µs", [ours.cpu_us], [floor.cpu_us]
        ),
    ]


def _p99(values: list[float]) -> float:
    return percentile(values, 0.99)


def _measured(module: str, count: int, times: int, *arguments: int) -> _Measured:
    with (
        served(module, *arguments) as server,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(_measure(server, count, times))


async def _measure(server: Served, count: int, times: int) -> _Measured:
    _, before_mb = memory(server.process_id)
    desks = Desks(server.port, count)
    await desks.open()
    _, after_mb = memory(server.process_id)
    begun_s = _cpu_s(server.process_id)
    heard = await desks.posting(times, 0.1, _post)
    spent_s = _cpu_s(server.process_id) - begun_s
    desks.close()
    return _Measured(
        heard, (after_mb - before_mb) * 1024 / count, spent_s * 1e6 / times / count
    )


def _post(number: int, stamped: str) -> Post:
    return made_post(WEBHOOKS, f"Where is it? {stamped}", number=number, prefix="desks")


def _cpu_s(process_id: int) -> float:
    spent = psutil.Process(process_id).cpu_times()
    return float(spent.user + spent.system)
