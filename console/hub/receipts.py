"""Receipts: tells the platform what the rep has read, and that an answer is being typed."""

from datetime import timedelta

import sqlalchemy as sa

from console.channels.whatsapp import faults, sends
from console.domain.directions import Origin
from console.domain.ids import PlatformId
from console.hub import jobs
from console.hub.gateway import Gateway, Reply
from console.hub.jobs import Job, LostClaim
from console.hub.store import schema
from console.hub.store.store import Store

_TRIES = 5
_WAIT = timedelta(seconds=5)
_WORTH_ANOTHER = frozenset({faults.Class.RETRY, faults.Class.UNKNOWN})
_message, _channel = schema.message, schema.channel


class Receipts:
    """Marks customers' messages as read; whatever fails for good is let go."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store = store
        self._gateway = gateway

    async def mark_read(self, job: Job) -> None:
        """Handles one `mark_read` job: `message_id` and `typing` are in its data."""
        again = await self._tell(str(job.data.get("message_id", "")), job.data.get("typing"))
        async with self._store.transaction() as tx:
            if again and job.attempts < _TRIES:
                await jobs.again(tx, job, tx.now + _WAIT * job.attempts)
            elif not await jobs.finish(tx, job):
                raise LostClaim

    async def _tell(self, message_id: str, typing: object) -> bool:
        """Whether it is worth another try."""
        async with self._store.reading() as connection:
            query = (
                sa.select(_message.c.platform_id, _channel.c.phone_number_id)
                .join(_channel, _channel.c.id == _message.c.channel_id)
                .where(
                    _message.c.id == message_id,
                    _message.c.direction == "inbound",
                    _message.c.kind != "call",
                    _message.c.origin != Origin.STANDBY.value,  # not ours to acknowledge
                    _channel.c.trouble == "",
                )
            )
            row = (await connection.execute(query)).first()
        if row is None or row.platform_id is None:
            return False
        call = sends.read_call(
            row.phone_number_id, PlatformId(row.platform_id), typing=typing is True
        )
        answer = await self._gateway.call(call, number_id=row.phone_number_id)
        if not isinstance(answer, Reply):
            return True  # to say it twice changes nothing
        if answer.is_good:
            return False
        failure = faults.of_answer(answer.status, answer.raw, answer.headers)
        return isinstance(failure, faults.Failure) and failure.kind in _WORTH_ANOTHER
