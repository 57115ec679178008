"""Colleagues, queues, channels, templates and quick replies as desks see them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.ids import ChannelId, QueueId, RepId
from console.domain.people import Role, Wanted
from console.domain.sessions import SessionStatus
from console.domain.templates import Template
from console.hub.ownership import takes_capacity
from console.hub.store import schema
from console.wire.codec import from_plain
from console.wire.views import ChannelView, QueueView, QuickReply, RepView

_rep, _desk, _work, _session = schema.rep, schema.desk, schema.work, schema.session
_queue, _member, _channel = schema.queue, schema.queue_member, schema.channel

Ids = Iterable[str] | None


async def reps(
    connection: AsyncConnection, now: datetime, ids: Ids = None
) -> dict[str, RepView]:
    """Colleagues by id, by name; all that may work if no ids are given."""
    reachable = sa.exists().where(_desk.c.rep_id == _rep.c.id, _desk.c.reachable_until > now)
    loaded = (
        sa.select(sa.func.coalesce(sa.func.sum(_work.c.weight), 0))
        .join(_session, _session.c.id == _work.c.session_id)
        .where(_work.c.rep_id == _rep.c.id, takes_capacity())
        .scalar_subquery()
    )
    query = sa.select(_rep, reachable.label("reachable"), loaded.label("loaded")).order_by(
        _rep.c.name
    )
    query = query.where(_rep.c.disabled.is_(False) if ids is None else _rep.c.id.in_(list(ids)))
    rows = list((await connection.execute(query)).mappings())
    members = await _queues_of(connection, [row["id"] for row in rows])
    return {row["id"]: _rep_view(row, members[row["id"]]) for row in rows}


async def _queues_of(
    connection: AsyncConnection, ids: list[str]
) -> defaultdict[str, list[QueueId]]:
    members: defaultdict[str, list[QueueId]] = defaultdict(list)
    query = sa.select(_member).where(_member.c.rep_id.in_(ids)).order_by(_member.c.queue_id)
    for row in (await connection.execute(query)).mappings():
        members[row["rep_id"]].append(QueueId(row["queue_id"]))
    return members


def _rep_view(row: sa.RowMapping, queues: list[QueueId]) -> RepView:
    return RepView(
        rep_id=RepId(row["id"]),
        name=row["name"],
        role=Role(row["role"]),
        wanted=Wanted(row["wanted"]),
        wanted_at=row["wanted_at"],
        reachable=bool(row["reachable"]),
        loaded=int(row["loaded"]),
        capacity=row["capacity"],
        queues=tuple(queues),
        languages=tuple(row["languages"]),
    )


async def queues(connection: AsyncConnection, ids: Ids = None) -> dict[str, QueueView]:
    """Queues by id with how many wait in each, most pressing first."""
    waits = sa.and_(
        _session.c.queue_id == _queue.c.id, _session.c.status == SessionStatus.WAITING.value
    )
    query = (
        sa.select(
            _queue.c.id,
            _queue.c.name,
            sa.func.count(_session.c.id).label("waiting"),
            sa.func.min(_session.c.queued_at).label("oldest_at"),
        )
        .select_from(_queue.outerjoin(_session, waits))
        .group_by(_queue.c.id, _queue.c.name, _queue.c.priority)
        .order_by(_queue.c.priority.desc(), _queue.c.name)
    )
    if ids is not None:
        query = query.where(_queue.c.id.in_(list(ids)))
    return {
        row.id: QueueView(
            queue_id=QueueId(row.id),
            name=row.name,
            waiting=row.waiting,
            oldest_waiting_at=row.oldest_at,
        )
        for row in await connection.execute(query)
    }


async def channels(connection: AsyncConnection, ids: Ids = None) -> dict[str, ChannelView]:
    """Channels by id."""
    query = sa.select(_channel).order_by(_channel.c.name)
    if ids is not None:
        query = query.where(_channel.c.id.in_(list(ids)))
    return {
        row["id"]: ChannelView(
            channel_id=ChannelId(row["id"]),
            kind=row["kind"],
            name=row["name"],
            display_number=row["display_number"],
            healthy=not row["trouble"],
            trouble=row["trouble"],
        )
        for row in (await connection.execute(query)).mappings()
    }


async def templates(connection: AsyncConnection, ids: Ids = None) -> dict[str, Template]:
    """Templates by id, whatever their status."""
    template = schema.template
    query = sa.select(template.c.id, template.c.template).order_by(template.c.name)
    if ids is not None:
        query = query.where(template.c.id.in_(list(ids)))
    rows = await connection.execute(query)
    return {row.id: from_plain(Template, row.template) for row in rows}


async def quick_replies(connection: AsyncConnection) -> tuple[QuickReply, ...]:
    """All quick replies, by shortcut."""
    reply = schema.quick_reply
    rows = await connection.execute(sa.select(reply).order_by(reply.c.shortcut))
    return tuple(
        QuickReply(shortcut=row.shortcut, title=row.title, text=row.text) for row in rows
    )
