"""Channel health: asks a number that is out of order until it is well, then lets it send."""

from datetime import timedelta

import sqlalchemy as sa

from console.channels.whatsapp import health
from console.hub import jobs, notices
from console.hub.gateway import Gateway, Reply
from console.hub.jobs import Job, LostClaim
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

_LONGEST_WAIT = timedelta(minutes=5)
_channel = schema.channel


async def plan(tx: Transaction) -> None:
    """Numbers out of order are asked at once: the hub may have started with a new token."""
    for row in await tx.rows(sa.select(_channel.c.id).where(_channel.c.trouble != "")):
        await jobs.put(tx, notices.CHECK_CHANNEL, row["id"])


class ChannelHealth:
    """Checks channels that are out of order."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store = store
        self._gateway = gateway

    async def check(self, job: Job) -> None:
        """Handles one `check_channel` job; its key is the channel's id."""
        async with self._store.reading() as connection:
            query = sa.select(_channel).where(_channel.c.id == job.key)
            row = (await connection.execute(query)).mappings().first()
        well = row is None or not row["trouble"] or await self._is_well(row["phone_number_id"])
        async with self._store.transaction() as tx:
            if not well:
                wait = min(notices.FIRST_CHECK * 2 ** min(job.attempts - 1, 5), _LONGEST_WAIT)
                await jobs.again(tx, job, tx.now + wait)
                return
            if not await jobs.finish(tx, job):
                raise LostClaim
            await notices.in_order(tx, job.key)

    async def _is_well(self, number_id: str) -> bool:
        answer = await self._gateway.call(health.health_call(number_id), number_id=number_id)
        if not isinstance(answer, Reply) or not answer.is_good:
            return False
        return not health.trouble_of(answer.body)
