"""Notification lists: several customers are written to first, one by one at a pace."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.errors import AlreadyDecided, InvalidInput, NotFound, RuleBroken
from console.domain.ids import CustomerId
from console.domain.notification_lists import MOST, ListState, written
from console.domain.notifications import Hours, State, waits_until, why_not
from console.domain.texts import N_, _
from console.hub import jobs, notifications, planned, prospects, reach
from console.hub.jobs import Job, LostClaim
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.notification_list_table import notification_list as _list
from console.hub.store.notification_table import notification
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.views import notifications as views
from console.wire.notifications import ListLine, ListReport, ListView, Notify, NotifyMany

NOTIFY_LIST = "notify_list"
_MOST_PER_MINUTE = 600
_CANCELED = N_("The list was canceled before it went")
_OPEN = (ListState.RUNNING.value, ListState.PAUSED.value)
_customer = schema.customer
_AT_ONCE = 50
Refused = tuple[int, str, str]  # the line's place, who it is for, and why not


async def report(store: Store, who: Principal, request: NotifyMany, hours: Hours) -> ListReport:
    """What would become of each line; nothing is kept and nothing is sent."""
    good, refused = await _sorted(store, who, request, hours)
    return ListReport(good=len(good), refused=tuple(refused))


async def begin(store: Store, who: Principal, request: NotifyMany, hours: Hours) -> str:
    """The list's id; those of its lines that may go will, the others stand there with why.

    Raises:
        InvalidInput: it is empty, too long, or too fast.
    """
    notifications.check_id(request.list_id)
    async with store.transaction() as tx:
        if await _mine(tx, who, request.list_id):
            return request.list_id
    good, refused = await _sorted(store, who, request, hours)
    if not good:
        raise InvalidInput(_("Nobody of this list can be written to. Look at the reasons."))
    async with store.transaction() as tx:
        await reach.lock(tx)
        if await _mine(tx, who, request.list_id):
            return request.list_id
        await tx.execute(
            _list.insert().values(
                id=request.list_id,
                name=request.name.strip()[:120] or _("List"),
                rep_id=who.rep_id,
                state=ListState.RUNNING.value,
                per_minute=request.per_minute,
                made_at=tx.now,
            )
        )
        for one in good:
            await notifications.keep(tx, who, one, one.customer_id, State.PLANNED)
        for place, shown, why in refused:
            key = f"{request.list_id}/{place}"
            one = replace(_request(request, ListLine(number=shown), key), name=shown)
            await notifications.keep(tx, who, one, None, State.DRAFT)
            await planned.end(tx, key, State.REFUSED, why)
        belongs = notification.c.id.startswith(f"{request.list_id}/", autoescape=True)
        await tx.execute(notification.update().where(belongs).values(list_id=request.list_id))
        await jobs.put(tx, NOTIFY_LIST, request.list_id, due_at=request.at)
    return request.list_id


async def change(store: Store, who: Principal, list_id: str, wanted: ListState) -> str:
    """The list goes on, waits, or ends; what has gone has gone.

    Raises:
        NotFound: there is none of this person's.
        AlreadyDecided: it has ended.
    """
    async with store.transaction() as tx:
        if not await _mine(tx, who, list_id):
            raise NotFound(_("There is no such list."))
        this = sa.and_(_list.c.id == list_id, _list.c.state.in_(_OPEN))
        values: dict[str, object] = {"state": wanted.value}
        if wanted is ListState.CANCELED:
            values["ended_at"] = tx.now
        changed = await tx.execute(_list.update().where(this).values(values))
        if not changed.rowcount or wanted is ListState.DONE:
            raise AlreadyDecided(_("This list has ended. Look at its results."))
        if wanted is ListState.RUNNING:
            await jobs.put(tx, NOTIFY_LIST, list_id)
        else:
            await jobs.drop(tx, NOTIFY_LIST, list_id)
        if wanted is ListState.CANCELED:
            waiting = _waiting(list_id)
            gone = {"state": State.CANCELED.value, "why": _CANCELED, "ended_at": tx.now}
            await tx.execute(notification.update().where(waiting).values(gone))
    return list_id


async def lists(connection: AsyncConnection, who: Principal) -> list[ListView]:
    """One's own lists, newest first, with how far each is."""
    query = sa.select(_list).where(_list.c.rep_id == who.rep_id)
    rows = await connection.execute(query.order_by(_list.c.made_at.desc()).limit(50))
    found = []
    for row in rows.mappings().all():
        counted = await connection.execute(
            sa.select(notification.c.state, sa.func.count())
            .where(notification.c.list_id == row["id"])
            .group_by(notification.c.state)
        )
        found.append(
            ListView(
                list_id=row["id"],
                name=row["name"],
                state=ListState(row["state"]),
                per_minute=row["per_minute"],
                made_at=row["made_at"],
                ended_at=row["ended_at"],
                counts={State(state): count for state, count in counted.all()},
            )
        )
    return found


async def results(connection: AsyncConnection, who: Principal, list_id: str) -> str:
    """What became of each line, as CSV; raises `NotFound` if it isn't this person's list."""
    query = sa.select(_list.c.rep_id).where(_list.c.id == list_id)
    if (await connection.execute(query)).scalar() != who.rep_id:
        raise NotFound(_("There is no such list."))
    wanted = views.query.where(notification.c.list_id == list_id)
    found = await views.read_all(connection, wanted.order_by(notification.c.id))
    head = ["number", "name", "state", "delivery", "why", "at", "answered"]
    return written(
        [
            head,
            *(
                [
                    one.number or one.customer_name,
                    one.customer_name,
                    one.state.value,
                    one.delivery.value if one.delivery else "",
                    one.why or one.trouble,
                    one.ended_at.isoformat() if one.ended_at else "",
                    one.answered_at.isoformat() if one.answered_at else "",
                ]
                for one in found
            ),
        ]
    )


class ListPacer:
    """Sends the next of a list, and comes back for the one after."""

    def __init__(self, store: Store, hours: Hours) -> None:
        self._store = store
        self._hours = hours

    async def send(self, job: Job) -> None:
        """Handles one `notify_list` job; its key is the list's id."""
        async with self._store.transaction() as tx:
            await reach.lock(tx)
            if not await jobs.finish(tx, job):
                raise LostClaim
            row = await tx.row(sa.select(_list).where(_list.c.id == job.key))
            if row is not None and row["state"] == ListState.RUNNING.value:
                await self._next(tx, job.key, timedelta(minutes=1) / row["per_minute"])

    async def _next(self, tx: Transaction, list_id: str, pause: timedelta) -> None:
        order = notification.c.due_at, notification.c.id
        query = sa.select(notification).where(_waiting(list_id)).order_by(*order).limit(1)
        first = await tx.row(query)
        if first is not None and first["due_at"] <= tx.now:
            later = await planned.go(tx, first, self._hours)
            if later is not None:
                this = notification.c.id == first["id"]
                await tx.execute(notification.update().where(this).values(due_at=later))
            first = await tx.row(query)
        if first is None:
            done = {"state": ListState.DONE.value, "ended_at": tx.now}
            await tx.execute(_list.update().where(_list.c.id == list_id).values(done))
        else:
            at = max(tx.now + pause, first["due_at"])
            await jobs.put(tx, NOTIFY_LIST, list_id, due_at=at)


def _waiting(list_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        notification.c.list_id == list_id, notification.c.state == State.PLANNED.value
    )


async def _mine(tx: Transaction, who: Principal, list_id: str) -> bool:
    row = await tx.row(sa.select(_list.c.rep_id).where(_list.c.id == list_id))
    if row is not None and row["rep_id"] != who.rep_id:
        raise NotFound(_("There is no such list."))
    return row is not None


async def _sorted(
    store: Store, who: Principal, request: NotifyMany, hours: Hours
) -> tuple[list[Notify], list[Refused]]:
    """What will go, and the lines that won't: what only time is in the way of will.

    Some lines at a time, so that nothing else waits for long.
    """
    async with store.transaction() as tx:
        lines = [*request.lines, *await _labelled(tx, request.label)]
    if not lines or len(lines) > MOST:
        raise InvalidInput(
            _("lines: give 1 to {most} customers, or a label that somebody has.").format(
                most=MOST
            )
        )
    if not 1 <= request.per_minute <= _MOST_PER_MINUTE:
        words = _("per_minute: choose from 1 to {most}.")
        raise InvalidInput(words.format(most=_MOST_PER_MINUTE))
    good: list[Notify] = []
    refused: list[Refused] = []
    seen: set[str] = set()
    numbered = list(enumerate(lines, 1))
    for first in range(0, len(numbered), _AT_ONCE):
        async with store.transaction() as tx:
            some = numbered[first : first + _AT_ONCE]
            await _look_at(tx, who, request, hours, some, (good, refused, seen))
    return good, refused


async def _look_at(
    tx: Transaction,
    who: Principal,
    request: NotifyMany,
    hours: Hours,
    numbered: list[tuple[int, ListLine]],
    into: tuple[list[Notify], list[Refused], set[str]],
) -> None:
    good, refused, seen = into
    for place, line in numbered:
        one = _request(request, line, f"{request.list_id}/{place:05}")
        try:
            found = await prospects.look(tx, who, one, hours)
            why = "" if waits_until(found.verdicts) else why_not(found.verdicts)
        except RuleBroken as refusal:
            refused.append((place, line.number or line.name, refusal.message))
            continue
        if found.to.number in seen:
            why = _("The number stands in an earlier line too.")
        seen.add(found.to.number)
        if why:
            refused.append((place, line.number or line.name, why))
        else:
            good.append(replace(one, customer_id=found.to.customer_id))


def _request(request: NotifyMany, line: ListLine, key: str) -> Notify:
    return Notify(
        notification_id=key,
        channel_id=request.channel_id,
        customer_id=line.customer_id,
        number="" if line.customer_id else line.number,
        name=line.name,
        template_id=request.template_id,
        values={**request.values, **line.values},
        header_media_id=request.header_media_id,
        at=request.at,
        to_inbox=request.to_inbox,
    )


async def _labelled(tx: Transaction, label: str) -> list[ListLine]:
    if not label.strip():
        return []
    some = sa.cast(_customer.c.labels, sa.Text) != "[]"
    rows = await tx.rows(
        sa.select(_customer.c.id, _customer.c.labels, _customer.c.name).where(some)
    )
    return [
        ListLine(customer_id=CustomerId(row["id"]), name=row["name"])
        for row in rows
        if label.strip() in row["labels"]
    ]
