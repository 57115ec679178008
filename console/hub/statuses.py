"""Statuses: merges what the platform reports, in any order and any number of times."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp.facts import ReactionReceived, StatusReported
from console.domain.dead_letters import NEEDS_A_PERSON
from console.domain.delivery import Delivery, reported
from console.domain.ids import ChannelId, ConversationId, CustomerId, MessageId, PlatformId
from console.hub import costs, customers, dead_letters, reacting, refusals, timeline
from console.hub.identities import Seen
from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain, to_plain

ORPHAN_LIFE = timedelta(days=7)  # as long as the platform may deliver late
_message, _conversation = schema.message, schema.conversation
_attempt, _orphan = schema.attempt, schema.orphan_status
_ADOPT = (
    _orphan.delete()
    .where(
        _orphan.c.channel_id == sa.bindparam("on"),
        _orphan.c.platform_id == sa.bindparam("named"),
    )
    .returning(_orphan.c.id, _orphan.c.status)
)
_MAY_HAVE_LETTER = NEEDS_A_PERSON | {Delivery.UNKNOWN}
_MOVES_FROM = {
    status: tuple(
        state.value
        for state in Delivery
        if state is not status and reported(state, status) is status
    )
    for status in Delivery
}


async def merge(tx: Transaction, channel_id: ChannelId, told: StatusReported) -> None:
    """The message stands where the platform says, unless it is further already.

    A report about a message not known yet is kept until it is.
    """
    if told.message_id.startswith(reacting.MARK):
        await reacting.reported(tx, channel_id, told)
        return
    found = await _find(tx, channel_id, told)
    if found is None:
        await keep_orphan(tx, channel_id, told)
        return
    # the customer's lock first, as everywhere: two replicas must not wait for each other
    await timeline.lock(tx, ConversationId(found["conversation_id"]))
    if told.platform_id and found["platform_id"] is None:
        await _learn_id(tx, MessageId(found["id"]), channel_id, told.platform_id)
    if await _move(tx, found, told):
        await _follow_up(tx, channel_id, found, told)
    else:
        await _note(tx, found, told)
    await costs.told(tx, MessageId(found["id"]), told)


async def _find(tx: Transaction, channel_id: ChannelId, told: StatusReported) -> Row | None:
    """The message by our own id first: it is known before the platform's is."""
    columns = (
        _message.c.id,
        _message.c.conversation_id,
        _message.c.platform_id,
        _message.c.kind,
        _message.c.state,
    )
    same = sa.and_(_message.c.channel_id == channel_id, _message.c.direction == "outbound")
    if told.message_id:
        found = await tx.row(sa.select(*columns).where(same, _message.c.id == told.message_id))
        if found is not None:
            return found
    return await tx.row(
        sa.select(*columns).where(same, _message.c.platform_id == told.platform_id)
    )


async def _move(tx: Transaction, found: Row, told: StatusReported) -> bool:
    """Whether the message moved: one guarded statement, so that reports may race."""
    failed = told.status is Delivery.FAILED
    failure = faults.of_status(told.code, told.detail) if failed else None
    moved = await tx.execute(
        _message.update()
        .where(_message.c.id == found["id"], _message.c.state.in_(_MOVES_FROM[told.status]))
        .values(
            state=told.status.value,
            state_at=told.at or tx.now,
            retry_at=None,
            trouble=failure.words if failure else "",
            trouble_code=str(told.code) if failure and told.code else "",
            **{_at(told).name: told.at or tx.now},
            **_price(told),
        )
    )
    return bool(moved.rowcount)


async def _note(tx: Transaction, found: Row, told: StatusReported) -> None:
    """A report that moves nothing is on record all the same, with its earliest time."""
    at, column = told.at or tx.now, _at(told)
    earlier = sa.case((column <= at, column), else_=sa.literal(at, Moment))
    await tx.execute(
        _message.update()
        .where(_message.c.id == found["id"])
        .values(**{column.name: earlier}, **_price(told))
    )


def _at(told: StatusReported) -> sa.Column[datetime]:
    return _message.c[f"{told.status.value}_at"]


def _price(told: StatusReported) -> dict[str, Any]:
    return {} if told.price is None else {"price": to_plain(told.price)}


async def _follow_up(
    tx: Transaction, channel_id: ChannelId, found: Row, told: StatusReported
) -> None:
    failed = told.status is Delivery.FAILED
    # a known id means that the attempt it came from has its outcome already
    if failed or found["platform_id"] != told.platform_id:
        await _settle_attempt(tx, MessageId(found["id"]), told, failed=failed)
    if told.status is Delivery.DELIVERED and told.who.is_known:
        await _who_has_it(tx, channel_id, found, told)
    tx.tell("message", found["id"])
    if failed or Delivery(found["state"]) in _MAY_HAVE_LETTER:
        await dead_letters.follow(tx, MessageId(found["id"]))
    if failed:
        failure = faults.of_status(told.code, told.detail)
        await refusals.follow(tx, failure, channel_id, ConversationId(found["conversation_id"]))


async def _who_has_it(
    tx: Transaction, channel_id: ChannelId, found: Row, told: StatusReported
) -> None:
    """The status may call the customer by what we didn't know yet, such as a user name."""
    row = await tx.row(
        sa.select(_conversation.c.customer_id).where(
            _conversation.c.id == found["conversation_id"]
        )
    )
    if row is not None:
        seen = Seen(who=told.who, channel_id=channel_id, at=told.at or tx.now)
        await customers.seen_as(tx, CustomerId(row["customer_id"]), seen)


async def _settle_attempt(
    tx: Transaction, message_id: MessageId, told: StatusReported, *, failed: bool
) -> None:
    """The newest attempt has failed, or the newest without a known outcome has got through."""
    same = _attempt.c.message_id == message_id
    unsettled = sa.or_(_attempt.c.ended_at.is_(None), _attempt.c.outcome == "unknown")
    newest = sa.select(sa.func.max(_attempt.c.number)).where(
        same, sa.true() if failed else unsettled
    )
    await tx.execute(
        _attempt.update()
        .where(same, _attempt.c.number == newest.scalar_subquery())
        .values(
            ended_at=sa.func.coalesce(_attempt.c.ended_at, sa.literal(tx.now, Moment)),
            outcome="failed" if failed else "accepted",
            code=str(told.code) if told.code else "",
            detail=told.detail,
        )
    )


async def _learn_id(
    tx: Transaction, message_id: MessageId, channel_id: ChannelId, platform_id: PlatformId
) -> None:
    tx.unheard.discard(platform_id)
    taken = sa.select(_message.c.id).where(
        _message.c.channel_id == channel_id, _message.c.platform_id == platform_id
    )
    await tx.execute(
        _message.update()
        .where(_message.c.id == message_id, _message.c.platform_id.is_(None), ~taken.exists())
        .values(platform_id=platform_id)
    )
    await adopt(tx, channel_id, platform_id)


async def keep_orphan(
    tx: Transaction, channel_id: ChannelId, told: StatusReported | ReactionReceived
) -> None:
    """Kept until the message it is about is known."""
    about = told.platform_id if isinstance(told, StatusReported) else told.target
    tx.unheard.discard(about)
    kind = "status" if isinstance(told, StatusReported) else "reaction"
    plain: dict[str, Any] = {"kind": kind, "told": to_plain(told)}
    known = await tx.rows(
        sa.select(_orphan.c.status).where(
            _orphan.c.channel_id == channel_id, _orphan.c.platform_id == about
        )
    )
    if any(row["status"] == plain for row in known):
        return
    await tx.execute(
        _orphan.insert().values(
            channel_id=channel_id, platform_id=about, received_at=tx.now, status=plain
        )
    )


async def adopt(tx: Transaction, channel_id: ChannelId, platform_id: PlatformId) -> None:
    """What was told of a message before it was known is told again now."""
    gone = await tx.rows(_ADOPT, on=channel_id, named=platform_id)
    for row in sorted(gone, key=lambda row: int(row["id"])):
        kept = row["status"]
        if kept["kind"] == "reaction":
            await react(tx, channel_id, from_plain(ReactionReceived, kept["told"]))
        else:
            await merge(tx, channel_id, from_plain(StatusReported, kept["told"]))


async def react(tx: Transaction, channel_id: ChannelId, told: ReactionReceived) -> None:
    """The customer's newest reaction stands at its message; older ones change nothing."""
    at = told.at or tx.now
    older = sa.or_(
        _message.c.customer_reaction_at.is_(None), _message.c.customer_reaction_at <= at
    )
    same = sa.and_(_message.c.channel_id == channel_id, _message.c.platform_id == told.target)
    changed = await tx.rows(
        _message.update()
        .where(same, older)
        .values(customer_reaction=told.emoji, customer_reaction_at=at)
        .returning(_message.c.id)
    )
    for row in changed:
        tx.tell("message", row["id"])
    if not changed and await tx.row(sa.select(_message.c.id).where(same)) is None:
        await keep_orphan(tx, channel_id, told)
