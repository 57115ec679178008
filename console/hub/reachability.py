"""Reachability: the leases of desks, kept alive by their streams."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from console.domain.ids import DeskId, RepId
from console.hub import jobs
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.among import among
from console.hub.store.columns import Moment
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import EVERYONE, Transaction

LEASE = timedelta(seconds=45)
GRACE = timedelta(seconds=15)  # for a stream that broke and comes back

_desk = schema.desk
_alive = _desk.c.id.in_(sa.bindparam("alive", expanding=True))
_present = sa.bindparam("present", type_=Moment)
_this_rep = sa.bindparam("which", type_=sa.Text)
_REACHABLE_DESK = (
    sa.select(_desk.c.id)
    .where(
        _desk.c.rep_id == _this_rep,
        _desk.c.reachable_until > _present,
    )
    .order_by(_desk.c.reachable_until.desc())
    .limit(1)
)
_REACHABLE_OF_EACH = (
    sa.select(_desk.c.id, _desk.c.rep_id)
    .where(
        among(_desk.c.rep_id, "reps"),
        _desk.c.reachable_until > _present,
    )
    .order_by(_desk.c.reachable_until.desc())
)

_RETURNED = sa.select(_desk.c.rep_id).where(
    _alive, sa.or_(_desk.c.reachable_until.is_(None), _desk.c.reachable_until <= _present)
)
_KEEP = _desk.update().where(_alive).values(reachable_until=sa.bindparam("until", type_=Moment))
_LOSE = (
    _desk.update()
    .where(_desk.c.reachable_until <= _present)
    .values(reachable_until=None)
    .returning(_desk.c.rep_id)
)


async def arrived(store: Store, who: Principal) -> datetime:
    """The end of the lease that a new stream gives its desk; colleagues are told."""
    async with store.transaction() as tx:
        until = tx.now + LEASE * store.clock.rate
        await tx.execute(
            _desk.update().where(_desk.c.id == who.desk_id).values(reachable_until=until)
        )
        await jobs.drop(tx, "rep_lost", who.rep_id)
        await jobs.put(tx, "route", "*")  # a free place more
        tx.tell("rep", who.rep_id, [EVERYONE])
    return until


async def renew(store: Store, desks: Iterable[DeskId]) -> datetime:
    """Until when these desks stay reachable; reps of desks that ran out count as lost."""
    async with store.transaction() as tx:
        until = tx.now + LEASE * store.clock.rate
        if alive := sorted(desks):
            await _tell_of_returns(tx, alive)
            await tx.execute(_KEEP, {"alive": alive, "until": until})
        lost = await tx.rows(_LOSE, present=tx.now)
        for rep_id in sorted({row["rep_id"] for row in lost}):  # locks in one order everywhere
            await jobs.put(tx, "rep_lost", rep_id)
    return until


async def _tell_of_returns(tx: Transaction, alive: list[DeskId]) -> None:
    """Desks whose lease ran out while this replica stood still are there again."""
    present = {"alive": alive, "present": tx.now}
    rows = (await tx.execute(_RETURNED, present)).mappings().all()
    for rep_id in sorted({row["rep_id"] for row in rows}):
        tx.tell("rep", rep_id, [EVERYONE])
    if rows:
        await jobs.put(tx, "route", "*")


async def left(store: Store, who: Principal, lease_until: datetime | None) -> None:
    """The desk's stream is over: unless another begins, its rep is lost after a grace time.

    `lease_until` is what the stream last gave; another value is another replica's stream.
    """
    async with store.transaction() as tx:
        row = await tx.row(sa.select(_desk).where(_desk.c.id == who.desk_id))
        if row is None or row["rep_id"] != who.rep_id or row["reachable_until"] != lease_until:
            return
        until = tx.now + GRACE * store.clock.rate
        if lease_until is not None:
            until = min(until, lease_until)
        await tx.execute(
            _desk.update().where(_desk.c.id == who.desk_id).values(reachable_until=until)
        )
        await jobs.put(tx, "rep_lost", who.rep_id, due_at=until)
        tx.tell("rep", who.rep_id, [EVERYONE])


async def desk_of(tx: Transaction, rep_id: RepId) -> DeskId | None:
    """The desk of this rep whose stream was alive last, if its lease still runs."""
    row = await tx.ask(_desk, _REACHABLE_DESK, which=rep_id, present=tx.now)
    return None if row is None else DeskId(row["id"])


async def foresee(tx: Transaction, rep_ids: Iterable[str]) -> None:
    """The reachable desk of each is known."""
    desks: dict[str, list[Row]] = {rep_id: [] for rep_id in rep_ids}
    for row in await tx.rows(_REACHABLE_OF_EACH, reps=list(desks), present=tx.now):
        desks[row["rep_id"]].append(row)
    for rep_id, reachable in desks.items():
        tx.ahead.foresee(_desk, (_REACHABLE_DESK, rep_id, tx.now), reachable)
