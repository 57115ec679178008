"""Messages found by their words."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.views import messages
from console.wire.views import SearchHit

HITS = 50
_LOOKED_AT = 500  # matches that are looked through for ones this person may see
_MOST_WORDS = 8

_message, _conversation, _customer = schema.message, schema.conversation, schema.customer


async def find(connection: AsyncConnection, who: Principal, words: str) -> list[SearchHit]:
    """Messages that still hold all the words in any order, newest first."""
    wanted = words.split()[:_MOST_WORDS]
    query = (
        messages.query.add_columns(_customer.c.name.label("customer_name"))
        .join(_conversation, _conversation.c.id == _message.c.conversation_id)
        .join(_customer, _customer.c.id == _conversation.c.customer_id)
        .where(
            _message.c.direction != "event",
            _message.c.deleted_at.is_(None),  # nor is what was edited since
            _message.c.edited_at.is_(None),
            *(_message.c.words.icontains(word, autoescape=True) for word in wanted),
        )
        .order_by(_message.c.at.desc(), _message.c.order.desc())
        .limit(_LOOKED_AT)
    )
    found = (await connection.execute(query)).mappings()
    rows: list[sa.RowMapping] = [row for row in found if who.may_see(row["audience"] or "")]
    views = await messages.read_all(connection, rows[:HITS])
    return [
        SearchHit(message=view, session_id=view.session_id, customer_name=row["customer_name"])
        for view, row in zip(views, rows, strict=False)
    ]
