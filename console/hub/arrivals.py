"""Arrivals: what one fact about a customer does to thread, window, session and transcript."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp.facts import (
    CallReceived,
    Copy,
    Fact,
    IdentityChanged,
    IdentityKeyChanged,
    MessageDeleted,
    MessageReceived,
    PaymentReported,
    PreferenceChanged,
    ReactionReceived,
    StatusReported,
    ThreadPassed,
    Who,
)
from console.domain.directions import Direction, Origin
from console.domain.handover import app_name
from console.domain.ids import ChannelId, ConversationId, MessageId, PlatformId
from console.domain.messages import Call, EventKind, Media
from console.domain.texts import N_
from console.hub import (
    consents,
    costs,
    customers,
    groups,
    handover,
    identity_lines,
    media,
    payments,
    revisions,
    seen,
    sessions,
    shared_numbers,
    statuses,
    timeline,
)
from console.hub.identities import Seen
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_message, _conversation, _channel = schema.message, schema.conversation, schema.channel
# The platform's clock may be a little ahead; further ahead is an error and would keep a
# window open for ever
_AHEAD = timedelta(minutes=5)
_FROM_PHONE = "WhatsApp phone"
_CHANNEL = sa.select(_channel.c.id).where(
    _channel.c.phone_number_id == sa.bindparam("number_id")
)
_QUOTED = sa.select(_message.c.id).where(
    _message.c.conversation_id == sa.bindparam("thread"),
    _message.c.platform_id == sa.bindparam("named"),
)
_FOUND_QUOTE = (
    _message.update()
    .where(
        _message.c.conversation_id == sa.bindparam("thread"),
        _message.c.reply_to_platform_id == sa.bindparam("named"),
        schema.ANSWERS,
        _message.c.reply_to_id.is_(None),
    )
    .returning(_message.c.id, _message.c.origin, _message.c.at)
)
_FROM_US = {Copy.ECHO, Copy.STANDBY_ECHO, Copy.OLD_ECHO}
_ORIGINS = {
    Copy.STANDBY: Origin.STANDBY,
    Copy.STANDBY_ECHO: Origin.STANDBY,
    Copy.HISTORY: Origin.HISTORY,
    Copy.OLD_ECHO: Origin.HISTORY,
}
_REVISIONS = {Origin.EDIT.value, Origin.DELETION.value}


class UnknownNumber(LookupError):  # noqa: N818 - says what happened
    """Nothing was done: what came in is for another hub, or for a number not connected yet."""


async def apply(tx: Transaction, fact: Fact) -> None:
    """The fact has had its effect, once, however often it is told.

    Raises:
        UnknownNumber: it came for a number that isn't ours.
    """
    handler = _HANDLERS.get(type(fact))
    number_id = getattr(fact, "number_id", "")
    if handler is None:
        return
    channel_id = await channel_of(tx, number_id)
    if channel_id is None:
        raise UnknownNumber("a number that no channel of this hub has")
    await handler(tx, channel_id, fact)


async def channel_of(tx: Transaction, number_id: str) -> ChannelId | None:
    """Our channel that has this number of the platform's."""
    row = await tx.ask(_channel, _CHANNEL, number_id=number_id)
    return None if row is None else ChannelId(row["id"])


def _moment(tx: Transaction, at: datetime | None) -> datetime:
    return tx.now if at is None or at > tx.now + _AHEAD else at


async def _thread(tx: Transaction, channel_id: ChannelId, who: Who, at: datetime | None) -> Row:
    """The customer's thread, locked."""
    seen_now = Seen(who=who, channel_id=channel_id, at=_moment(tx, at))
    found = await customers.resolve(tx, seen_now)
    return await customers.conversation_of(tx, channel_id, found.customer_id, found.who)


async def _is_known_meanwhile(
    tx: Transaction, channel_id: ChannelId, platform_id: PlatformId
) -> bool:
    """Whether another replica was faster while we waited for the lock."""
    return not tx.is_sqlite and await timeline.is_known(tx, channel_id, platform_id)


async def _message_received(
    tx: Transaction, channel_id: ChannelId, fact: MessageReceived
) -> None:
    if fact.group_id:
        at = _moment(tx, fact.at)
        await groups.count(tx, channel_id, fact.group_id, fact.platform_id, at)
        return
    known = await timeline.known(tx, channel_id, fact.platform_id)
    if known is not None:
        if fact.copy is Copy.LIVE and known["origin"] == Origin.STANDBY.value:
            await _comes_to_us(tx, channel_id, fact, known["id"])
        return
    if fact.copy in _FROM_US:
        await _echo(tx, channel_id, fact)
    else:
        await _customer_wrote(tx, channel_id, fact)


async def _customer_wrote(
    tx: Transaction, channel_id: ChannelId, fact: MessageReceived
) -> None:
    conversation = await _thread(tx, channel_id, fact.who, fact.at)
    conversation_id = ConversationId(conversation["id"])
    if await _is_known_meanwhile(tx, channel_id, fact.platform_id):
        return
    at = _moment(tx, fact.at)
    session_id, keyword = None, None
    if fact.copy is Copy.LIVE:
        await handover.ours_again(tx, conversation, at)
        keyword = await consents.hear(tx, channel_id, conversation, fact.body)
        if keyword is None or await sessions.is_worked(tx, conversation_id):
            session_id = await sessions.customer_wrote(tx, conversation, at=at)
        else:  # a keyword alone rings at nobody
            await sessions.customer_wrote_to_nobody(tx, conversation, at=at)
        if fact.came_by:
            await _came_by(tx, conversation_id, fact, at)
    elif fact.copy is Copy.STANDBY:
        await handover.watched(tx, conversation, at)
        await sessions.customer_wrote_to_nobody(tx, conversation, at=at)
    line = await _add(
        tx, channel_id, conversation_id, fact, at, Direction.INBOUND, session_id=session_id
    )
    if fact.by_ad:
        await costs.clicked(tx, line, at)
    if keyword is not None:
        asks = await consents.obey(tx, channel_id, conversation, keyword, fact.body, at)
        await sessions.consent_waits(tx, conversation, waits=asks)
    await shared_numbers.learn(tx, channel_id, fact, _moment(tx, fact.at))


async def _comes_to_us(
    tx: Transaction, channel_id: ChannelId, fact: MessageReceived, message_id: str
) -> None:
    conversation = await _thread(tx, channel_id, fact.who, fact.at)
    await handover.comes_to_us(tx, conversation, message_id, _moment(tx, fact.at))


async def _add(
    tx: Transaction,
    channel_id: ChannelId,
    conversation_id: ConversationId,
    fact: MessageReceived,
    at: datetime,
    direction: Direction,
    **more: Any,
) -> MessageId:
    body = fact.body
    if fact.media is not None and isinstance(body, Media):
        media_id = await media.expect(tx, fact.media, channel_id, conversation_id)
        body = replace(body, media_id=media_id)
    is_unheard = fact.platform_id in tx.unheard
    message_id = await timeline.add(
        tx,
        conversation_id=conversation_id,
        direction=direction,
        body=body,
        at=at,
        platform_id=fact.platform_id,
        reply_to_id=await _quoted(tx, conversation_id, fact.quotes),
        reply_to_platform_id=fact.quotes,
        forwarded=fact.forwarded,
        often_forwarded=fact.often_forwarded,
        origin=Origin.EDIT if fact.is_edit else _ORIGINS.get(fact.copy, Origin.LIVE),
        **more,
    )
    if fact.is_edit:
        original = PlatformId(fact.quotes)
        await revisions.mark(tx, conversation_id, original, Origin.EDIT, at)
    if not is_unheard:
        await _found_quote(tx, conversation_id, message_id, fact.platform_id)
        await statuses.adopt(tx, channel_id, fact.platform_id)
    return message_id


async def _quoted(
    tx: Transaction, conversation_id: ConversationId, platform_id: str
) -> MessageId | None:
    if not platform_id:
        return None
    row = await tx.row(_QUOTED, thread=conversation_id, named=platform_id)
    return None if row is None else MessageId(row["id"])


async def _found_quote(
    tx: Transaction,
    conversation_id: ConversationId,
    message_id: MessageId,
    platform_id: PlatformId,
) -> None:
    """Answers, edits and deletions that came before what they are about show it now."""
    rows = await tx.rows(
        _FOUND_QUOTE, thread=conversation_id, named=platform_id, reply_to_id=message_id
    )
    for row in rows:
        tx.tell("message", row["id"])
        if row["origin"] in _REVISIONS:
            how = Origin(row["origin"])
            await revisions.mark(tx, conversation_id, platform_id, how, row["at"])


async def _came_by(
    tx: Transaction, conversation_id: ConversationId, fact: MessageReceived, at: datetime
) -> None:
    await timeline.system_line(
        tx,
        conversation_id,
        EventKind.SESSION_OPENED,
        actor=fact.who.name,
        text=N_("came by {what}"),
        values={"what": fact.came_by},
        at=at,
    )


async def _echo(tx: Transaction, channel_id: ChannelId, fact: MessageReceived) -> None:
    """What a colleague on the phone or another app wrote answers the customer, no more."""
    conversation = await _thread(tx, channel_id, fact.who, fact.at)
    conversation_id = ConversationId(conversation["id"])
    if await _is_known_meanwhile(tx, channel_id, fact.platform_id):
        return
    at = _moment(tx, fact.at)
    author = _FROM_PHONE
    if fact.copy is Copy.STANDBY_ECHO:
        await handover.watched(tx, conversation, at)
        author = app_name(conversation["held_by"])
    await _add(
        tx,
        channel_id,
        conversation_id,
        fact,
        at,
        Direction.OUTBOUND,
        author=author,
        state=fact.state,
    )
    if fact.copy is Copy.OLD_ECHO:
        return
    await tx.execute(
        _conversation.update()
        .where(
            _conversation.c.id == conversation_id,
            sa.or_(
                _conversation.c.last_customer_at.is_(None),
                _conversation.c.last_customer_at <= at,
            ),
        )
        .values(waiting_since=None)
    )


async def _deleted(tx: Transaction, channel_id: ChannelId, fact: MessageDeleted) -> None:
    if fact.group_id:
        return
    conversation = await _thread(tx, channel_id, fact.who, fact.at)
    if not await seen.first_time(tx, f"deletion:{fact.number_id}:{fact.platform_id}"):
        return
    by = _FROM_PHONE
    if fact.copy is not Copy.ECHO:
        by = await sessions.first_name(tx, conversation["customer_id"])
    await revisions.deleted(
        tx, ConversationId(conversation["id"]), fact.target, by=by, at=_moment(tx, fact.at)
    )


async def _reaction(tx: Transaction, channel_id: ChannelId, fact: ReactionReceived) -> None:
    if fact.group_id or fact.copy is not Copy.LIVE or not fact.target:
        return
    conversation = await _thread(tx, channel_id, fact.who, fact.at)
    if not await seen.first_time(tx, f"reaction:{fact.number_id}:{fact.platform_id}"):
        return
    at = _moment(tx, fact.at)
    # a reaction is a customer message for the window, but nothing to be answered
    if fact.emoji:
        await sessions.customer_wrote(tx, conversation, at=at, counts_unread=False)
    await statuses.react(tx, channel_id, replace(fact, at=at))


async def _call(tx: Transaction, channel_id: ChannelId, fact: CallReceived) -> None:
    conversation = await _thread(tx, channel_id, fact.who, fact.at)
    at = _moment(tx, fact.at)
    call_id = PlatformId(fact.call_id)
    if not await timeline.is_known(tx, channel_id, call_id):
        session_id = await sessions.customer_wrote(tx, conversation, at=at)
        await timeline.add(
            tx,
            conversation_id=ConversationId(conversation["id"]),
            direction=Direction.INBOUND,
            body=Call(answered=fact.answered, duration_s=fact.duration_s),
            at=at,
            session_id=session_id,
            platform_id=call_id,
        )
    elif fact.answered:
        rows = await tx.rows(
            _message.update()
            .where(_message.c.channel_id == channel_id, _message.c.platform_id == call_id)
            .values(body={"kind": "call", "answered": True, "duration_s": fact.duration_s})
            .returning(_message.c.id)
        )
        for row in rows:
            tx.tell("message", row["id"])


async def _identity(tx: Transaction, channel_id: ChannelId, fact: IdentityChanged) -> None:
    if not await seen.first_time(tx, f"identity:{fact.key}"):
        return
    keeps_number = await customers.has_number(tx, fact.former, fact.present.phone)
    at = _moment(tx, fact.at)
    present = Seen(who=fact.present, channel_id=channel_id, at=at)
    customer_id = await customers.rename(tx, fact.former, present)
    row = await tx.row(
        sa.select(_conversation.c.id).where(
            _conversation.c.customer_id == customer_id,
            _conversation.c.channel_id == channel_id,
        )
    )
    if row is not None:
        place = ConversationId(row["id"])
        await identity_lines.changed(tx, place, fact, keeps_number=keeps_number, at=at)


async def _identity_key(
    tx: Transaction, channel_id: ChannelId, fact: IdentityKeyChanged
) -> None:
    at = _moment(tx, fact.at)
    seen_now = Seen(who=fact.who, channel_id=channel_id, at=at)
    customer_id = await customers.known(tx, seen_now)
    if customer_id is not None and await seen.first_time(tx, f"identity_key:{fact.key}"):
        row = await customers.conversation_of(tx, channel_id, customer_id, fact.who)
        name = await sessions.first_name(tx, customer_id)
        await identity_lines.new_device(tx, ConversationId(row["id"]), name, at)


async def _passed(tx: Transaction, channel_id: ChannelId, fact: ThreadPassed) -> None:
    if await seen.first_time(tx, f"thread:{fact.key}"):
        conversation = await _thread(tx, channel_id, fact.who, fact.at)
        await handover.passed(tx, channel_id, conversation, fact, _moment(tx, fact.at))


_HANDLERS: dict[type[Fact], Callable[[Transaction, ChannelId, Any], Awaitable[None]]] = {
    MessageReceived: _message_received,
    MessageDeleted: _deleted,
    ReactionReceived: _reaction,
    StatusReported: statuses.merge,
    PaymentReported: payments.reported,
    CallReceived: _call,
    IdentityChanged: _identity,
    IdentityKeyChanged: _identity_key,
    PreferenceChanged: consents.preferred,
    ThreadPassed: _passed,
}
