"""Number watch: looks at every number now and then, and keeps what supervisors should know."""

from datetime import timedelta

import sqlalchemy as sa

from console.domain.findings import Kind
from console.domain.ids import ChannelId
from console.domain.texts import ENGLISH, spoken
from console.hub import jobs, notices, number_check, number_rows
from console.hub.gateway import Gateway
from console.hub.jobs import Job, LostClaim
from console.hub.number_check import Look
from console.hub.numbers import Numbers
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.codec import to_plain

EVERY, _FIRST = timedelta(hours=1), timedelta(minutes=5)


async def plan(tx: Transaction) -> None:
    """Every number is looked at soon after the hub's start, and then each hour."""
    for row in await tx.rows(sa.select(schema.channel.c.id)):
        await jobs.put(tx, notices.WATCH_NUMBER, row["id"], due_at=tx.now + _FIRST)


async def record(tx: Transaction, channel_id: ChannelId, look: Look) -> None:
    """What was found is kept; a number that can't send waits, and desks hear of changes."""
    if not look.answered:
        return  # nothing was found out
    alarms = [one.what for one in look.findings if one.kind is Kind.TROUBLE]
    known = await number_rows.find(tx, channel_id)
    values = {"facts": to_plain(look.facts), "alarms": alarms}
    await number_rows.keep(tx, channel_id, looked_at=tx.now, **values)
    if look.stops:
        await notices.out_of_order(tx, channel_id, look.stops)
    if known is None or any(known[key] != value for key, value in values.items()):
        tx.tell("channel", channel_id)


class NumberWatch:
    """Looks at one number after the other."""

    def __init__(self, store: Store, gateway: Gateway, numbers: Numbers) -> None:
        self._store, self._gateway, self._numbers = store, gateway, numbers

    async def look(self, job: Job) -> None:
        """Handles one `watch_number` job; its key is the channel's id."""
        channel_id = ChannelId(job.key)
        channel = self._numbers.find(channel_id)
        found = None
        if channel is not None:
            settings, now = self._numbers.settings, self._store.clock.now()
            with spoken(ENGLISH):
                found = await number_check.check(self._gateway, channel, settings, now)
        async with self._store.transaction() as tx:
            if not await jobs.again(tx, job, tx.now + EVERY):
                raise LostClaim
            if found is not None:
                await record(tx, channel_id, found)
