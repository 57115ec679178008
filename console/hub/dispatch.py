"""Dispatch: offers waiting sessions to reps, and keeps why each decision fell as it did."""

from datetime import timedelta

import sqlalchemy as sa

from console.domain.care_window import URGENT_BELOW, CareWindow, time_left
from console.domain.ids import ConversationId, QueueId, RepId, SessionId
from console.domain.people import Wanted
from console.domain.routing import Availability, Decision, Rule, choose_rep
from console.domain.sessions import SessionStatus
from console.domain.texts import N_
from console.domain.work import WorkStatus
from console.hub import jobs, ownership, reachability
from console.hub.ownership import Held
from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_session, _work, _rep, _queue = schema.session, schema.work, schema.rep, schema.queue
_member, _desk, _conversation = schema.queue_member, schema.desk, schema.conversation
ASK_AGAIN_AFTER = timedelta(seconds=60)
_REFUSED = (WorkStatus.DECLINED.value, WorkStatus.DECLINED_ON_TIMEOUT.value)
_live = sa.select(_work.c.id).where(
    _work.c.session_id == _session.c.id, _work.c.ended_at.is_(None)
)
_WAITING = (
    sa.select(
        _session.c.id,
        _session.c.queued_at,
        _queue.c.priority,
        _conversation.c.last_customer_at,
        _conversation.c.closed_at,
    )
    .join(_queue, _queue.c.id == _session.c.queue_id)
    .join(_conversation, _conversation.c.id == _session.c.conversation_id)
    .where(_session.c.status == SessionStatus.WAITING.value, ~_live.exists())
)
_QUEUE = sa.select(_queue).where(_queue.c.id == sa.bindparam("which"))
_WAIT_ON = _session.update().where(_session.c.id == sa.bindparam("which"))
_CANDIDATES = (
    sa.select(
        _rep.c.id,
        _rep.c.name,
        _rep.c.wanted,
        _rep.c.capacity,
        _rep.c.last_work_at,
        _rep.c.languages,
    )
    .join(_member, _member.c.rep_id == _rep.c.id)
    .where(_member.c.queue_id == sa.bindparam("which"), _rep.c.disabled.is_(False))
    .order_by(_rep.c.id)
    .with_for_update(of=_rep, key_share=True)
)
_IN_QUEUE = _member.c.queue_id == sa.bindparam("which")
_REACHABLE = (
    sa.select(_desk.c.rep_id)
    .distinct()
    .join(_member, _member.c.rep_id == _desk.c.rep_id)
    .where(_IN_QUEUE, _desk.c.reachable_until > sa.bindparam("present", type_=Moment))
)
_LOADS = (
    sa.select(_work.c.rep_id, sa.func.sum(_work.c.weight).label("loaded"))
    .join(_session, _session.c.id == _work.c.session_id)
    .join(_member, _member.c.rep_id == _work.c.rep_id)
    .where(_IN_QUEUE, ownership.takes_capacity())
    .group_by(_work.c.rep_id)
)
_WHO_REFUSED = sa.select(_work.c.rep_id).where(
    _work.c.session_id == sa.bindparam("which"),
    sa.or_(*(_work.c.status == status for status in _REFUSED)),
)
_WHO_HAD_LAST = (
    sa.select(_work.c.rep_id)
    .join(_session, _session.c.id == _work.c.session_id)
    .where(
        _session.c.conversation_id == sa.bindparam("which"),
        _work.c.opened_at.is_not(None),
        _work.c.status != WorkStatus.TRANSFERRED.value,
    )
    .order_by(_work.c.opened_at.desc())
    .limit(1)
)
_LANGUAGE = (
    sa.select(schema.customer.c.language)
    .join(_conversation, _conversation.c.customer_id == schema.customer.c.id)
    .where(_conversation.c.id == sa.bindparam("which"))
)
_KEEP = schema.routing_decision.insert()
_LOOKED_AT = 200  # waiting sessions per pass; the next pass follows when a place is free


async def waiting(tx: Transaction, *, queues: frozenset[str] | None = None) -> list[SessionId]:
    """Sessions that wait and are on offer to nobody, in the order they are to be served.

    Queues of higher priority first, then windows about to lapse, then who has waited longest.
    """
    query = _WAITING if queues is None else _WAITING.where(_session.c.queue_id.in_(queues))
    rows = await tx.rows(query)

    def order(row: Row) -> tuple[int, bool, float]:
        window = CareWindow(row["last_customer_at"], row["closed_at"])
        left = time_left(window.expires_at, tx.now)
        lapsing = timedelta(0) < left < URGENT_BELOW
        return -row["priority"], not lapsing, (row["queued_at"] or tx.now).timestamp()

    return [SessionId(row["id"]) for row in sorted(rows, key=order)]


async def route_waiting(tx: Transaction) -> None:
    """Every waiting session is routed, each in a transaction of its own, as a job."""
    for session_id in (await waiting(tx))[:_LOOKED_AT]:
        await jobs.put(tx, "route", session_id)


async def lock(tx: Transaction, session_id: SessionId) -> None:
    """The session is locked, and while it waits also the reps who may get it.

    Raises:
        NotFound: there is no such session.
    """
    held = await ownership.lock(tx, session_id)
    if held.status is SessionStatus.WAITING:
        await tx.rows(_CANDIDATES, which=held.queue_id)


async def route(tx: Transaction, session_id: SessionId) -> None:
    """A waiting session is on offer to whom routing chose, or waits on with a reason."""
    held = await ownership.lock(tx, session_id)
    if held.status is not SessionStatus.WAITING or await ownership.live_work(tx, session_id):
        return
    queue = await tx.row(_QUEUE, which=held.queue_id)
    assert queue is not None  # a foreign key
    decision = choose_rep(
        QueueId(held.queue_id),
        await _candidates(tx, held),
        rule=Rule(queue["rule"]),
        customer_language=await _language(tx, held.conversation_id),
    )
    await _keep(tx, session_id, decision)
    if decision.rep_id is None:
        await _wait_on(tx, held, decision.why)
    elif pause := await _pause_before(tx, session_id, decision.rep_id):
        await _wait_on(
            tx, held, N_("Everybody free has declined it; they are asked again shortly")
        )
        await jobs.put(tx, "route", session_id, due_at=tx.now + pause)
    else:
        await _offer(tx, held, decision.rep_id, decision.why, queue)


async def _offer(tx: Transaction, held: Held, rep_id: RepId, why: str, queue: Row) -> None:
    desk_id = await reachability.desk_of(tx, rep_id)
    if queue["auto_accept"] and desk_id is not None:
        await ownership.give(tx, held, rep_id, desk_id)
    else:
        row = await tx.row(
            sa.select(_session.c.passed_note, _session.c.passed_by).where(
                _session.c.id == held.session_id
            )
        )
        assert row is not None  # it is locked
        note = f"{row['passed_by']}: {row['passed_note']}" if row["passed_note"] else ""
        await ownership.offer(
            tx, held, rep_id, timeout_s=queue["offer_timeout_s"], why=why, note=note
        )
    tx.tell("queue", held.queue_id, ["all"])


async def _wait_on(tx: Transaction, held: Held, why: str) -> None:
    await tx.change(_WAIT_ON, which=held.session_id, waiting_why=why)
    tx.tell("session", held.session_id)
    tx.tell("queue", held.queue_id, ["all"])


async def _candidates(tx: Transaction, held: Held) -> list[Availability]:
    """The queue's members as routing sees them; those with room are locked, in order of id."""
    reps = await tx.rows(_CANDIDATES, which=held.queue_id)
    # statements of their own: they must see what was committed while waiting for the lock
    connected = await tx.rows(_REACHABLE, which=held.queue_id, present=tx.now)
    reachable = {row["rep_id"] for row in connected}
    loads = await tx.rows(_LOADS, which=held.queue_id)
    loaded = {row["rep_id"]: int(row["loaded"]) for row in loads}
    refused = await _who_refused(tx, held.session_id)
    before = await _who_had_last(tx, held)
    return [
        Availability(
            rep_id=RepId(rep["id"]),
            name=rep["name"],
            wanted=Wanted(rep["wanted"]),
            reachable=rep["id"] in reachable,
            loaded=loaded.get(rep["id"], 0),
            capacity=rep["capacity"],
            queues=frozenset({QueueId(held.queue_id)}),
            declined=rep["id"] in refused,
            handled_before=rep["id"] == before,
            idle_since_s=(
                (tx.now - rep["last_work_at"]).total_seconds()
                if rep["last_work_at"]
                else float("inf")
            ),
            languages=frozenset(rep["languages"]),
        )
        for rep in reps
    ]


async def _who_refused(tx: Transaction, session_id: SessionId) -> set[str]:
    rows = await tx.rows(_WHO_REFUSED, which=session_id)
    return {row["rep_id"] for row in rows}


async def _who_had_last(tx: Transaction, held: Held) -> str | None:
    """The rep of the conversation's last opened work, in this session or the one before."""
    row = await tx.row(_WHO_HAD_LAST, which=held.conversation_id)
    return None if row is None else str(row["rep_id"])


async def _pause_before(
    tx: Transaction, session_id: SessionId, rep_id: RepId
) -> timedelta | None:
    """How long a rep who has just refused this session is left alone; None if not at all."""
    row = await tx.row(
        sa.select(sa.func.max(_work.c.ended_at).label("at")).where(
            _work.c.session_id == session_id,
            _work.c.rep_id == rep_id,
            _work.c.status.in_(_REFUSED),
        )
    )
    if row is None or row["at"] is None:
        return None
    left: timedelta = row["at"] + ASK_AGAIN_AFTER - tx.now
    return left if left > timedelta(0) else None


async def _language(tx: Transaction, conversation_id: ConversationId) -> str:
    row = await tx.row(_LANGUAGE, which=conversation_id)
    return "" if row is None else str(row["language"])


async def _keep(tx: Transaction, session_id: SessionId, decision: Decision) -> None:
    await tx.change(
        _KEEP,
        session_id=session_id,
        at=tx.now,
        rep_id=decision.rep_id,
        why=decision.why,
        others=[],  # read by nobody; hubs before would miss the column
    )
