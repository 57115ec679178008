"""Pages of a transcript, by time and order."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.errors import InvalidInput
from console.domain.ids import ConversationId
from console.domain.texts import _
from console.hub.store import schema
from console.hub.views import messages
from console.wire.requests import ThreadPage
from console.wire.views import MessageView

PAGE, MOST = 50, 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_message = schema.message


async def page(
    connection: AsyncConnection,
    conversation_id: ConversationId,
    *,
    before: str | None,
    limit: int,
) -> ThreadPage:
    """Up to `limit` lines before a cursor, oldest first; the newest ones without a cursor.

    Raises:
        InvalidInput: the cursor is none of ours.
    """
    query = (
        messages.query.where(_message.c.conversation_id == conversation_id)
        .order_by(_message.c.at.desc(), _message.c.order.desc())
        .limit(limit + 1)
    )
    if before is not None:
        at, order = _read(before)
        earlier = sa.or_(
            _message.c.at < at, sa.and_(_message.c.at == at, _message.c.order < order)
        )
        query = query.where(earlier)
    rows = list((await connection.execute(query)).mappings())
    shown = rows[:limit][::-1]
    views = await messages.read_all(connection, shown)
    return ThreadPage(
        conversation_id=conversation_id,
        messages=tuple(views),
        earlier=_cursor(views[0]) if len(rows) > limit else None,
    )


def _cursor(view: MessageView) -> str:
    return f"{(view.at - _EPOCH) // timedelta(microseconds=1)}.{view.order}"


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        at, order = cursor.split(".")
        return _EPOCH + timedelta(microseconds=int(at)), int(order)
    except (ValueError, OverflowError):
        raise InvalidInput(_("before: this is no cursor of a page. Load the newest.")) from None
