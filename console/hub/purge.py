"""Purge: clears away, once a day, what was kept only in case the platform repeats itself."""

import logging
from datetime import timedelta

import sqlalchemy as sa

from console.domain.dead_letters import RECORD_LIFE
from console.hub import audit, jobs
from console.hub.audit import Action
from console.hub.jobs import Job, LostClaim
from console.hub.statuses import ORPHAN_LIFE
from console.hub.store import schema
from console.hub.store.dead_letter_table import dead_letter
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

PURGE, KEY = "purge", "daily"
EVERY = timedelta(days=1)
# Source: WhatsApp, "Webhooks overview": a body may be sent again for up to 7 days
REPEATED_FOR = timedelta(days=8)
TROUBLE_LIFE = timedelta(days=30)
_log = logging.getLogger(__name__)
_raw, _seen, _orphan = schema.raw_webhook, schema.seen_change, schema.orphan_status
_letter = dead_letter


async def plan(tx: Transaction) -> None:
    """Old leftovers are cleared away now and then daily; called at the hub's start."""
    await jobs.put(tx, PURGE, KEY)


class Purge:
    """Clears old leftovers away."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def sweep(self, job: Job) -> None:
        """Handles the one `purge` job, which is due again a day later."""
        async with self._store.transaction() as tx:
            if not await jobs.finish(tx, job):
                raise LostClaim
            await _sweep(tx)
            number, last = await audit.head(tx)
            await jobs.put(tx, PURGE, KEY, due_at=tx.now + EVERY)
        _log.info("the audit trail's last entry: %d:%s", number, last)


async def _sweep(tx: Transaction) -> None:
    well, unwell = _raw.c.trouble == "", _raw.c.trouble != ""
    old = sa.or_(
        sa.and_(well, _raw.c.received_at < tx.now - REPEATED_FOR),
        sa.and_(unwell, _raw.c.received_at < tx.now - TROUBLE_LIFE),
    )
    purged = {
        "webhooks": _raw.delete().where(_raw.c.done_at.is_not(None), old),
        "changes": _seen.delete().where(_seen.c.at < tx.now - REPEATED_FOR),
        "dead letters": _letter.delete().where(_letter.c.ended_at < tx.now - RECORD_LIFE),
        "statuses": _orphan.delete().where(_orphan.c.received_at < tx.now - ORPHAN_LIFE),
    }
    for what, statement in purged.items():
        if gone := (await tx.execute(statement)).rowcount:
            audit.append(tx, Action.PURGED, what, by=audit.HUB, why=f"{gone} too old")
