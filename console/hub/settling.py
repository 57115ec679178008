"""Settling: what an attempt's outcome does to the message, its job, its window and channel."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp.facts import Who
from console.channels.whatsapp.faults import Accepted, Class, Failure, Hold
from console.domain.delivery import Delivery
from console.domain.ids import ChannelId, ConversationId, MessageId
from console.domain.texts import N_
from console.hub import (
    attempts,
    customers,
    dead_letters,
    jobs,
    outgoing,
    refusals,
    send_queue,
    statuses,
)
from console.hub.identities import Seen
from console.hub.jobs import Job, LostClaim
from console.hub.outgoing import Message
from console.hub.store import schema
from console.hub.store.transaction import Transaction

# While it is open whether a message has gone, later ones to the same customer wait this long
_UNKNOWN_HOLDS = timedelta(seconds=30)
# Nobody is asked meanwhile: once the number is well, what waits for it is due at once
CHANNEL_WAIT = timedelta(minutes=5)
_HELD = N_("WhatsApp holds it back until it has checked the template.")
_message = schema.message
# A good answer counts also when the claim was lost meanwhile and the message called unknown
_BEFORE_ACCEPTED = (
    Delivery.SENDING,
    Delivery.UNKNOWN,
    Delivery.ACCEPTED_BY_HUB,
    Delivery.RETRYING,
)


async def settle(
    tx: Transaction, job: Job, number: int, outcome: Accepted | Failure, chance: float
) -> None:
    """The outcome of attempt `number` has had its effects."""
    message = await outgoing.load(tx, MessageId(job.key))
    if message is None:
        await jobs.finish(tx, job)
        return
    if isinstance(outcome, Accepted):
        await _accepted(tx, job, message, number, outcome)
    else:
        kept = attempts.UNKNOWN if outcome.kind is Class.UNKNOWN else _OUTCOMES[outcome.kind]
        await attempts.end(
            tx, message.message_id, number, kept, outcome.detail, code=outcome.code
        )
        await _BY_CLASS[outcome.kind](tx, job, message, outcome, chance)
        await refusals.follow(
            tx, outcome, ChannelId(message.channel_id), message.conversation_id
        )
        await dead_letters.follow(tx, message.message_id)
    tx.tell("message", message.message_id)


async def _accepted(
    tx: Transaction, job: Job, message: Message, number: int, outcome: Accepted
) -> None:
    detail = "" if outcome.hold is Hold.NONE else _HELD
    await attempts.end(tx, message.message_id, number, attempts.ACCEPTED, detail)
    taken = sa.select(_message.c.id).where(
        _message.c.channel_id == message.channel_id,
        _message.c.platform_id == outcome.platform_id,
    )
    await tx.execute(
        _message.update()
        .where(_message.c.id == message.message_id, ~taken.exists())
        .values(platform_id=outcome.platform_id)
    )
    await _become(tx, message, Delivery.ACCEPTED, _BEFORE_ACCEPTED)
    await statuses.adopt(tx, ChannelId(message.channel_id), outcome.platform_id)
    who = Who(phone=outcome.phone, user_id=outcome.user_id)
    seen = Seen(who=who, channel_id=ChannelId(message.channel_id), at=tx.now)
    await customers.seen_as(tx, message.customer_id, seen)
    # whatever became of the claim: the call was made and this is its outcome
    await jobs.finish(tx, job)


async def _retry(
    tx: Transaction, job: Job, message: Message, failure: Failure, chance: float
) -> None:
    tried = await attempts.retries(tx, message.message_id, job.attempts)
    wait_s = faults.wait_s(failure, max(tried, 1), chance)
    if wait_s is None:
        words = N_("Given up after many attempts. Send it again if it is still wanted.")
        await _become(tx, message, Delivery.DEAD, words=words, code=failure.code)
        await jobs.finish(tx, job)
        return
    retry_at = tx.now + timedelta(seconds=wait_s)
    moved = await _become(
        tx,
        message,
        Delivery.RETRYING,
        words=failure.words,
        code=failure.code,
        retry_at=retry_at,
    )
    if moved:
        await jobs.again(tx, job, retry_at)
        await send_queue.explain_waits(tx, message.conversation_id)
    else:
        await jobs.finish(tx, job)


async def _unclear(
    tx: Transaction, job: Job, message: Message, failure: Failure, _chance: float
) -> None:
    await _become(tx, message, Delivery.UNKNOWN, words=failure.words, code=failure.code)
    await jobs.again(tx, job, tx.now + _UNKNOWN_HOLDS)


async def _never(
    tx: Transaction, job: Job, message: Message, failure: Failure, _chance: float
) -> None:
    await _become(tx, message, Delivery.FAILED, words=failure.words, code=failure.code)
    await jobs.finish(tx, job)


async def _channel_down(
    tx: Transaction, job: Job, message: Message, failure: Failure, _chance: float
) -> None:
    await _become(tx, message, Delivery.RETRYING, words=failure.words, code=failure.code)
    await jobs.again(tx, job, tx.now + CHANNEL_WAIT)
    await send_queue.explain_waits(tx, message.conversation_id)


_OUTCOMES = {
    Class.RETRY: attempts.RETRY,
    Class.UNKNOWN: attempts.UNKNOWN,
    Class.NEVER: attempts.FAILED,
    Class.TEMPLATE: attempts.FAILED,
    Class.ADMIN: attempts.FAILED,
    Class.CHANNEL: attempts.CHANNEL,
}
_BY_CLASS: dict[
    Class, Callable[[Transaction, Job, Message, Failure, float], Awaitable[None]]
] = {
    Class.RETRY: _retry,
    Class.UNKNOWN: _unclear,
    Class.NEVER: _never,
    Class.TEMPLATE: _never,
    Class.ADMIN: _never,
    Class.CHANNEL: _channel_down,
}


async def _become(
    tx: Transaction,
    message: Message,
    state: Delivery,
    states: tuple[Delivery, ...] = (Delivery.SENDING,),
    *,
    words: str = "",
    code: int = 0,
    **more: object,
) -> bool:
    """Whether the message was in one of `states`; a status may have moved it on already."""
    changed = await tx.execute(
        _message.update()
        .where(
            _message.c.id == message.message_id,
            _message.c.state.in_([one.value for one in states]),
        )
        .values(
            state=state.value,
            state_at=tx.now,
            trouble=words,
            trouble_code=str(code) if code else "",
            **({"retry_at": None} | more),
        )
    )
    return bool(changed.rowcount)


async def close(tx: Transaction, job: Job, state: Delivery, words: str) -> None:
    """The message, not tried, is in `state` for good."""
    if not await jobs.finish(tx, job):
        raise LostClaim
    await tx.execute(
        _message.update()
        .where(_message.c.id == job.key)
        .values(state=state.value, state_at=tx.now, retry_at=None, trouble=words)
    )
    tx.tell("message", job.key)
    await dead_letters.follow(tx, MessageId(job.key))


async def wait(tx: Transaction, job: Job, words: str, span: timedelta) -> None:
    """The message waits without an attempt; the rep reads why."""
    await jobs.again(tx, job, tx.now + span)
    if job.lane is not None:
        await send_queue.explain_waits(tx, ConversationId(job.lane))
    changed = await tx.execute(
        _message.update()
        .where(_message.c.id == job.key, _message.c.trouble != words)
        .values(trouble=words)
    )
    if changed.rowcount:
        tx.tell("message", job.key)


async def unknown(tx: Transaction, job: Job, detail: str) -> None:
    """A message whose attempt has no outcome may have gone; later ones wait a while."""
    words = faults.lost(detail).words
    await tx.execute(
        _message.update()
        .where(_message.c.id == job.key, _message.c.state == Delivery.SENDING.value)
        .values(state=Delivery.UNKNOWN.value, state_at=tx.now, trouble=words)
    )
    tx.tell("message", job.key)
    await jobs.again(tx, job, tx.now + _UNKNOWN_HOLDS)
