"""Raw webhooks: bodies that come at once are kept in one transaction, and their reading is due.

On SQLite they are kept in a thread, by two statements in its own words, and read by one job.
On PostgreSQL each has a job of its own, so that replicas and transactions share the work.
"""

import hashlib
import sqlite3
from datetime import datetime
from functools import partial

from sqlalchemy.dialects import postgresql

from console.hub.store import schema
from console.hub.store.columns import stored
from console.hub.store.store import Store

MOST_AT_ONCE = 200
#: The jobs that read one, whose id is the key, and several, whose ids are in the data.
READ, READ_MANY = "webhook", "webhooks"
_KEEP = "INSERT OR IGNORE INTO raw_webhook (sha256, received_at, body) VALUES "
_READ = "INSERT INTO job (kind, key, data, due_at) VALUES (?, ?, ?, ?)"
_ROW = "(?, ?, ?)"
_raw, _job = schema.raw_webhook, schema.job
# the rows as parameters: one statement, whatever their number, is compiled once
_KEEP_ON_POSTGRESQL = (
    postgresql.insert(_raw)
    .on_conflict_do_nothing(index_elements=["sha256"])
    .returning(_raw.c.id)
)


async def keep(store: Store, bodies: list[bytes]) -> None:
    """The bodies are on disk, each once, and the reading of new ones is due.

    Raises:
        sqlalchemy.exc.SQLAlchemyError, OSError: none of them could be kept.
    """
    if store.is_sqlite:
        insert = partial(_keep_on_sqlite, bodies=bodies, now=store.clock.now())
        await store.write_alone(insert, woken=READ_MANY)
    else:
        await _keep_on_postgresql(store, bodies)


def _keep_on_sqlite(database: sqlite3.Connection, *, bodies: list[bytes], now: datetime) -> int:
    """How many are new; nobody else writes, so what is new has numbers in a row."""
    at, values = stored(now), list[object]()
    for body in bodies:
        values += (hashlib.sha256(body).hexdigest(), at, body)
    inserted = database.execute(_KEEP + ", ".join([_ROW] * len(bodies)), values)
    count, last = inserted.rowcount, inserted.lastrowid or 0
    if count:
        ids = list(range(last - count + 1, last + 1))
        database.execute(_READ, (READ_MANY, str(ids[0]), f'{{"ids": {ids}}}', at))
    return count


async def _keep_on_postgresql(store: Store, bodies: list[bytes]) -> None:
    by_hash = {hashlib.sha256(body).hexdigest(): body for body in bodies}
    async with store.transaction() as tx:
        # in one order, or two replicas that are told the same would wait for each other
        values = [
            {"sha256": sha256, "received_at": tx.now, "body": by_hash[sha256]}
            for sha256 in sorted(by_hash)
        ]
        fresh = await tx.execute(_KEEP_ON_POSTGRESQL, values)
        due = [
            {"kind": READ, "key": str(row.id), "data": {}, "due_at": tx.now} for row in fresh
        ]
        await tx.change_each(_job.insert(), due)
        if due:
            tx.woken.add(READ)
