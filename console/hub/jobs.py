"""Durable work: rows that are due, claimed under a lease by one replica, done exactly once.

Webhooks to read, messages to send, timers and media to fetch all live here. A job is made in
the transaction of the fact that needs it, and finished in the transaction of its effects. A
replica that dies keeps its lease until `LEASE` has passed; then any other takes over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

LEASE = timedelta(seconds=45)
_job = schema.job


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A claimed job; `generation` tells whether it was set anew meanwhile."""

    id: int
    kind: str
    key: str
    lane: str | None
    data: dict[str, Any]
    due_at: datetime
    attempts: int
    generation: int
    lease_owner: str


async def put(
    tx: Transaction,
    kind: str,
    key: str,
    *,
    due_at: datetime | None = None,
    lane: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """The job (kind, key) is due at `due_at`, or now; one that exists is set anew."""
    values = {
        "data": data or {},
        "due_at": due_at or tx.now,
        "lane": lane,
        "attempts": 0,
        "lease_owner": None,
        "lease_until": None,
    }
    changed = await tx.execute(
        _job.update()
        .where(_job.c.kind == kind, _job.c.key == key)
        .values(generation=_job.c.generation + 1, **values)
    )
    if changed.rowcount == 0:
        await tx.execute(_job.insert().values(kind=kind, key=key, **values))
    tx.woken.add(kind)


async def drop(tx: Transaction, kind: str, key: str) -> bool:
    """Whether there was such a job; there is none now."""
    gone = await tx.execute(_job.delete().where(_job.c.kind == kind, _job.c.key == key))
    return bool(gone.rowcount)


async def claim(store: Store, kind: str, *, owner: str, limit: int = 20) -> list[Job]:
    """Up to `limit` due jobs of a kind, leased to `owner`; at most the first of each lane."""
    now = store.clock.now()
    free = sa.or_(_job.c.lease_until.is_(None), _job.c.lease_until <= now)
    due = (
        sa.select(_job.c.id)
        .where(_job.c.kind == kind, _job.c.due_at <= now, free, _first_of_lane())
        .order_by(_job.c.due_at, _job.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=_job)
    )
    async with store.transaction() as tx:
        ids = [row["id"] for row in await tx.rows(due)]
        if not ids:
            return []
        claimed = await tx.rows(
            _job.update()
            .where(_job.c.id.in_(ids))
            .values(lease_owner=owner, lease_until=now + LEASE, attempts=_job.c.attempts + 1)
            .returning(*_job.c)
        )
    jobs = [_read(row) for row in claimed]
    return sorted(jobs, key=lambda job: (job.due_at, job.id))


def _first_of_lane() -> sa.ColumnElement[bool]:
    earlier = _job.alias("earlier")
    same_lane = sa.and_(earlier.c.lane == _job.c.lane, earlier.c.kind == _job.c.kind)
    return ~sa.select(earlier.c.id).where(same_lane, earlier.c.id < _job.c.id).exists()


def _read(row: sa.RowMapping) -> Job:
    return Job(**{name: row[name] for name in Job.__dataclass_fields__})


async def finish(tx: Transaction, job: Job) -> bool:
    """Whether the job was still this claim's and is done now.

    False means that another replica has it or it was set anew: leave without effects, by
    raising `LostClaim`.
    """
    gone = await tx.execute(_job.delete().where(*_still_mine(job)))
    if gone.rowcount:
        tx.woken.add(job.kind)  # the next of its lane may go
    return bool(gone.rowcount)


async def again(tx: Transaction, job: Job, due_at: datetime) -> bool:
    """Whether the job was still this claim's and is due again at `due_at`."""
    changed = await tx.execute(
        _job.update()
        .where(*_still_mine(job))
        .values(due_at=due_at, lease_owner=None, lease_until=None)
    )
    tx.woken.add(job.kind)
    return bool(changed.rowcount)


async def renew(tx: Transaction, job: Job) -> bool:
    """Whether the job is still this claim's; its lease begins anew."""
    changed = await tx.execute(
        _job.update().where(*_still_mine(job)).values(lease_until=tx.now + LEASE)
    )
    return bool(changed.rowcount)


def _still_mine(job: Job) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _job.c.id == job.id,
        _job.c.lease_owner == job.lease_owner,
        _job.c.attempts == job.attempts,
        _job.c.generation == job.generation,
    )


async def next_due(store: Store, kind: str) -> datetime | None:
    """When the earliest job of a kind is due or its lease ends; None if there is none."""
    async with store.reading() as connection:
        row = (
            await connection.execute(
                sa.select(_job.c.due_at, _job.c.lease_until)
                .where(_job.c.kind == kind, _first_of_lane())
                .order_by(sa.func.coalesce(_job.c.lease_until, _job.c.due_at))
                .limit(1)
            )
        ).first()
    return None if row is None else max(row.due_at, row.lease_until or row.due_at)


class LostClaim(Exception):  # noqa: N818 - says what happened
    """Raised inside a job's transaction to leave it without effects."""
