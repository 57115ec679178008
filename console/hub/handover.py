"""Handover: which of the business's apps has a customer's thread; ours may ask for it back."""

from datetime import datetime

import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp.facts import ThreadPassed
from console.channels.whatsapp.sends import take_thread_call
from console.domain.directions import Origin
from console.domain.errors import AlreadyDecided, NotAllowed, RuleBroken, Unavailable
from console.domain.handover import ANOTHER_APP, app_name, is_held
from console.domain.ids import ChannelId, ConversationId, SessionId
from console.domain.messages import EventKind
from console.domain.texts import N_, _
from console.hub import ownership, sessions, timeline
from console.hub.gateway import Gateway, Reply
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.requests import SessionCommand

#: Source: WhatsApp, "Conversation Routing": only the escalation partner may take a thread.
_ESCALATION, _NOT_TO_BE_TAKEN = "escalation", 2494191
_conversation, _channel, _message = schema.conversation, schema.channel, schema.message
_HOLD = _conversation.update().where(_conversation.c.id == sa.bindparam("which"))


async def passed(
    tx: Transaction, channel_id: ChannelId, conversation: Row, fact: ThreadPassed, at: datetime
) -> None:
    """The thread is whose the platform says; given to us it is work like any other."""
    if fact.our_role:
        await _may_take(tx, channel_id, fact.our_role == _ESCALATION)
    former = conversation["held_by"] or fact.giver
    if not _is_news(conversation, at):
        return
    moved = await _moves(tx, conversation, fact.holder, at)
    if fact.holder:
        if moved:
            await _told_held(tx, conversation, fact.holder, at)
        return
    said = N_("handed the customer over: “{summary}”") if fact.summary else _HANDED_BACK
    values = {"summary": fact.summary} if fact.summary else {}
    session_id = await sessions.handed_over(tx, conversation, at=at)
    await timeline.system_line(
        tx,
        ConversationId(conversation["id"]),
        EventKind.HANDED_BACK,
        actor=app_name(former),
        text=said,
        values=values,
        at=at,
        session_id=session_id,
    )


_HANDED_BACK = N_("handed the customer over")


async def watched(tx: Transaction, conversation: Row, at: datetime) -> None:
    """A copy that we only watch shows that another app has the thread."""
    if at < (conversation["last_customer_at"] or at):
        return  # it came late: what came since tells better
    holder = conversation["held_by"] or ANOTHER_APP
    if await _moves(tx, conversation, holder, at):
        await _told_held(tx, conversation, holder, at)


async def ours_again(tx: Transaction, conversation: Row, at: datetime) -> None:
    """A message that comes to us in earnest shows that the thread is ours."""
    if conversation["held_by"] and await _moves(tx, conversation, "", at):
        await timeline.system_line(
            tx,
            ConversationId(conversation["id"]),
            EventKind.HANDED_BACK,
            text=N_("What this customer writes comes to us again"),
            at=at,
        )


async def comes_to_us(
    tx: Transaction, conversation: Row, message_id: str, at: datetime
) -> None:
    """A message that we had as a copy has now come to us in earnest: it is to be answered."""
    await ours_again(tx, conversation, at)
    session_id = await sessions.customer_wrote(tx, conversation, at=at)
    await tx.execute(
        _message.update()
        .where(_message.c.id == message_id)
        .values(origin=Origin.LIVE.value, session_id=session_id)
    )
    tx.tell("message", message_id)


async def take(
    store: Store,
    gateway: Gateway,
    who: Principal,
    session_id: SessionId,
    command: SessionCommand,
) -> SessionId:
    """The thread is ours: WhatsApp was asked and agreed.

    Raises:
        AlreadyDecided: no other app has it any more.
        NotAllowed: our app isn't one that may take threads.
        Unavailable: WhatsApp didn't answer.
    """
    async with store.transaction() as tx:
        row = await _row(tx, who, session_id, command)
    if not is_held(row["held_by"], row["held_at"], store.clock.now()):
        raise AlreadyDecided(_("The conversation is yours already: you can write."))
    if not row["may_take"]:
        raise NotAllowed(_(_NOT_OURS_TO_TAKE))
    call = take_thread_call(row["phone_number_id"], row["address"])
    answer = await gateway.call(call, number_id=row["phone_number_id"])
    async with store.transaction() as tx:
        row = await _row(tx, who, session_id, command)
        refusal = _refusal(answer)
        if refusal is None:
            await _took(tx, who, row)
        elif isinstance(refusal, NotAllowed):
            await _may_take(tx, row["channel_id"], False)
            tx.tell("session", session_id)
    if refusal is not None:
        raise refusal
    return session_id


async def may_ask_again(tx: Transaction) -> None:
    """Threads may be asked for: our app may have another role than when that was refused."""
    changed = await tx.execute(
        _channel.update().where(~_channel.c.may_take).values(may_take=True)
    )
    if not changed.rowcount:
        return
    session = schema.session
    held = await tx.rows(
        sa.select(session.c.id)
        .join(_conversation, _conversation.c.id == session.c.conversation_id)
        .where(_conversation.c.held_by != "", session.c.ended_at.is_(None))
    )
    for row in held:
        tx.tell("session", row["id"])


_NOT_OURS_TO_TAKE = N_(
    "Another app holds this conversation and can’t be interrupted. You can write when it hands "
    "the customer over, or after 24 hours of silence."
)


async def _row(
    tx: Transaction, who: Principal, session_id: SessionId, command: SessionCommand
) -> Row:
    held = await ownership.owned(tx, who, session_id, command.fence)
    row = await tx.row(
        sa.select(_conversation, _channel.c.phone_number_id, _channel.c.may_take)
        .join(_channel, _channel.c.id == _conversation.c.channel_id)
        .where(_conversation.c.id == held.conversation_id)
    )
    assert row is not None  # a foreign key
    return row


def _refusal(answer: object) -> RuleBroken | None:
    if not isinstance(answer, Reply):
        return Unavailable(_("WhatsApp didn’t answer. Try again in a moment."))
    if answer.is_good:
        return None
    failure = faults.of_answer(answer.status, answer.raw, answer.headers)
    assert isinstance(failure, faults.Failure)  # the answer isn't a good one
    if failure.code == _NOT_TO_BE_TAKEN:
        return NotAllowed(_(_NOT_OURS_TO_TAKE))
    return RuleBroken(
        _("WhatsApp didn’t hand the conversation over. {why}").format(
            why=_(failure.words).format(code=failure.code)
        )
    )


async def _took(tx: Transaction, who: Principal, row: Row) -> None:
    if await _moves(tx, row, "", tx.now):
        await timeline.system_line(
            tx,
            ConversationId(row["id"]),
            EventKind.HANDED_BACK,
            actor=who.name,
            text=N_("took the conversation back"),
        )


def _is_news(conversation: Row, at: datetime) -> bool:
    return bool(at >= (conversation["held_at"] or at))


async def _moves(tx: Transaction, conversation: Row, holder: str, at: datetime) -> bool:
    """Whether the holder is another one from now on; older news change nothing."""
    if not _is_news(conversation, at):
        return False
    # whom another app answers waits for nobody here
    changes = {"waiting_since": None} if holder else {}
    await tx.change(_HOLD, which=conversation["id"], held_by=holder, held_at=at, **changes)
    return bool(conversation["held_by"] != holder)


async def _told_held(tx: Transaction, conversation: Row, holder: str, at: datetime) -> None:
    await timeline.system_line(
        tx,
        ConversationId(conversation["id"]),
        EventKind.HANDED_OVER,
        actor=app_name(holder),
        text=N_("answers this customer now"),
        at=at,
    )


async def _may_take(tx: Transaction, channel_id: str, may: bool) -> None:
    await tx.execute(
        _channel.update()
        .where(_channel.c.id == channel_id, _channel.c.may_take != may)
        .values(may_take=may)
    )
