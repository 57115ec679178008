"""Webhooks taken in over HTTP: how many a second are answered, and how many are messages."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.bench.children import served
from tests.bench.figures import Goal, Report, paired
from tests.bench.load import Post, pour
from tests.given import WEBHOOKS

_ENOUGH_S = 15.0
_WARM_UP = 20
_READ_SHARE = 10  # reading a message takes so much longer than taking it in


def report(*, quick: bool) -> Report:
    """Every measurement has a fresh server process and a fresh database.

    Rounds of under half a second tell nothing: the same hub had 0.27 in one, 0.70 in another.
    """
    rounds, count = (3, 10_000) if quick else (5, 20_000)
    floor, door, busy, processed = [], [], [], []
    for number in range(rounds):
        floor.append(_rate_of("ingest_floor", count, number))
        door.append(_rate_of("ingest_hub", count, number, "door"))
        accepted, rows = _processed(count // _READ_SHARE, number)
        busy.append(accepted)
        processed.append(rows)
    return Report(
        "ingest",
        "signed webhook posts of one text message each, SQLite, 64 in flight",
        "plain ASGI on the same web server that verifies and commits in groups, "
        "synchronous=FULL",
        (
            paired("accepted, the hub doing nothing else", "/s", door, floor, _at_least(0.8)),
            paired("accepted while they are also read", "/s", busy, floor),
            paired("read: rows in the transcript", "/s", processed, floor, _at_least(0.25)),
        ),
    )


def _at_least(share: float) -> Goal:
    return Goal(share, at_least=True)


def _rate_of(module: str, count: int, seed: int, *arguments: str) -> float:
    """Posts a second."""
    with served(module, *arguments) as server:
        pour(server.port, _posts(count // 10, f"warm{seed}"))
        return count / pour(server.port, _posts(count, f"run{seed}"))


def _processed(count: int, seed: int) -> tuple[float, float]:
    """Posts accepted a second, and messages a second of the same posts."""
    with served("ingest_hub", "all") as server:
        pour(server.port, _posts(_WARM_UP, f"warm{seed}"))
        before = _rows_once_there(server.folder, _WARM_UP)
        begun = time.monotonic()
        spent = pour(server.port, _posts(count, f"run{seed}"))
        rows = _rows_once_there(server.folder, before + count) - before
        return count / spent, rows / (time.monotonic() - begun)


def _rows_once_there(folder: Path, wanted: int) -> int:
    """How many messages there are once all are there, or after long enough."""
    until = time.monotonic() + _ENOUGH_S
    query = "select count(*) from message where direction = 'inbound'"
    with closing(
        sqlite3.connect(f"{(folder / 'hub.db').as_uri()}?mode=ro", uri=True)
    ) as reader:
        while True:
            found = int(reader.execute(query).fetchone()[0])
            if found >= wanted or time.monotonic() > until:
                return found
            time.sleep(0.05)


def _posts(count: int, prefix: str) -> list[Post]:
    from tests.bench.webhooks import made_posts

    return made_posts(WEBHOOKS, count, prefix)
