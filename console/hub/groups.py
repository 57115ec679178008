"""Groups: what is said in them is counted for administrators and opens nothing."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.findings import Finding, note
from console.domain.ids import ChannelId, PlatformId
from console.domain.texts import _, ngettext, number
from console.hub import seen
from console.hub.store.group_table import group_chat as _group
from console.hub.store.transaction import Transaction


async def count(
    tx: Transaction,
    channel_id: ChannelId,
    group_id: str,
    platform_id: PlatformId,
    at: datetime,
) -> None:
    """One more message of the group, however often it is told."""
    if not await seen.first_time(tx, f"group:{channel_id}:{platform_id}"):
        return
    # by hand, as the two engines' upserts differ; a race is taken in again by `ingest`
    changed = await tx.execute(
        _group.update()
        .where(_group.c.channel_id == channel_id, _group.c.group_id == group_id)
        .values(messages=_group.c.messages + 1, last_at=at)
    )
    if not changed.rowcount:
        await tx.execute(
            _group.insert().values(
                channel_id=channel_id, group_id=group_id, messages=1, last_at=at
            )
        )


async def total(connection: AsyncConnection) -> int:
    """How many messages came from groups."""
    query = sa.select(sa.func.coalesce(sa.func.sum(_group.c.messages), 0))
    return int((await connection.execute(query)).scalar_one())


async def findings(connection: AsyncConnection, channel_id: ChannelId) -> list[Finding]:
    """That the number is used in groups, if it is."""
    query = sa.select(
        sa.func.count().label("groups"),
        sa.func.sum(_group.c.messages).label("messages"),
    ).where(_group.c.channel_id == channel_id)
    row = (await connection.execute(query)).one()
    if not row.groups:
        return []
    messages, groups = int(row.messages), int(row.groups)
    words = ngettext(
        "{messages} message came from {groups} group chats; it opened no session.",
        "{messages} messages came from {groups} group chats; they opened no session.",
        messages,
    )
    return [
        note(
            words.format(messages=number(messages), groups=number(groups)),
            _("Nobody here sees them. Answer them on a phone, or take the number out of them."),
        )
    ]
