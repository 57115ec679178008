"""Planned notifications: kept for later, sent when their time has come, or withdrawn."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from console.domain.errors import AlreadyDecided, NotFound, RuleBroken
from console.domain.ids import DeskId, RepId
from console.domain.messages import Body, TemplateMessage
from console.domain.notifications import Hours, State, waits_until, why_not
from console.domain.people import Role
from console.domain.texts import N_, _
from console.hub import access, jobs, notifications, prospects, reach, recipients
from console.hub.jobs import Job, LostClaim
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.notification_table import notification
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain
from console.wire.notifications import Notify

_GIVES_UP = timedelta(days=2)
_WITHDRAWN = N_("Withdrawn before it went")
_TOO_LATE = N_("It could not go for two days after its time.")
_rep, _member = schema.rep, schema.queue_member


async def save(store: Store, who: Principal, request: Notify) -> str:
    """What was begun is kept as it is; saved again it is kept as it is then."""
    notifications.check_id(request.notification_id)
    async with store.transaction() as tx:
        await recipients.channel_for(tx, who, request.channel_id)
        if request.customer_id is not None:
            await recipients.find(tx, who, request.customer_id, "", "")
        state = await notifications.state_of(tx, who, request.notification_id)
        if state not in {None, State.DRAFT}:
            raise AlreadyDecided(_("It is planned or sent already. Look at it again."))
        await notifications.forget_draft(tx, request.notification_id)
        await notifications.keep(tx, who, request, request.customer_id, State.DRAFT)
    return request.notification_id


async def withdraw(store: Store, who: Principal, notification_id: str) -> str:
    """It will not go; a draft is thrown away.

    Raises:
        NotFound: there is none of this person's.
        AlreadyDecided: it has gone or was refused.
    """
    async with store.transaction() as tx:
        state = await notifications.state_of(tx, who, notification_id)
        if state is None:
            raise NotFound(_("There is no such notification."))
        if state not in {State.DRAFT, State.PLANNED}:
            raise AlreadyDecided(_("It has gone already, or was refused. Look at it again."))
        await jobs.drop(tx, notifications.NOTIFY, notification_id)
        await end(tx, notification_id, State.CANCELED, _WITHDRAWN)
    return notification_id


async def end(tx: Transaction, notification_id: str, state: State, why: str) -> None:
    """It will not go, and this is why."""
    await tx.execute(
        notification.update()
        .where(notification.c.id == notification_id)
        .values(state=state.value, why=why, ended_at=tx.now)
    )


class Planned:
    """Sends what is due, once, whichever replica does it."""

    def __init__(self, store: Store, hours: Hours) -> None:
        self._store = store
        self._hours = hours

    async def send(self, job: Job) -> None:
        """Handles one `notify` job; its key is the notification's id."""
        async with self._store.transaction() as tx:
            await reach.lock(tx)
            if not await jobs.finish(tx, job):
                raise LostClaim
            row = await tx.row(sa.select(notification).where(notification.c.id == job.key))
            if row is not None and row["state"] == State.PLANNED.value:
                later = await go(tx, row, self._hours)
                if later is not None:
                    await jobs.put(tx, notifications.NOTIFY, job.key, due_at=later)


async def go(tx: Transaction, row: Row, hours: Hours) -> datetime | None:
    """Sends it, or says why not; a moment if it only has to wait until then."""
    who, request = await principal(tx, RepId(row["rep_id"])), request_of(row)
    try:
        async with tx.savepoint():
            found = await prospects.look(tx, who, request, hours)
            later = waits_until(found.verdicts)
            if later is None:
                notifications.refuse(found.verdicts)
                await notifications.begin(tx, who, request, found, hours)
                return None
    except RuleBroken as refusal:
        await end(tx, row["id"], State.REFUSED, refusal.message)
        return None
    if later > row["due_at"] + _GIVES_UP:
        await end(tx, row["id"], State.REFUSED, _TOO_LATE)
        return None
    await tx.execute(
        notification.update()
        .where(notification.c.id == row["id"])
        .values(why=why_not(found.verdicts))
    )
    return later


def request_of(row: Row) -> Notify:
    """What was asked for, as it goes now."""
    body = from_plain(Body, row["body"])
    assert isinstance(body, TemplateMessage)
    return Notify(
        notification_id=row["id"],
        channel_id=row["channel_id"],
        customer_id=row["customer_id"],
        number=row["number"],
        name=row["name"],
        template_id=body.template_id or None,
        values=body.values,
        header_media_id=body.header_media_id,
        to_inbox=row["to_inbox"],
    )


async def principal(tx: Transaction, rep_id: RepId) -> Principal:
    """The person in whose name something is done later, with what they may do by now."""
    row = await tx.row(sa.select(_rep).where(_rep.c.id == rep_id))
    assert row is not None  # a foreign key
    queues = await tx.rows(sa.select(_member.c.queue_id).where(_member.c.rep_id == rep_id))
    role = Role(row["role"])
    return Principal(
        rep_id=rep_id,
        desk_id=DeskId(""),
        name=row["name"],
        desk_name="",
        role=role,
        scopes=access.scopes(rep_id, role, [one["queue_id"] for one in queues]),
    )
