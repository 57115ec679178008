"""Reacting: the rep's emoji on a customer's message, and its way to the platform."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from console.channels.whatsapp import faults, sends
from console.channels.whatsapp.facts import StatusReported
from console.channels.whatsapp.faults import Accepted, Class, Failure
from console.domain import reactions
from console.domain.care_window import CareWindow, is_open
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import InvalidInput, NotFound
from console.domain.handover import is_held
from console.domain.ids import ChannelId, ConversationId, Fence, MessageId, PlatformId
from console.domain.texts import N_, _
from console.hub import jobs, ownership, pace, refusals, sending, timeline
from console.hub.gateway import Gateway, NotReached, Reply
from console.hub.jobs import Job, LostClaim
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

REACT = "react"
#: What statuses of reactions name instead of a message of ours.
MARK = "reaction:"
_TRIES = 6
_message, _conversation, _channel = schema.message, schema.conversation, schema.channel
_customer = schema.customer
_NO_ANSWER = N_("The reaction could not be sent: WhatsApp doesn’t answer. Try it again.")
_BLOCKED = N_("The reaction was not sent: this customer is blocked.")
_HELD = N_("The reaction was not sent: another app is answering this customer.")
_LAPSED = N_("The reaction was not sent: the 24-hour window lapsed first.")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A reaction that the platform doesn't have yet."""

    message_id: MessageId
    conversation_id: ConversationId
    channel_id: ChannelId
    number_id: str
    address: str
    target: PlatformId
    emoji: str


async def react(
    store: Store, who: Principal, message_id: MessageId, fence: Fence, emoji: str
) -> None:
    """The emoji stands at the message and goes to the customer; an empty one takes it back.

    Raises:
        NotOwner, InvalidInput: with words.
    """
    if not reactions.is_emoji(emoji):
        raise InvalidInput(_("A reaction is one emoji. Choose one from the list."))
    async with store.transaction() as tx:
        row = await _find(tx, message_id)
        conversation_id = ConversationId(row["conversation_id"])
        await timeline.lock(tx, conversation_id)
        held = await ownership.lock_open(tx, conversation_id)
        if held is None:
            raise InvalidInput(_("This session has ended. Reopen it to react."))
        await ownership.must_own(tx, who, held, fence)
        verdict = await sending.verdict_on(tx, held)
        reason = reactions.why_not(
            Direction(row["direction"]), row["kind"], row["at"], tx.now, verdict
        )
        if not reason and row["platform_id"] is None:
            reason = _("WhatsApp doesn’t know this message, so nobody can react to it.")
        if reason:
            raise InvalidInput(reason)
        await _stand(tx, message_id, our_reaction=emoji, reaction_trouble="")
        # one job for each press, one after the other: the newest must be the last to go
        await jobs.put(tx, REACT, f"{message_id}:{tx.new_id()}", lane=message_id)


async def _find(tx: Transaction, message_id: MessageId) -> Row:
    row = await tx.row(sa.select(_message).where(_message.c.id == message_id))
    if row is None:
        raise NotFound(_("There is no such message."))
    return row


async def _stand(tx: Transaction, message_id: str, **values: str) -> None:
    await tx.execute(_message.update().where(_message.c.id == message_id).values(**values))
    tx.tell("message", message_id)


async def reported(tx: Transaction, channel_id: ChannelId, told: StatusReported) -> None:
    """A reaction that failed after it was taken in is gone again, and the rep reads why."""
    if told.status is not Delivery.FAILED:
        return
    message_id, says_which, emoji = told.message_id.removeprefix(MARK).partition(":")
    this = sa.select(_message.c.conversation_id, _message.c.our_reaction).where(
        _message.c.id == message_id, _message.c.channel_id == channel_id
    )
    row = await tx.row(this)
    if row is None:
        return
    conversation_id = ConversationId(row["conversation_id"])
    await timeline.lock(tx, conversation_id)
    row = await tx.row(this)  # as it is under the lock
    if row is None or (says_which and row["our_reaction"] != emoji):
        return  # the rep wants another by now
    failure = faults.of_status(told.code, told.detail)
    await _stand(
        tx,
        message_id,
        our_reaction="",
        reaction_sent="",
        reaction_trouble=failure.words,
    )
    await refusals.follow(tx, failure, channel_id, conversation_id)


class Reacting:
    """Hands reactions to the platform. The same one twice changes nothing there."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store = store
        self._gateway = gateway

    async def send(self, job: Job) -> None:
        """Handles one `react` job; its key begins with the message's id."""
        async with self._store.transaction() as tx:
            wanted = await self._start(tx, job)
        if wanted is None:
            return
        call = sends.reaction_call(
            wanted.number_id,
            wanted.address,
            wanted.target,
            wanted.emoji,
            MessageId(f"{MARK}{wanted.message_id}:{wanted.emoji}"),
        )
        answer = await self._gateway.call(call, number_id=wanted.number_id)
        if isinstance(answer, Reply):
            outcome = faults.of_answer(answer.status, answer.raw, answer.headers)
        elif isinstance(answer, NotReached):
            outcome = faults.not_reached(answer.detail)
        else:
            outcome = faults.lost(answer.detail)
        async with self._store.transaction() as tx:
            await self._settle(tx, job, wanted, outcome)

    async def _start(self, tx: Transaction, job: Job) -> _Wanted | None:
        """What to hand over; None after the job was settled without a call."""
        row = await _load(tx, job)
        if row is None or row["our_reaction"] == row["reaction_sent"]:
            if not await jobs.finish(tx, job):
                raise LostClaim
            return None
        if words := _hindrance(row, tx.now):
            await _give_up(tx, job, row, row["our_reaction"], words)
            return None
        if row["channel_trouble"]:
            await jobs.again(tx, job, tx.now + timedelta(minutes=5))
            return None
        if not await self._has_turn(tx, job, row):
            return None
        return _Wanted(
            row["id"],
            row["conversation_id"],
            row["channel_id"],
            row["phone_number_id"],
            row["address"],
            PlatformId(row["platform_id"]),
            row["our_reaction"],
        )

    async def _has_turn(self, tx: Transaction, job: Job, row: Row) -> bool:
        """Source: WhatsApp, "Throughput": a reaction counts as a message."""
        if pace.is_kept_turn(job):
            return True
        wait = await pace.customers_turn(tx, row["conversation_id"])
        if wait:
            await jobs.again(tx, job, tx.now + wait)
            return False
        wait = await pace.numbers_turn(tx, row["channel_id"])
        if wait:
            due_at = tx.now + wait
            await jobs.again(tx, job, due_at, pace.turn(due_at))
        return not wait

    async def _settle(
        self, tx: Transaction, job: Job, wanted: _Wanted, outcome: Accepted | Failure
    ) -> None:
        await timeline.lock(tx, wanted.conversation_id)
        if isinstance(outcome, Accepted):
            await _stand(tx, wanted.message_id, reaction_sent=wanted.emoji)
            await jobs.finish(tx, job)
            return
        await refusals.follow(tx, outcome, wanted.channel_id, wanted.conversation_id)
        again = outcome.kind in {Class.RETRY, Class.UNKNOWN, Class.CHANNEL}
        if again and job.attempts < _TRIES:
            wait_s = faults.wait_s(outcome, job.attempts, 0.5) or 0.0
            await jobs.again(tx, job, tx.now + timedelta(seconds=wait_s))
            return
        words = _NO_ANSWER if outcome.kind is Class.UNKNOWN else outcome.words
        row = await _find(tx, wanted.message_id)
        await _give_up(tx, job, row, wanted.emoji, words)


def _hindrance(row: Row, now: datetime) -> str:
    """What keeps a reaction from going at all; empty if nothing does."""
    if row["blocked"]:
        return _BLOCKED
    if is_held(row["held_by"], row["held_at"], now):
        return _HELD
    expires_at = CareWindow(row["last_customer_at"], row["closed_at"]).expires_at
    return "" if is_open(expires_at, now) else _LAPSED


async def _load(tx: Transaction, job: Job) -> Row | None:
    return await tx.row(
        sa.select(
            _message,
            _conversation.c.address,
            _conversation.c.last_customer_at,
            _conversation.c.closed_at,
            _conversation.c.held_by,
            _conversation.c.held_at,
            _customer.c.blocked,
            _channel.c.phone_number_id,
            _channel.c.trouble.label("channel_trouble"),
        )
        .join(_conversation, _conversation.c.id == _message.c.conversation_id)
        .join(_channel, _channel.c.id == _conversation.c.channel_id)
        .join(_customer, _customer.c.id == _conversation.c.customer_id)
        .where(_message.c.id == job.lane)
        .with_for_update(of=_conversation)
    )


async def _give_up(tx: Transaction, job: Job, row: Row, emoji: str, words: str) -> None:
    """What the customer really sees stands there again, unless the rep wants another by now."""
    if await jobs.finish(tx, job) and row["our_reaction"] == emoji:
        stands = row["reaction_sent"]
        await _stand(tx, row["id"], our_reaction=stands, reaction_trouble=words)
