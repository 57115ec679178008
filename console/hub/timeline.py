"""Timeline: adds lines to a conversation's transcript, each with its place in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from console.domain.delivery import Delivery
from console.domain.directions import Direction, Origin
from console.domain.ids import ConversationId, MessageId, PlatformId, RepId, SessionId
from console.domain.messages import Body, EventKind, Media, SystemEvent, kept_preview, kind_of
from console.hub.store import schema
from console.hub.store.among import among
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction
from console.wire.codec import to_plain

_message, _conversation, _session = schema.message, schema.conversation, schema.session
_SHOWN_IN_LISTS = frozenset({Direction.INBOUND, Direction.OUTBOUND})
_LOCK = (
    sa.select(_conversation)
    .where(_conversation.c.id == sa.bindparam("which"))
    .with_for_update()
)
_TAKE_PLACE = (
    _conversation.update()
    .where(_conversation.c.id == sa.bindparam("which"))
    .values(last_order=_conversation.c.last_order + 1)
    .returning(_conversation.c.last_order, _conversation.c.channel_id)
)
_OPEN_SESSION = sa.select(_session.c.id).where(
    _session.c.conversation_id == sa.bindparam("which"), _session.c.ended_at.is_(None)
)
_NEWEST_OF_EACH = sa.select(
    _conversation.c.id,
    sa.select(_message.c.at)
    .where(
        _message.c.conversation_id == _conversation.c.id,
        _message.c.direction != Direction.EVENT.value,
    )
    .order_by(_message.c.at.desc())
    .limit(1)
    .scalar_subquery()
    .label("at"),
).where(among(_conversation.c.id, "threads"))
_OF_PLATFORM = sa.select(_message.c.id, _message.c.origin).where(
    _message.c.channel_id == sa.bindparam("on"), _message.c.platform_id == sa.bindparam("named")
)
_NEWEST = (
    sa.select(_message.c.at)
    .where(
        _message.c.conversation_id == sa.bindparam("which"),
        _message.c.direction != Direction.EVENT.value,
    )
    .order_by(_message.c.at.desc())
    .limit(1)
)


async def lock(tx: Transaction, conversation_id: ConversationId) -> Row:
    """The conversation’s row, locked, so that one customer’s things happen one by one."""
    row = await tx.row(_LOCK, which=conversation_id)
    if row is None:
        raise LookupError(f"no conversation {conversation_id}")
    return row


async def open_session(tx: Transaction, conversation_id: ConversationId) -> SessionId | None:
    """The conversation's open session, if it has one."""
    row = await tx.row(_OPEN_SESSION, which=conversation_id)
    return None if row is None else SessionId(row["id"])


async def add(
    tx: Transaction,
    *,
    conversation_id: ConversationId,
    direction: Direction,
    body: Body,
    at: datetime,
    session_id: SessionId | None = None,
    message_id: MessageId | None = None,
    author: str = "",
    author_id: RepId | None = None,
    by_bot: bool = False,
    platform_id: PlatformId | None = None,
    state: Delivery | None = None,
    reply_to_id: MessageId | None = None,
    reply_to_platform_id: str = "",
    forwarded: bool = False,
    often_forwarded: bool = False,
    origin: Origin = Origin.LIVE,
) -> MessageId:
    """The new line's id; what the platform tells must be new (`is_known`, under `lock`)."""
    message_id = message_id or MessageId(tx.new_id())
    tx.unheard -= {platform_id or "", reply_to_platform_id}
    older = await _is_late(tx, conversation_id, at, direction, origin)
    if direction is not Direction.EVENT and not older:
        _foresee_as_newest(tx, conversation_id, at)
    shown = direction in _SHOWN_IN_LISTS and not older
    place = await _take_place(tx, conversation_id, message_id if shown else None)
    session_id = session_id or await open_session(tx, conversation_id)
    await tx.add(
        _message,
        id=message_id,
        conversation_id=conversation_id,
        session_id=session_id,
        **_carried(direction, origin, body),
        at=at,
        received_at=tx.now,
        order=place["last_order"],
        late=older and origin is not Origin.HISTORY,  # it was seen before, elsewhere
        author=author,
        author_id=author_id,
        by_bot=by_bot,
        channel_id=place["channel_id"],
        platform_id=platform_id,
        **_reached(tx, state),
        **_answers(reply_to_id, reply_to_platform_id),
        **_forwarded(forwarded, often_forwarded),
    )
    return _told(tx, message_id, session_id)


def _told(tx: Transaction, message_id: MessageId, session_id: SessionId | None) -> MessageId:
    tx.tell("message", message_id)
    if session_id is not None:
        tx.tell("session", session_id)
    return message_id


def _reached(tx: Transaction, state: Delivery | None) -> dict[str, object]:
    return {"state": state, "state_at": None if state is None else tx.now}


def _carried(direction: Direction, origin: Origin, body: Body) -> dict[str, object]:
    said = {"kind": kind_of(body), "body": to_plain(body, Body), "words": words_of(body)}
    return said | {"direction": direction.value, "origin": origin.value}


def _answers(to: MessageId | None, platform_id: str) -> dict[str, object]:
    return {"reply_to_id": to, "reply_to_platform_id": platform_id}


def _forwarded(once: bool, often: bool) -> dict[str, object]:
    return {"forwarded": once, "often_forwarded": often}


async def _take_place(
    tx: Transaction, conversation_id: ConversationId, shown: MessageId | None
) -> Row:
    """The conversation, locked, with one more place; `shown` is the last in lists now."""
    changes: dict[str, Any] = {} if shown is None else {"last_message_id": shown}
    kept = tx.ahead.row(_conversation, conversation_id)
    if kept is not None:
        changes["last_order"] = kept["last_order"] + 1
        await tx.amend(_conversation, conversation_id, **changes)
        return {**kept, **changes}
    row = await tx.row(_TAKE_PLACE, which=conversation_id, **changes)
    if row is None:
        raise LookupError(f"no conversation {conversation_id}")
    return row


async def system_line(
    tx: Transaction,
    conversation_id: ConversationId,
    event: EventKind,
    *,
    actor: str = "",
    text: str = "",
    values: Mapping[str, str] | None = None,
    session_id: SessionId | None = None,
    at: datetime | None = None,
) -> None:
    """A centred line in the transcript that tells what the hub, a rep or the platform did."""
    await add(
        tx,
        conversation_id=conversation_id,
        direction=Direction.EVENT,
        body=SystemEvent(event=event, actor=actor, text=text, values=values or {}),
        at=at or tx.now,
        session_id=session_id,
    )


def words_of(body: Body) -> str:
    """What search finds a message by."""
    if isinstance(body, Media):
        return f"{body.caption} {body.name}".strip()
    return kept_preview(body)


async def is_known(tx: Transaction, channel_id: str, platform_id: PlatformId) -> bool:
    """Whether this message of the platform is in a transcript."""
    return await known(tx, channel_id, platform_id) is not None


async def known(tx: Transaction, channel_id: str, platform_id: PlatformId) -> Row | None:
    """Id and origin of this message of the platform, if it is in a transcript."""
    if platform_id in tx.unheard:
        return None
    return await tx.row(_OF_PLATFORM, on=channel_id, named=platform_id)


async def _is_late(
    tx: Transaction,
    conversation_id: ConversationId,
    at: datetime,
    direction: Direction,
    origin: Origin,
) -> bool:
    if direction is not Direction.INBOUND and origin is not Origin.HISTORY:
        return False
    newest = await tx.ask(_message, _NEWEST, which=conversation_id)  # the index has it at once
    return newest is not None and at < newest["at"]


def _foresee_as_newest(tx: Transaction, conversation_id: ConversationId, at: datetime) -> None:
    """The newest message that was foreseen is this one, unless it is older."""
    foreseen = tx.ahead.answer(_message, (_NEWEST, conversation_id))
    if foreseen is not None and all(row["at"] < at for row in foreseen):
        foresee_newest(tx, conversation_id, at)


def foresee_newest(tx: Transaction, conversation_id: str, at: datetime | None) -> None:
    """The conversation's newest message is of this moment, or there is none."""
    tx.ahead.foresee(_message, (_NEWEST, conversation_id), [{"at": at}] if at else [])


async def foresee(tx: Transaction, conversation_ids: Sequence[str]) -> None:
    """When the newest message of each conversation was is known."""
    for row in await tx.rows(_NEWEST_OF_EACH, threads=conversation_ids):
        foresee_newest(tx, row["id"], row["at"])
