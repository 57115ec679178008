"""Tries at sending a message as its details show them."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.ids import MessageId
from console.hub.store import schema
from console.wire.views import AttemptView

_attempt = schema.attempt


async def of_message(connection: AsyncConnection, message_id: MessageId) -> list[AttemptView]:
    """Every try, in order."""
    query = (
        sa.select(_attempt)
        .where(_attempt.c.message_id == message_id)
        .order_by(_attempt.c.number)
    )
    return [
        AttemptView(
            number=row["number"],
            started_at=row["started_at"],
            ended_at=row["ended_at"],
            outcome=row["outcome"],
            detail=row["detail"],
        )
        for row in (await connection.execute(query)).mappings()
    ]
