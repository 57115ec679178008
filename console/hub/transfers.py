"""Transfers: handing a session over, and what becomes of an offer that is not accepted."""

import sqlalchemy as sa

from console.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotFound
from console.domain.ids import QueueId, RepId, SessionId, WorkId
from console.domain.messages import EventKind
from console.domain.people import Wanted
from console.domain.sessions import SessionStatus
from console.domain.texts import N_, _
from console.domain.work import WorkStatus
from console.hub import audit, jobs, ownership, people, reachability, sessions, timeline
from console.hub.audit import Action
from console.hub.ownership import Held
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.requests import Transfer

_session, _work, _rep, _queue = schema.session, schema.work, schema.rep, schema.queue
TRANSFER_TIMEOUT_S = 60
_TRANSFERRED = N_("transferred this to {name}")
_TRANSFERRED_SAYING = N_("transferred this to {name} – “{note}”")


async def transfer(
    store: Store, who: Principal, session_id: SessionId, request: Transfer
) -> SessionId:
    """The session is on offer to the other rep, or waits in the other queue.

    The giver's work is closed and the receiver's opened in one transaction.
    """
    if (request.to_rep is None) == (request.to_queue is None):
        raise InvalidInput(_("Choose either a rep or a queue to transfer to."))
    async with store.transaction() as tx:
        held = await ownership.owned(tx, who, session_id, request.fence)
        if request.to_rep is not None:
            await _check_receiver(tx, who, request.to_rep)
        elif request.to_queue is not None:
            await _check_queue(tx, request.to_queue)
        await _let_go(tx, held, request.note)
        await tx.execute(
            _session.update()
            .where(_session.c.id == session_id)
            .values(passed_draft=request.draft)
        )
        if request.to_rep is not None:
            await _to_rep(tx, held, who, request.to_rep, request.note)
        elif request.to_queue is not None:
            await _to_queue(tx, held, who, request.to_queue, request.note)
        await jobs.put(tx, "route", "*")
        to = f"to rep:{request.to_rep}" if request.to_rep else f"to queue:{request.to_queue}"
        # not the note: it may quote the customer
        audit.append(tx, Action.TRANSFERRED, f"session:{session_id}", by=who, why=to)
    return session_id


async def hand_over(
    tx: Transaction, who: Principal, held: Held, to_rep: RepId, note: str
) -> None:
    """The locked session, whoever had it, is on offer to this rep; an ended one waits again.

    Raises:
        NotFound, NotAllowed: the receiver isn't here.
        InvalidInput: they have it already.
    """
    if held.owner_id == to_rep:
        name = await people.name_of(tx, to_rep)
        raise InvalidInput(
            _("{name} has this session already. Choose somebody else.").format(name=name)
        )
    if to_rep != who.rep_id:
        await _check_receiver(tx, who, to_rep)
    await _let_go(tx, held, note)
    await _to_rep(tx, held, who, to_rep, note)


async def _let_go(tx: Transaction, held: Held, note: str) -> None:
    await ownership.release(tx, held, WorkStatus.TRANSFERRED, note)
    await sessions.stop_clocks(tx, held)
    await ownership.become(tx, held, SessionStatus.WAITING, queued_at=tx.now)


async def _check_receiver(tx: Transaction, who: Principal, rep_id: RepId) -> None:
    query = sa.select(_rep).where(_rep.c.id == rep_id).with_for_update(key_share=True)
    row = await tx.row(query)
    if row is None or row["disabled"]:
        raise NotFound(_("That colleague isn’t here any more. Choose somebody else."))
    if rep_id == who.rep_id:
        raise InvalidInput(_("You have this session already. Choose somebody else."))
    if row["wanted"] == Wanted.OFFLINE.value or await reachability.desk_of(tx, rep_id) is None:
        raise NotAllowed(
            _("{name} is offline. Transfer it to a queue instead.").format(name=row["name"])
        )


async def _check_queue(tx: Transaction, queue_id: QueueId) -> None:
    if await tx.row(sa.select(_queue.c.id).where(_queue.c.id == queue_id)) is None:
        raise NotFound(_("That queue isn’t there any more. Choose another one."))


async def _to_rep(
    tx: Transaction, held: Held, who: Principal, rep_id: RepId, note: str
) -> None:
    await ownership.offer(
        tx,
        held,
        rep_id,
        timeout_s=TRANSFER_TIMEOUT_S,
        why=N_("A colleague asks you to take it"),
        note=note,
        from_rep_id=who.rep_id,
    )


async def _to_queue(
    tx: Transaction, held: Held, who: Principal, queue_id: QueueId, note: str
) -> None:
    await tx.execute(
        _session.update()
        .where(_session.c.id == held.session_id)
        .values(queue_id=queue_id, passed_note=note, passed_by=who.name)
    )
    row = await tx.row(sa.select(_queue.c.name).where(_queue.c.id == queue_id))
    name = row["name"] if row is not None else ""
    await timeline.system_line(
        tx,
        held.conversation_id,
        EventKind.TRANSFERRED,
        actor=who.name,
        text=_TRANSFERRED_SAYING if note else _TRANSFERRED,
        values={"name": name, "note": note},
    )
    tx.tell("queue", queue_id, ["all"])
    await jobs.put(tx, "route", held.session_id)


async def accept(store: Store, who: Principal, work_id: WorkId) -> SessionId:
    """The session, which is now this rep's at this desk; its offer was theirs.

    Raises:
        AlreadyDecided: the offer is over.
    """
    async with store.transaction() as tx:
        work, _held = await _offered(tx, who, work_id)
        await ownership.open_offer(tx, work, who.desk_id)
        await tx.execute(_rep.update().where(_rep.c.id == who.rep_id).values(missed_offers=0))
        if work["from_rep_id"]:
            giver = await people.name_of(tx, RepId(work["from_rep_id"]))
            await timeline.system_line(
                tx,
                _held.conversation_id,
                EventKind.TRANSFERRED,
                actor=giver,
                text=_TRANSFERRED_SAYING if work["note"] else _TRANSFERRED,
                values={"name": who.name, "note": work["note"]},
            )
        else:
            await timeline.system_line(
                tx,
                _held.conversation_id,
                EventKind.ACCEPTED,
                actor=who.name,
                text=N_("took this conversation"),
            )
        tx.tell("queue", _held.queue_id, ["all"])
        return _held.session_id


async def decline(store: Store, who: Principal, work_id: WorkId, reason: str) -> WorkId:
    """The offer is declined; the session goes back to its giver or on to somebody else."""
    async with store.transaction() as tx:
        await _offered(tx, who, work_id)
        await tx.execute(_rep.update().where(_rep.c.id == who.rep_id).values(missed_offers=0))
        await not_accepted(tx, work_id, WorkStatus.DECLINED, reason)
    return work_id


async def _offered(tx: Transaction, who: Principal, work_id: WorkId) -> tuple[Row, Held]:
    found = await tx.row(
        sa.select(_work.c.session_id, _work.c.rep_id).where(_work.c.id == work_id)
    )
    if found is None or found["rep_id"] != who.rep_id:
        raise NotFound(_("There is no such offer."))
    held = await ownership.lock(tx, SessionId(found["session_id"]))
    work = await tx.row(sa.select(_work).where(_work.c.id == work_id))
    if work is None or work["status"] != WorkStatus.ASSIGNED.value:
        raise AlreadyDecided(_("This offer is over. The next one rings by itself."))
    return work, held


async def not_accepted(
    tx: Transaction, work_id: WorkId, status: WorkStatus, reason: str
) -> None:
    """An offer ends with `status`: a transfer comes back, a queue's offer is routed again."""
    work = await tx.row(sa.select(_work).where(_work.c.id == work_id))
    if work is None or work["status"] != WorkStatus.ASSIGNED.value:
        return
    held = await ownership.lock(tx, SessionId(work["session_id"]))
    await ownership.lock_reps(tx, work["rep_id"], work["from_rep_id"])
    await ownership.release(tx, held, status, reason)
    if work["from_rep_id"]:
        await _return(tx, held, work, reason)
    else:
        await jobs.put(tx, "route", held.session_id)


async def _return(tx: Transaction, held: Held, work: Row, reason: str) -> None:
    """A transfer not accepted is the giver's again, or the queue's if they are gone."""
    giver = RepId(work["from_rep_id"])
    receiver = await people.name_of(tx, RepId(work["rep_id"]))
    desk_id = await reachability.desk_of(tx, giver)
    held = await ownership.lock(tx, held.session_id)
    if desk_id is None:
        await sessions.requeue(tx, held)
        text = N_("didn’t take it ({reason}) – back in the queue")
        if not reason:
            text = N_("didn’t take it – back in the queue")
    else:
        await ownership.give(tx, held, giver, desk_id)
        tx.tell("queue", held.queue_id, ["all"])
        text = N_("didn’t take it ({reason}) – back with {name}")
        if not reason:
            text = N_("didn’t take it – back with {name}")
    await timeline.system_line(
        tx,
        held.conversation_id,
        EventKind.TRANSFER_RETURNED,
        actor=receiver,
        text=text,
        values={"reason": reason, "name": await people.name_of(tx, giver)},
    )
