"""Unheard: platform ids that no row is about yet, found out for many at once.

Nearly every message that comes in is new, quoted by nothing and expected by no status. Asked
for all of a batch, that is one statement instead of three for each message.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from console.channels.whatsapp.facts import Fact, MessageReceived
from console.hub.store import schema
from console.hub.store.among import among
from console.hub.store.transaction import Transaction

_message, _orphan, _channel = schema.message, schema.orphan_status, schema.channel
#: Those of the `names` that a row is about.
HEARD_OF = sa.union_all(
    # by channel, as the index has it; joined, SQLite would look through the whole index
    sa.select(_message.c.platform_id.label("name")).where(
        _message.c.channel_id.in_(sa.select(_channel.c.id)),
        among(_message.c.platform_id, "names"),
    ),
    sa.select(_message.c.reply_to_platform_id).where(
        among(_message.c.reply_to_platform_id, "names"), schema.ANSWERS
    ),
    sa.select(_orphan.c.platform_id).where(among(_orphan.c.platform_id, "names")),
)


async def find(tx: Transaction, facts: Iterable[Fact]) -> None:
    """The transaction knows which of the messages' ids nothing is about."""
    names = {fact.platform_id for fact in facts if isinstance(fact, MessageReceived)}
    if names:
        rows = await tx.rows(HEARD_OF, names=sorted(names))
        tx.unheard |= names - {row["name"] for row in rows}
