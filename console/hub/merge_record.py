"""Merge records: what two records and their threads were before they were joined."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from console.domain.ids import CustomerId
from console.hub.store import schema
from console.hub.store.columns import Moment, moment, stored
from console.hub.store.consent_table import consent
from console.hub.store.dead_letter_table import dead_letter
from console.hub.store.former_identity_table import former_identity
from console.hub.store.hold_table import hold
from console.hub.store.merge_table import merge
from console.hub.store.notification_table import notification, reach
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

Plain = dict[str, Any]  # as JSON keeps it
OWNED_BY_CUSTOMER = (
    *(schema.identity, former_identity, schema.customer_note, consent),
    *(notification, reach),
)
IN_THREAD = (schema.message, schema.session, schema.media, dead_letter, notification)


async def before(tx: Transaction, kept: CustomerId, gone: CustomerId) -> Plain:
    """Both records as they are, and what belongs to the one that goes."""
    moved: Plain = {"threads": [], "rows": {}}
    for name, customer_id in (("kept", kept), ("gone", gone)):
        moved[name] = await _record(tx, customer_id)
    for table in OWNED_BY_CUSTOMER:
        rows = await tx.rows(sa.select(*table.primary_key).where(table.c.customer_id == gone))
        moved["rows"][table.name] = [list(row.values()) for row in rows]
    rows = await tx.rows(sa.select(hold).where(hold.c.of.in_([kept, gone])))
    moved["holds"] = [plain(row) for row in rows]
    return moved


async def poured(tx: Transaction, source: Row, target: Row, joined: dict[str, object]) -> Plain:
    """A thread whose lines are about to stand in another one, and that one."""
    found: Plain = {"source": plain(source), "target": plain(target), "joined": plain(joined)}
    for table in IN_THREAD:
        rows = await tx.rows(
            sa.select(table.c.id).where(table.c.conversation_id == source["id"])
        )
        found[table.name] = [row["id"] for row in rows]
    return found


async def keep(
    tx: Transaction, kept: CustomerId, gone: CustomerId, by: str, moved: Plain
) -> None:
    """The two are one from now on, and this is what they were."""
    moved["joined"] = await _record(tx, kept)
    await tx.execute(
        merge.insert().values(
            id=tx.new_id(), kept=kept, gone=gone, at=tx.now, by=by, moved=moved
        )
    )


async def _record(tx: Transaction, customer_id: str) -> Plain:
    row = await tx.row(sa.select(schema.customer).where(schema.customer.c.id == customer_id))
    assert row is not None  # it is being joined
    return plain(row)


def plain(row: Row | dict[str, object]) -> Plain:
    """A row as JSON keeps it: moments as the database's numbers."""
    return {
        name: stored(value) if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def row_of(table: sa.Table, kept: Plain) -> Plain:
    """A row again; columns that have come since keep their defaults."""
    return {
        column.name: moment(kept[column.name])
        if isinstance(column.type, Moment) and kept[column.name] is not None
        else kept[column.name]
        for column in table.columns
        if column.name in kept
    }
