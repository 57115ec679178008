"""Timers: what happens because time has passed, exactly once, whichever replica does it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

import sqlalchemy as sa

from console.domain.care_window import CareWindow, is_open
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import NotFound
from console.domain.handover import is_held
from console.domain.ids import ConversationId, MessageId, RepId, SessionId, WorkId
from console.domain.messages import EventKind, Text
from console.domain.people import Wanted
from console.domain.sessions import SessionStatus
from console.domain.texts import N_
from console.domain.work import WorkStatus
from console.hub import (
    dispatch,
    jobs,
    ownership,
    people,
    reach,
    reachability,
    send_queue,
    sessions,
    timeline,
    transfers,
)
from console.hub.jobs import Job, LostClaim
from console.hub.ownership import Held
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

_session, _work, _rep = schema.session, schema.work, schema.rep
_OFFLINE_PAUSE = timedelta(minutes=1)
_MISSES_UNTIL_AWAY = 2

Fire = Callable[[Transaction, Job], Awaitable[None]]


def _once(fire: Fire) -> Callable[[Store, Job], Awaitable[None]]:
    """The handler that finishes a job and does its effects in one transaction."""

    async def handle(store: Store, job: Job) -> None:
        async def work(tx: Transaction) -> None:
            # what it acts on is locked first: the order is conversation, session, rep, then job
            await _lock_subject(tx, job)
            if not await jobs.finish(tx, job):
                raise LostClaim
            await fire(tx, job)

        await store.together.do(work)

    return handle


async def _lock_subject(tx: Transaction, job: Job) -> None:
    try:
        if job.kind == "lapse":
            await timeline.lock(tx, ConversationId(job.key))
        elif job.kind == "offer_timeout":
            work = await tx.row(sa.select(_work.c.session_id).where(_work.c.id == job.key))
            if work is not None:
                await ownership.lock(tx, SessionId(work["session_id"]))
        elif job.kind in {"nudge", "quiet", "end", "give_back"}:
            await ownership.lock(tx, SessionId(job.key))
        elif job.kind == "route" and job.key != "*":
            await dispatch.lock(tx, SessionId(job.key))
    except (LookupError, NotFound):
        return


async def _lapse(tx: Transaction, job: Job) -> None:
    conversation_id = ConversationId(job.key)
    row = await timeline.lock(tx, conversation_id)
    window = CareWindow(row["last_customer_at"], row["closed_at"])
    if window.expires_at is not None and is_open(window.expires_at, tx.now):
        await jobs.put(tx, "lapse", conversation_id, due_at=window.expires_at)
        return
    await sessions.lapsed(tx, conversation_id)


async def _offer_timeout(tx: Transaction, job: Job) -> None:
    work = await tx.row(sa.select(_work).where(_work.c.id == job.key))
    if work is None or work["status"] != WorkStatus.ASSIGNED.value:
        return
    await transfers.not_accepted(
        tx, WorkId(work["id"]), WorkStatus.DECLINED_ON_TIMEOUT, "did not answer in time"
    )
    await _count_miss(tx, RepId(work["rep_id"]))


async def _count_miss(tx: Transaction, rep_id: RepId) -> None:
    """Two offers missed in a row make a rep Away, so that customers stop ringing there."""
    row = await tx.row(
        _rep.update()
        .where(_rep.c.id == rep_id)
        .values(missed_offers=_rep.c.missed_offers + 1)
        .returning(_rep.c.missed_offers, _rep.c.wanted)
    )
    if row is None or row["missed_offers"] < _MISSES_UNTIL_AWAY:
        return
    if row["wanted"] == Wanted.ONLINE.value:
        await tx.execute(
            _rep.update()
            .where(_rep.c.id == rep_id)
            .values(wanted=Wanted.AWAY.value, wanted_at=tx.now, missed_offers=0)
        )
        tx.tell("rep", rep_id, ["all"])


async def _nudge(tx: Transaction, job: Job) -> None:
    held = await ownership.lock(tx, SessionId(job.key))
    rule = await sessions.rule_for(tx, held.conversation_id)
    row = await timeline.lock(tx, held.conversation_id)
    window = CareWindow(row["last_customer_at"], row["closed_at"])
    if held.status is not SessionStatus.ACTIVE or not is_open(window.expires_at, tx.now):
        return
    if is_held(row["held_by"], row["held_at"], tx.now):
        return  # what another app's customer is sent would take the thread from it
    # the id follows from the job, so that a repeat could not send twice
    message_id = MessageId(
        str(uuid5(NAMESPACE_OID, f"nudge|{job.key}|{job.due_at.isoformat()}"))
    )
    await timeline.add(
        tx,
        conversation_id=held.conversation_id,
        direction=Direction.OUTBOUND,
        body=Text(text=rule.nudge_text),
        at=tx.now,
        session_id=held.session_id,
        message_id=message_id,
        author="Reminder",
        by_bot=True,
        state=Delivery.ACCEPTED_BY_HUB,
    )
    await send_queue.enqueue(tx, message_id, held.conversation_id)


async def _quiet(tx: Transaction, job: Job) -> None:
    held = await ownership.lock(tx, SessionId(job.key))
    if held.status is not SessionStatus.ACTIVE or held.owner_id is None:
        return
    if await reachability.desk_of(tx, held.owner_id) is None:
        # the owner could not have written: the clock pauses while the desk is away
        await jobs.put(tx, "quiet", job.key, due_at=tx.now + _OFFLINE_PAUSE)
        return
    await sessions.quieten(tx, held)


async def _end(tx: Transaction, job: Job) -> None:
    held = await ownership.lock(tx, SessionId(job.key))
    if held.status in {SessionStatus.INACTIVE, SessionStatus.CONSENT, SessionStatus.NEW}:
        await sessions.end(tx, held, actor="", text=N_("Ended after a day without an answer"))


async def _route(tx: Transaction, job: Job) -> None:
    if job.key == "*":
        await dispatch.route_waiting(tx)
    else:
        await dispatch.route(tx, SessionId(job.key))


async def _rep_lost(tx: Transaction, job: Job) -> None:
    """A rep whose last desk is gone past the grace time gives back what customers wait for."""
    rep_id = RepId(job.key)
    if await reachability.desk_of(tx, rep_id) is not None:
        return
    tx.tell("rep", rep_id, ["all"])
    works = await tx.rows(
        sa.select(_work.c.session_id).where(
            _work.c.rep_id == rep_id, _work.c.ended_at.is_(None)
        )
    )
    for work in works:  # each in a transaction of its own, so that one lock follows another
        await jobs.put(tx, "give_back", work["session_id"], data={"rep_id": rep_id})


async def _give_back(tx: Transaction, job: Job) -> None:
    rep_id = RepId(job.data["rep_id"])
    held = await ownership.lock(tx, SessionId(job.key))
    work = await ownership.live_work(tx, held.session_id)
    if work is None or work["rep_id"] != rep_id:
        return
    if await reachability.desk_of(tx, rep_id) is not None:
        return
    if work["status"] == WorkStatus.ASSIGNED.value:
        await transfers.not_accepted(
            tx, WorkId(work["id"]), WorkStatus.UNAVAILABLE, "lost the connection"
        )
    else:
        await _give_back_if_waiting(tx, held, rep_id)


async def _give_back_if_waiting(tx: Transaction, held: Held, rep_id: RepId) -> None:
    conversation = await timeline.lock(tx, held.conversation_id)
    if held.owner_id != rep_id or conversation["waiting_since"] is None:
        return
    name = await people.name_of(tx, rep_id)
    await ownership.release(tx, held, WorkStatus.UNAVAILABLE, "desk not connected")
    await sessions.requeue(tx, await ownership.lock(tx, held.session_id))
    await timeline.system_line(
        tx,
        held.conversation_id,
        EventKind.RETURNED_TO_QUEUE,
        actor=name,
        text=N_("lost the connection – back in the queue"),
    )


async def _tell_reach(tx: Transaction, _job: Job) -> None:
    await reach.tell(tx)


HANDLERS: dict[str, Callable[[Store, Job], Awaitable[None]]] = {
    "lapse": _once(_lapse),
    "offer_timeout": _once(_offer_timeout),
    "nudge": _once(_nudge),
    "quiet": _once(_quiet),
    "end": _once(_end),
    "route": _once(_route),
    "rep_lost": _once(_rep_lost),
    "give_back": _once(_give_back),
    reach.TELL_REACH: _once(_tell_reach),
}
