"""Notifications as desks and programs see them: asked for, and what became of them."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.delivery import Delivery
from console.domain.ids import RepId
from console.domain.notifications import State
from console.hub.store import schema
from console.hub.store.notification_table import notification
from console.hub.views.sessions import shown_number
from console.wire.notifications import NotificationView

SHOWN = 100
_message, _customer, _identity = schema.message, schema.customer, schema.identity
_phone = (
    sa.select(sa.func.min(_identity.c.value))
    .where(_identity.c.customer_id == notification.c.customer_id, _identity.c.kind == "phone")
    .scalar_subquery()
)
query = (
    sa.select(
        notification,
        _customer.c.name.label("customer_name"),
        _phone.label("phone"),
        _message.c.state.label("delivery"),
        _message.c.trouble,
    )
    .outerjoin(_customer, _customer.c.id == notification.c.customer_id)
    .outerjoin(_message, _message.c.id == notification.c.message_id)
)


async def of_rep(connection: AsyncConnection, rep_id: RepId) -> list[NotificationView]:
    """The rep's own that belong to no list, newest first."""
    mine = query.where(notification.c.rep_id == rep_id, notification.c.list_id.is_(None))
    newest = mine.order_by(notification.c.made_at.desc(), notification.c.id).limit(SHOWN)
    return await read_all(connection, newest)


async def by_ids(connection: AsyncConnection, ids: Iterable[str]) -> list[NotificationView]:
    """These, in no order."""
    return await read_all(connection, query.where(notification.c.id.in_(list(ids))))


async def read_all(
    connection: AsyncConnection, wanted: sa.Select[Any]
) -> list[NotificationView]:
    """The rows of a narrowed `query`."""
    return [_read(row) for row in (await connection.execute(wanted)).mappings()]


def _read(row: sa.RowMapping) -> NotificationView:
    body = row["body"]
    return NotificationView(
        notification_id=row["id"],
        channel_id=row["channel_id"],
        customer_id=row["customer_id"],
        customer_name=row["customer_name"] or row["name"],
        number=shown_number(row["phone"] or row["number"]),
        template_id=body["template_id"],
        values=body["values"],
        rep_id=row["rep_id"],
        to_inbox=row["to_inbox"],
        state=State(row["state"]),
        why=row["why"],
        due_at=row["due_at"],
        made_at=row["made_at"],
        ended_at=row["ended_at"],
        answered_at=row["answered_at"],
        conversation_id=row["conversation_id"],
        message_id=row["message_id"],
        delivery=Delivery(row["delivery"]) if row["delivery"] else None,
        trouble=row["trouble"] or "",
    )
