"""Dead letters as desks see them, and who may see which."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.dead_letters import Outcome, Reason
from console.domain.errors import InvalidInput
from console.domain.ids import LetterId
from console.domain.texts import _
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.dead_letter_table import dead_letter
from console.hub.store.transaction import STAFF, lead_scope, rep_scope
from console.hub.views.bodies import preview_of
from console.wire.views import DeadLetterPage, DeadLetterView

PAGE, MOST = 50, 200
_SHOWN = 500  # characters of a message
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_letter, _message, _session = dead_letter, schema.message, schema.session
_conversation, _channel, _customer = schema.conversation, schema.channel, schema.customer
_queue, _newest = schema.queue, schema.session.alias("newest")
_thread = sa.func.coalesce(_message.c.conversation_id, _letter.c.conversation_id)
_present = (
    sa.select(_newest.c.id)
    .where(_newest.c.conversation_id == _conversation.c.id)
    .order_by(_newest.c.opened_at.desc(), _newest.c.id)
    .limit(1)
    .scalar_subquery()
)
_joined = (
    dead_letter.outerjoin(_message, _message.c.id == _letter.c.message_id)
    .outerjoin(_conversation, _conversation.c.id == _thread)
    .outerjoin(_customer, _customer.c.id == _conversation.c.customer_id)
    .outerjoin(_session, _session.c.id == _present)
    .outerjoin(_queue, _queue.c.id == _session.c.queue_id)
    .outerjoin(
        _channel,
        _channel.c.id == sa.func.coalesce(_conversation.c.channel_id, _letter.c.channel_id),
    )
)
query = sa.select(
    _letter,
    _message.c.body,
    _message.c.author,
    _conversation.c.id.label("thread"),
    _conversation.c.customer_id,
    _customer.c.name.label("customer_name"),
    _session.c.id.label("session_id"),
    _session.c.queue_id,
    _session.c.owner_rep_id,
    _queue.c.name.label("queue_name"),
    _channel.c.kind.label("channel_kind"),
).select_from(_joined)


def theirs(who: Principal) -> sa.ColumnElement[bool]:
    """The condition on `query`'s rows that a person may see and act on: as `_audience` says."""
    if who.sees_all:
        return sa.true()
    led = [scope for scope in who.scopes if scope.startswith(lead_scope(""))]
    return sa.or_(
        _letter.c.author_id == who.rep_id,
        _session.c.owner_rep_id == who.rep_id,
        _session.c.queue_id.in_([scope.removeprefix(lead_scope("")) for scope in led]),
    )


def _audience(row: Any) -> str:
    """Staff, the queue's own supervisors, the author, and whoever has the session."""
    scopes = [STAFF]
    if row["queue_id"]:
        scopes.append(lead_scope(row["queue_id"]))
    reps = dict.fromkeys((row["author_id"], row["owner_rep_id"]))
    return " ".join([*scopes, *(rep_scope(rep_id) for rep_id in reps if rep_id)])


async def by_ids(
    connection: AsyncConnection, ids: Iterable[str]
) -> dict[str, tuple[DeadLetterView, str]]:
    """Each letter's view and the audience that may see it now, by id."""
    rows = await connection.execute(query.where(_letter.c.id.in_(list(ids))))
    return {row["id"]: (read(row), _audience(row)) for row in rows.mappings()}


async def one(
    connection: AsyncConnection, who: Principal, letter_id: LetterId
) -> DeadLetterView | None:
    """The letter if this person may see it."""
    found = await connection.execute(query.where(_letter.c.id == letter_id, theirs(who)))
    row = found.mappings().first()
    return None if row is None else read(row)


async def page(
    connection: AsyncConnection,
    who: Principal,
    *,
    reason: Reason | None,
    outcome: Outcome | None,
    after: str | None,
    limit: int,
) -> DeadLetterPage:
    """Letters that wait and records of expired ones; with `outcome` those that ended so.

    Raises:
        InvalidInput: the cursor is none of ours.
    """
    wanted = query.where(theirs(who))
    if outcome is None:
        expired = _letter.c.outcome == Outcome.EXPIRED.value
        wanted = wanted.where(sa.or_(_letter.c.ended_at.is_(None), expired))
    else:
        wanted = wanted.where(_letter.c.outcome == outcome.value)
    if reason is not None:
        wanted = wanted.where(_letter.c.reason == reason.value)
    if after is not None:
        wanted = wanted.where(_before(after))
    newest = wanted.order_by(_letter.c.died_at.desc(), _letter.c.id.desc()).limit(limit + 1)
    rows = list((await connection.execute(newest)).mappings())
    return DeadLetterPage(
        letters=tuple(read(row) for row in rows[:limit]),
        counts={
            Reason(name): count for name, count in await _counts(connection, who, ended=False)
        },
        ended_counts={
            Outcome(name): count for name, count in await _counts(connection, who, ended=True)
        },
        next=_cursor(rows[limit - 1]) if len(rows) > limit else None,
    )


async def _counts(
    connection: AsyncConnection, who: Principal, *, ended: bool
) -> list[tuple[str, int]]:
    kind = _letter.c.outcome if ended else _letter.c.reason
    state = _letter.c.ended_at.is_not(None) if ended else _letter.c.ended_at.is_(None)
    counted = (
        sa.select(kind, sa.func.count())
        .select_from(_joined)
        .where(state, theirs(who))
        .group_by(kind)
    )
    return [(str(name), int(count)) for name, count in await connection.execute(counted)]


def _cursor(row: sa.RowMapping) -> str:
    return f"{(row['died_at'] - _EPOCH) // timedelta(microseconds=1)}.{row['id']}"


def _before(cursor: str) -> sa.ColumnElement[bool]:
    micros, _bar, letter_id = cursor.partition(".")
    try:
        at = _EPOCH + timedelta(microseconds=int(micros))
    except (ValueError, OverflowError):
        raise InvalidInput(_("after: this is no cursor of a page. Load the first.")) from None
    return sa.or_(
        _letter.c.died_at < at, sa.and_(_letter.c.died_at == at, _letter.c.id < letter_id)
    )


def read(row: Any) -> DeadLetterView:
    """The view of one joined row."""
    expired = row["outcome"] == Outcome.EXPIRED.value
    text = preview_of(row["body"]) if row["body"] and not expired else ""
    return DeadLetterView(
        letter_id=LetterId(row["id"]),
        incoming=row["message_id"] is None,
        message_id=row["message_id"],
        session_id=row["session_id"],
        conversation_id=row["thread"],
        customer_id=row["customer_id"],
        customer_name=row["customer_name"] or row["item"].get("name") or "",
        queue_id=row["queue_id"],
        queue_name=row["queue_name"] or "",
        channel_kind=row["channel_kind"] or "",
        author=row["author"] or "",
        author_id=row["author_id"],
        kind=row["kind"],
        preview=(text or "")[:_SHOWN],
        reason=Reason(row["reason"]),
        words=row["words"],
        code=row["code"],
        attempts=row["attempts"],
        may_have_arrived=row["may_have_arrived"],
        died_at=row["died_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        ended_by=row["ended_by"],
    )
