"""Work on offer as the rep sees it."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.care_window import CareWindow
from console.domain.ids import RepId, SessionId, WorkId
from console.domain.messages import kept_preview
from console.domain.work import WorkStatus
from console.hub.store import schema
from console.hub.views.bodies import seen
from console.wire.views import OfferView

_work, _session, _conversation = schema.work, schema.session, schema.conversation
_giver = schema.rep.alias("giver")
_query = (
    sa.select(
        _work,
        _session.c.opened_at.label("session_opened_at"),
        _session.c.queued_at,
        _session.c.passed_note,
        _session.c.passed_by,
        _conversation.c.last_customer_at,
        _conversation.c.closed_at,
        _conversation.c.waiting_since,
        schema.channel.c.kind.label("channel_kind"),
        schema.customer.c.name.label("customer_name"),
        schema.queue.c.name.label("queue_name"),
        schema.message.c.body.label("last_body"),
        schema.message.c.direction.label("last_direction"),
        schema.message.c.deleted_at.label("last_deleted_at"),
        _giver.c.name.label("giver_name"),
    )
    .select_from(
        _work.join(_session, _session.c.id == _work.c.session_id)
        .join(_conversation, _conversation.c.id == _session.c.conversation_id)
        .join(schema.channel, schema.channel.c.id == _conversation.c.channel_id)
        .join(schema.customer, schema.customer.c.id == _conversation.c.customer_id)
        .join(schema.queue, schema.queue.c.id == _session.c.queue_id)
        .outerjoin(schema.message, schema.message.c.id == _conversation.c.last_message_id)
        .outerjoin(_giver, _giver.c.id == _work.c.from_rep_id)
    )
    .where(
        _work.c.ended_at.is_(None),
        _work.c.status == WorkStatus.ASSIGNED.value,
        _work.c.expires_at.is_not(None),
    )
)


async def by_ids(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, OfferView]:
    """Those of these offers that still stand, by work id."""
    rows = (await connection.execute(_query.where(_work.c.id.in_(list(ids))))).mappings()
    return {row["id"]: _read(row) for row in rows}


async def of_rep(connection: AsyncConnection, rep_id: RepId) -> list[OfferView]:
    """What is on offer to a rep, oldest first."""
    query = _query.where(_work.c.rep_id == rep_id).order_by(_work.c.assigned_at)
    return [_read(row) for row in (await connection.execute(query)).mappings()]


def _read(row: sa.RowMapping) -> OfferView:
    window = CareWindow(row["last_customer_at"], row["closed_at"])
    waiting_since = row["waiting_since"] or row["queued_at"] or row["session_opened_at"]
    last = seen(row, "last_")
    return OfferView(
        work_id=WorkId(row["id"]),
        session_id=SessionId(row["session_id"]),
        rep_id=RepId(row["rep_id"]),
        customer_name=row["customer_name"],
        preview=kept_preview(last) if last else "",
        channel_kind=row["channel_kind"],
        queue_name=row["queue_name"],
        waiting_since=waiting_since,
        window_expires_at=window.expires_at,
        why=row["why"],
        note=row["note"] or row["passed_note"],
        from_name=row["giver_name"] or row["passed_by"],
        offered_at=row["assigned_at"],
        expires_at=row["expires_at"],
        timeout_s=round((row["expires_at"] - row["assigned_at"]).total_seconds()),
    )
