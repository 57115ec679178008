"""How the hub's work grows with the messages it keeps."""

from __future__ import annotations

import asyncio
import time

import httpx
import uvloop

from console.wire import requests
from tests.bench.children import served
from tests.bench.desks_lines import Desks, token
from tests.bench.figures import Figure, Report, paired
from tests.bench.load import Post
from tests.bench.webhooks import made_post
from tests.given import WEBHOOKS

_FEW = 10_000
_TAKES = {
    "the snapshot of 500 open sessions (100 at the floor)": requests.SNAPSHOT,
    "a page of a transcript": requests.THREAD.format(conversation_id="t7"),
    "a search for a rare word": f"{requests.SEARCH}?q=zebra",
    "a search for a common word": f"{requests.SEARCH}?q=table",
}
_WEBHOOK = "from a webhook to a desk"


def report(*, quick: bool) -> Report:
    """A database for each size, and the medians of some requests."""
    sizes, times = ((100_000,), 9) if quick else ((100_000, 1_000_000), 25)
    few = _measured(_FEW, times)
    figures: list[Figure] = []
    for size in sizes:
        many = _measured(size, times)
        figures += [paired(f"{size:,}: {what}", "ms", many[what], few[what]) for what in few]
    return Report(
        "stored",
        "requests to a hub that keeps many messages, SQLite",
        f"the same hub with {_FEW:,} messages",
        tuple(figures),
    )


def _measured(size: int, times: int) -> dict[str, list[float]]:
    with (
        served("stored_hub", size) as server,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(_measure(server.port, times))


async def _measure(port: int, times: int) -> dict[str, list[float]]:
    """Sorted, so that medians are set against medians and worst against worst."""
    desks = Desks(port, 1)
    await desks.open()
    heard = await desks.posting(times, 0.05, _post)
    found = {_WEBHOOK: sorted(heard.latencies_ms())}
    headers = {"Authorization": f"Bearer {token(0)}"}
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=address, headers=headers, trust_env=False) as client:
        for what, path in _TAKES.items():
            found[what] = sorted([await _took_ms(client, path) for _ in range(times)])
    desks.close()
    return found


async def _took_ms(client: httpx.AsyncClient, path: str) -> float:
    begun = time.monotonic()
    response = await client.get(path, timeout=60)
    response.raise_for_status()
    return (time.monotonic() - begun) * 1000


def _post(number: int, stamped: str) -> Post:
    return made_post(WEBHOOKS, f"Where is it? {stamped}", number=number, prefix="stored")
