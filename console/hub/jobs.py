"""Durable work: rows that are due, claimed under a lease by one replica, done exactly once.

Webhooks to read, messages to send, timers and media to fetch all live here. A job is made in
the transaction of the fact that needs it, and finished in the transaction of its effects. A
replica that dies keeps its lease until `LEASE` has passed; then any other takes over.
"""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

LEASE = timedelta(seconds=45)
_claims = itertools.count(1)
_job = schema.job
_this = sa.and_(_job.c.kind == sa.bindparam("of"), _job.c.key == sa.bindparam("named"))


def _insert_or_set_anew(insert: sqlite.Insert | postgresql.Insert) -> sa.Insert:
    return insert.on_conflict_do_update(
        index_elements=[_job.c.kind, _job.c.key],
        set_={
            "generation": _job.c.generation + 1,
            **{name: insert.excluded[name] for name in ("data", "due_at", "lane", "attempts")},
            "lease_owner": None,
            "lease_until": None,
        },
    )


_PUT_ON_SQLITE = _insert_or_set_anew(sqlite.insert(_job))
_PUT_ON_POSTGRESQL = _insert_or_set_anew(postgresql.insert(_job))
_DROP = _job.delete().where(_this)
_mine = (
    _job.c.id == sa.bindparam("which"),
    _job.c.lease_owner == sa.bindparam("holder"),
    _job.c.attempts == sa.bindparam("tried"),
    _job.c.generation == sa.bindparam("as_of"),
)
_FINISH = _job.delete().where(*_mine)
_CHANGE_MINE = _job.update().where(*_mine)
_LEASE = (
    _job.update().where(_job.c.id == sa.bindparam("which")).values(attempts=_job.c.attempts + 1)
)


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
    }
    statement = _PUT_ON_SQLITE if tx.is_sqlite else _PUT_ON_POSTGRESQL
    await tx.later(statement, key, kind, kind=kind, key=key, **values)
    tx.woken.add(kind)


async def drop(tx: Transaction, kind: str, key: str) -> bool:
    """Whether there was such a job; there is none now."""
    return bool(await tx.change(_DROP, of=kind, named=key))


async def claim(store: Store, kind: str, *, owner: str, limit: int = 20) -> list[Job]:
    """Up to `limit` due jobs of a kind, leased to `owner`; at most the first of each lane."""
    now = store.clock.now()
    # a name for this claim alone: SQLite gives a finished job's number to the next one
    holder = f"{owner}/{next(_claims)}"
    lease = {"lease_owner": holder, "lease_until": now + LEASE}
    async with store.transaction() as tx:
        due = await tx.rows(_DUE, of=kind, present=now, most=limit)
        await tx.change_each(_LEASE, [{"which": row["id"], **lease} for row in due])
    return [_claimed(row, holder) for row in due]


def _first_of_lane() -> sa.ColumnElement[bool]:
    earlier = _job.alias("earlier")
    same_lane = sa.and_(earlier.c.lane == _job.c.lane, earlier.c.kind == _job.c.kind)
    return ~sa.select(earlier.c.id).where(same_lane, earlier.c.id < _job.c.id).exists()


_present = sa.bindparam("present", type_=Moment)
_DUE = (
    sa.select(_job)
    .where(
        _job.c.kind == sa.bindparam("of"),
        _job.c.due_at <= _present,
        sa.or_(_job.c.lease_until.is_(None), _job.c.lease_until <= _present),
        _first_of_lane(),
    )
    .order_by(_job.c.due_at, _job.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True, of=_job)
)

_NEXT = (
    sa.select(_job.c.due_at, _job.c.lease_until)
    .where(_job.c.kind == sa.bindparam("of"), _first_of_lane())
    .order_by(sa.func.coalesce(_job.c.lease_until, _job.c.due_at))
    .limit(1)
)


def _claimed(row: Row, owner: str) -> Job:
    """The job as it is once leased."""
    leased = {**row, "attempts": row["attempts"] + 1, "lease_owner": owner}
    return Job(**{name: leased[name] for name in Job.__dataclass_fields__})


async def finish(tx: Transaction, job: Job) -> bool:
    """Whether the job was still this claim's and is done now.

    False means that another replica has it or it was set anew: leave without effects, by
    raising `LostClaim`.
    """
    is_mine = bool(await tx.change(_FINISH, **_still_mine(job)))
    if is_mine:
        tx.woken.add(job.kind)  # the next of its lane may go
    return is_mine


async def again(
    tx: Transaction, job: Job, due_at: datetime, data: dict[str, Any] | None = None
) -> bool:
    """Whether the job was still this claim's and is due again at `due_at`, with new `data`."""
    anew: dict[str, Any] = {"due_at": due_at, "lease_owner": None, "lease_until": None}
    if data is not None:
        anew["data"] = data
    changed = await tx.change(_CHANGE_MINE, **_still_mine(job), **anew)
    tx.woken.add(job.kind)
    return bool(changed)


async def hasten(tx: Transaction, kind: str, *which: sa.ColumnElement[bool]) -> int:
    """How many jobs that nobody works on are due now instead of later."""
    changed = await tx.execute(
        _job.update()
        .where(
            _job.c.kind == kind,
            _job.c.due_at > tx.now,
            sa.or_(_job.c.lease_until.is_(None), _job.c.lease_until <= tx.now),
            *which,
        )
        .values(due_at=tx.now)
    )
    tx.woken.add(kind)
    return changed.rowcount


async def renew(tx: Transaction, job: Job, data: dict[str, Any] | None = None) -> bool:
    """Whether the job is still this claim's; its lease begins anew, with new `data`."""
    anew: dict[str, Any] = {"lease_until": tx.now + LEASE}
    if data is not None:
        anew["data"] = data
    return bool(await tx.change(_CHANGE_MINE, **_still_mine(job), **anew))


def _still_mine(job: Job) -> dict[str, object]:
    return {
        "which": job.id,
        "holder": job.lease_owner,
        "tried": job.attempts,
        "as_of": job.generation,
    }


async def next_due(store: Store, kind: str) -> datetime | None:
    """When the earliest job of a kind is due or its lease ends; None if there is none."""
    async with store.reading() as connection:
        row = (await connection.execute(_NEXT, {"of": kind})).first()
    return None if row is None else max(row.due_at, row.lease_until or row.due_at)


class LostClaim(Exception):  # noqa: N818 - says what happened
    """Raised inside a job's transaction to leave it without effects."""
