"""Seen: which changes without an id of their own have been taken in before."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from console.hub.store import schema
from console.hub.store.transaction import Transaction

_seen = schema.seen_change


async def first_time(tx: Transaction, key: str) -> bool:
    """Whether this change is new; from now on it is not, on any replica."""
    values = {"key": key, "at": tx.now}
    is_sqlite = tx.connection.dialect.name == "sqlite"
    insert: sa.Insert = (
        sqlite.insert(_seen).values(values).on_conflict_do_nothing()
        if is_sqlite
        else postgresql.insert(_seen).values(values).on_conflict_do_nothing()
    )
    return bool((await tx.execute(insert)).rowcount)
