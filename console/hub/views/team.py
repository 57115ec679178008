"""Colleagues, queues, channels, templates and quick replies as desks see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.business_numbers import NumberFacts
from console.domain.consent import Level
from console.domain.ids import ChannelId, QueueId, RepId
from console.domain.notifications import Reach
from console.domain.people import Role, Wanted
from console.domain.sessions import SessionStatus
from console.domain.templates import Template
from console.hub import holds, reach
from console.hub.ownership import takes_capacity
from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.number_table import number
from console.wire.codec import from_plain
from console.wire.views import ChannelView, QueueView, QuickReply, RepView

_rep, _desk, _work, _session = schema.rep, schema.desk, schema.work, schema.session
_queue, _member, _channel = schema.queue, schema.queue_member, schema.channel
_template, _reply = schema.template, schema.quick_reply

Ids = Iterable[str] | None
_Query = sa.Select[tuple[Any, ...]]
_these: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_reachable = sa.exists().where(
    _desk.c.rep_id == _rep.c.id, _desk.c.reachable_until > sa.bindparam("present", type_=Moment)
)
_loaded = (
    sa.select(sa.func.coalesce(sa.func.sum(_work.c.weight), 0))
    .join(_session, _session.c.id == _work.c.session_id)
    .where(_work.c.rep_id == _rep.c.id, takes_capacity())
    .scalar_subquery()
)
_REPS = sa.select(_rep, _reachable.label("reachable"), _loaded.label("loaded")).order_by(
    _rep.c.name
)
_AT_WORK = _REPS.where(_rep.c.disabled.is_(False))
_THESE_REPS = _REPS.where(_rep.c.id.in_(_these))
_MEMBERS = sa.select(_member).where(_member.c.rep_id.in_(_these)).order_by(_member.c.queue_id)
_waits = sa.and_(
    _session.c.queue_id == _queue.c.id, _session.c.status == SessionStatus.WAITING.value
)
_QUEUES = (
    sa.select(
        _queue.c.id,
        _queue.c.name,
        sa.func.count(_session.c.id).label("waiting"),
        sa.func.min(_session.c.queued_at).label("oldest_at"),
    )
    .select_from(_queue.outerjoin(_session, _waits))
    .group_by(_queue.c.id, _queue.c.name, _queue.c.priority)
    .order_by(_queue.c.priority.desc(), _queue.c.name)
)
_THESE_QUEUES = _QUEUES.where(_queue.c.id.in_(_these))
_CHANNELS = (
    sa.select(_channel, number.c.facts, number.c.alarms, number.c.rep_id)
    .outerjoin(number, number.c.channel_id == _channel.c.id)
    .order_by(_channel.c.name)
)
_THESE_CHANNELS = _CHANNELS.where(_channel.c.id.in_(_these))
_TEMPLATES = sa.select(_template.c.id, _template.c.template).order_by(_template.c.name)
_THESE_TEMPLATES = _TEMPLATES.where(_template.c.id.in_(_these))
_QUICK_REPLIES = sa.select(_reply).order_by(_reply.c.shortcut)


async def reps(
    connection: AsyncConnection, now: datetime, ids: Ids = None
) -> dict[str, RepView]:
    """Colleagues by id, by name; all that may work if no ids are given."""
    found = await _of(connection, _AT_WORK, _THESE_REPS, ids, present=now)
    rows = list(found.mappings())
    members = await _queues_of(connection, [row["id"] for row in rows])
    return {row["id"]: _rep_view(row, members[row["id"]]) for row in rows}


async def _of(
    connection: AsyncConnection, every: _Query, some: _Query, ids: Ids, **values: datetime
) -> sa.CursorResult[tuple[Any, ...]]:
    """What one of two prepared statements finds: for these ids, or all."""
    if ids is None:
        return await connection.execute(every, values)
    return await connection.execute(some, {**values, "ids": list(ids)})


async def _queues_of(
    connection: AsyncConnection, ids: list[str]
) -> defaultdict[str, list[QueueId]]:
    members: defaultdict[str, list[QueueId]] = defaultdict(list)
    for row in (await connection.execute(_MEMBERS, {"ids": ids})).mappings():
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
    return {
        row.id: QueueView(
            queue_id=QueueId(row.id),
            name=row.name,
            waiting=row.waiting,
            oldest_waiting_at=row.oldest_at,
        )
        for row in await _of(connection, _QUEUES, _THESE_QUEUES, ids)
    }


async def channels(
    connection: AsyncConnection, now: datetime, ids: Ids = None
) -> dict[str, ChannelView]:
    """Channels by id."""
    held = await holds.of_numbers(connection)
    reached = await reach.now(connection, now)
    found = await _of(connection, _CHANNELS, _THESE_CHANNELS, ids)
    return {row["id"]: _channel_view(row, held, reached) for row in found.mappings()}


def _channel_view(
    row: sa.RowMapping, held: Mapping[str, datetime], reached: Reach
) -> ChannelView:
    facts = from_plain(NumberFacts, row["facts"] or {})
    return ChannelView(
        channel_id=ChannelId(row["id"]),
        kind=row["kind"],
        name=row["name"],
        display_number=row["display_number"],
        healthy=not row["trouble"],
        trouble=row["trouble"],
        templates_held_until=held.get(row["id"]),
        account=row["waba_id"],
        templates_limit=row["templates_limit"],
        consent=Level(row["consent"].get("level", Level.IMPLICIT)),
        reached=reached.count,
        reach_limit=reached.limit,
        alarms=tuple(row["alarms"] or ()),
        token_ends_at=facts.token_ends_at,
        version_ends_at=facts.version_ends_at,
        own_rep_id=row["rep_id"],
    )


async def templates(connection: AsyncConnection, ids: Ids = None) -> dict[str, Template]:
    """Templates by id, whatever their status."""
    rows = await _of(connection, _TEMPLATES, _THESE_TEMPLATES, ids)
    return {row.id: from_plain(Template, row.template) for row in rows}


async def quick_replies(connection: AsyncConnection) -> tuple[QuickReply, ...]:
    """All quick replies, by shortcut."""
    rows = await connection.execute(_QUICK_REPLIES)
    return tuple(
        QuickReply(shortcut=row.shortcut, title=row.title, text=row.text) for row in rows
    )
