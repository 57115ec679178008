"""Sessions as desks see them: joined with customer, queue, owner, window and clocks."""

import functools
from collections.abc import Iterable
from datetime import datetime

import phonenumbers
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.care_window import CareWindow
from console.domain.deletions import DELETED
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import SessionId
from console.domain.messages import kept_preview
from console.domain.sessions import SessionStatus
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.views.bodies import seen
from console.wire.views import SessionView

WITH_WINDOW = frozenset({"whatsapp"})
PREVIEW_LENGTH = 200

_session, _conversation, _channel = schema.session, schema.conversation, schema.channel
_customer, _queue, _rep, _desk = schema.customer, schema.queue, schema.rep, schema.desk
_last, _identity = schema.message, schema.identity
_quiet, _nudge, _end = (schema.job.alias(kind) for kind in ("quiet", "nudge", "end"))


def _clock_of(job: sa.FromClause, kind: str) -> sa.ColumnElement[bool]:
    return sa.and_(job.c.kind == kind, job.c.key == _session.c.id)


#: The number before the user name, each with a letter in front that puts it there.
reached_by = (
    sa.select(
        sa.func.min(
            sa.case(
                (_identity.c.kind == "phone", "a" + _identity.c.value),
                else_="b@" + _identity.c.value,
            )
        )
    )
    .where(
        _identity.c.customer_id == _customer.c.id, _identity.c.kind.in_(["phone", "username"])
    )
    .scalar_subquery()
)
_query = sa.select(
    _session,
    _conversation.c.channel_id,
    _conversation.c.customer_id,
    _conversation.c.address,
    _conversation.c.last_customer_at,
    _conversation.c.closed_at,
    _conversation.c.waiting_since,
    _conversation.c.held_by,
    _conversation.c.held_at,
    _channel.c.may_take,
    _channel.c.kind.label("channel_kind"),
    _customer.c.name.label("customer_name"),
    _customer.c.blocked,
    reached_by.label("reached_by"),
    _queue.c.name.label("queue_name"),
    _rep.c.name.label("owner_name"),
    _desk.c.name.label("desk_name"),
    _quiet.c.due_at.label("quiet_at"),
    _nudge.c.due_at.label("nudge_at"),
    _end.c.due_at.label("ends_at"),
    _last.c.at.label("last_at"),
    _last.c.body.label("last_body"),
    _last.c.kind.label("last_kind"),
    _last.c.direction.label("last_direction"),
    _last.c.deleted_at.label("last_deleted_at"),
    _last.c.state.label("last_state"),
).select_from(
    _session.join(_conversation, _conversation.c.id == _session.c.conversation_id)
    .join(_channel, _channel.c.id == _conversation.c.channel_id)
    .join(_customer, _customer.c.id == _conversation.c.customer_id)
    .join(_queue, _queue.c.id == _session.c.queue_id)
    .outerjoin(_rep, _rep.c.id == _session.c.owner_rep_id)
    .outerjoin(_desk, _desk.c.id == _session.c.owner_desk_id)
    .outerjoin(_last, _last.c.id == _conversation.c.last_message_id)
    .outerjoin(_quiet, _clock_of(_quiet, "quiet"))
    .outerjoin(_nudge, _clock_of(_nudge, "nudge"))
    .outerjoin(_end, _clock_of(_end, "end"))
)


_THESE = _query.where(_session.c.id.in_(sa.bindparam("ids", expanding=True)))
_own = (
    sa.select(schema.work.c.session_id)
    .where(schema.work.c.rep_id == sa.bindparam("whose"))
    .scalar_subquery()
)
_lately = sa.and_(
    _session.c.ended_at >= sa.bindparam("since", type_=Moment), _session.c.id.in_(_own)
)
_FOR_DESK = _query.where(sa.or_(_session.c.ended_at.is_(None), _lately))


async def by_ids(
    connection: AsyncConnection, ids: Iterable[str]
) -> dict[str, tuple[SessionView, str]]:
    """Each session's view and the audience that may see it now, by id."""
    rows = (await connection.execute(_THESE, {"ids": list(ids)})).mappings()
    return {row["id"]: (read(row), row["audience"]) for row in rows}


async def for_desk(
    connection: AsyncConnection, who: Principal, *, ended_since: datetime
) -> list[SessionView]:
    """Open sessions this person may see, and their own that ended at `ended_since` or later."""
    values = {"whose": who.rep_id, "since": ended_since}
    rows = (await connection.execute(_FOR_DESK, values)).mappings()
    return [read(row) for row in rows if who.may_see(row["audience"])]


def read(row: sa.RowMapping) -> SessionView:
    """The view of one joined row."""
    window = CareWindow(row["last_customer_at"], row["closed_at"])
    last = seen(row, "last_")
    return SessionView(
        session_id=SessionId(row["id"]),
        conversation_id=row["conversation_id"],
        channel_id=row["channel_id"],
        channel_kind=row["channel_kind"],
        customer_id=row["customer_id"],
        customer_name=row["customer_name"],
        customer_number=shown_contact(row["reached_by"], row["address"]),
        status=SessionStatus(row["status"]),
        queue_id=row["queue_id"],
        queue_name=row["queue_name"],
        fence=row["fence"],
        owner_id=row["owner_rep_id"],
        owner_name=row["owner_name"] or "",
        owner_desk_id=row["owner_desk_id"],
        owner_desk_name=row["desk_name"] or "",
        owned_since=row["owned_since"],
        opened_at=row["opened_at"],
        ended_at=row["ended_at"],
        window_expires_at=window.expires_at,
        has_window=row["channel_kind"] in WITH_WINDOW,
        customer_waits=row["waiting_since"] is not None,
        waiting_since=row["waiting_since"],
        quiet_at=row["quiet_at"],
        nudge_at=row["nudge_at"],
        ends_at=row["ends_at"],
        last_at=row["last_at"],
        last_preview=(kept_preview(last) if last else "")[:PREVIEW_LENGTH],
        last_direction=Direction(row["last_direction"]) if row["last_direction"] else None,
        last_kind=DELETED.kind if last is DELETED else row["last_kind"] or "",
        last_state=Delivery(row["last_state"]) if row["last_state"] else None,
        unread=row["unread"],
        flagged=row["flagged"],
        flag_note=row["flag_note"],
        passed_draft=row["passed_draft"],
        customer_blocked=row["blocked"],
        held_by=row["held_by"],
        held_at=row["held_at"] if row["held_by"] else None,
        may_take=row["may_take"],
    )


def shown_contact(reached_by: str | None, address: str) -> str:
    """The number, or else the user name, by which people know a customer; empty if neither."""
    known = (reached_by or "")[1:]
    return known if known.startswith("@") else shown_number(known or address)


@functools.lru_cache(maxsize=4096)
def shown_number(address: str) -> str:
    """A phone number as people write it, "+31 6 12345678"; empty for other addresses."""
    digits = address.removeprefix("+")
    if not digits.isdecimal():
        return ""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return f"+{digits}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
