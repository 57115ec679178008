"""Child of `stored`: the real hub on a database that holds so many messages already."""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from console.hub.clock import WallClock
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from tests.bench.desks_hub import seat
from tests.bench.served import run, until_told
from tests.given import a_hub

_IN_EACH = 100
_OPEN = 500
_AT_ONCE = 200


async def main(folder: Path, messages: int) -> None:
    """Serves until told to end."""
    logging.disable(logging.WARNING)
    async with a_hub(folder, clock=WallClock(), running=True) as given:
        await seat(given.hub.store, 1)
        await _fill(given.hub.store, messages // _IN_EACH)
        # a hub that has kept them for months doesn't write them to their places now
        with closing(sqlite3.connect(folder / "hub.db")) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await until_told(given.url)


async def _fill(store: Store, conversations: int) -> None:
    for first in range(0, conversations, _AT_ONCE):
        async with store.transaction() as tx:
            channel = await tx.row(sa.select(schema.channel.c.id))
            assert channel is not None
            numbers = range(first, min(first + _AT_ONCE, conversations))
            await _customers(tx, numbers, channel["id"])
            await _sessions(tx, numbers)
            for number in numbers:
                await tx.change_each(
                    schema.message.insert(), list(_messages(number, tx.now, channel["id"]))
                )


async def _customers(tx: Transaction, numbers: Iterable[int], channel_id: str) -> None:
    plain: dict[str, Any] = {"created_at": tx.now, "facts": [], "labels": [], "consent": []}
    people = [{"id": f"c{n}", "name": f"Customer {n}"} | plain for n in numbers]
    await tx.change_each(schema.customer.insert(), people)
    phones = [{"kind": "wa_id", "value": _phone(n), "customer_id": f"c{n}"} for n in numbers]
    await tx.change_each(schema.identity.insert(), phones)
    threads = [
        {
            "id": f"t{n}",
            "channel_id": channel_id,
            "customer_id": f"c{n}",
            "address": _phone(n),
            "last_customer_at": tx.now - timedelta(hours=1),
            "last_order": _IN_EACH,
            "last_message_id": f"m{n}-{_IN_EACH}",
        }
        for n in numbers
    ]
    await tx.change_each(schema.conversation.insert(), threads)


async def _sessions(tx: Transaction, numbers: Iterable[int]) -> None:
    """The first conversations wait in the queue, the others are over."""
    rows = [
        {
            "id": f"s{n}",
            "conversation_id": f"t{n}",
            "queue_id": "repairs",
            "status": "waiting" if n < _OPEN else "ended",
            "opened_at": tx.now - timedelta(days=1),
            "queued_at": tx.now - timedelta(hours=1) if n < _OPEN else None,
            "ended_at": None if n < _OPEN else tx.now,
            "audience": "queue:repairs",
        }
        for n in numbers
    ]
    await tx.change_each(schema.session.insert(), rows)


def _messages(number: int, now: datetime, channel_id: str) -> Iterable[dict[str, Any]]:
    for order in range(1, _IN_EACH + 1):
        words = f"Message {order} of customer {number} about a table, an oak shelf and a lamp"
        at = now - timedelta(minutes=_IN_EACH - order, hours=1)
        yield {
            "id": f"m{number}-{order}",
            "conversation_id": f"t{number}",
            "session_id": f"s{number}",
            "direction": "inbound" if order % 2 else "outbound",
            "kind": "text",
            "body": {"kind": "text", "text": words},
            "words": words if order != 7 else f"{words} zebra",
            "at": at,
            "received_at": at,
            "order": order,
            "channel_id": channel_id,
            "platform_id": f"wamid.stored.{number}.{order}",
            "state": None if order % 2 else "read",
        }


def _phone(number: int) -> str:
    return f"3161{number:07}"


if __name__ == "__main__":
    run(main(Path(sys.argv[1]), int(sys.argv[2])))
