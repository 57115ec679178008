"""Ownership: who holds a session, the fencing number, and every change of both.

A session has at most one live work, kept so by a partial unique index. Its fence grows
whenever a live work begins or ends and when the desk changes; accepting alone does not
change it. Locks are taken in one order everywhere: conversation, session, reps by their ids,
job, and at the commit the heads of audit trail and journal. Reps are locked `FOR NO KEY
UPDATE`: new work that names its giver, too, would wait for a rep whom routing holds otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from console.domain.errors import AlreadyDecided, NotFound, NotOwner
from console.domain.ids import ConversationId, DeskId, Fence, RepId, SessionId, WorkId
from console.domain.sessions import TAKES_CAPACITY, SessionStatus, may_become
from console.domain.texts import _
from console.domain.work import WorkStatus
from console.hub import jobs, people, reachability
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.among import among
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction, rep_scope

_session, _work, _rep, _desk = schema.session, schema.work, schema.rep, schema.desk
_conversation = schema.conversation
_this = sa.bindparam("which", type_=sa.Text)
_THREAD_OF = sa.select(_session.c.conversation_id).where(_session.c.id == _this)
_LOCK_THREAD = (
    sa.select(_conversation.c.id).where(_conversation.c.id == _this).with_for_update()
)
_LOCK = sa.select(_session).where(_session.c.id == _this).with_for_update()
_LOCK_OPEN = (
    sa.select(_session)
    .where(_session.c.conversation_id == _this, _session.c.ended_at.is_(None))
    .with_for_update()
)
_OPEN_OF_EACH = sa.select(_session).where(
    among(_session.c.conversation_id, "threads"), _session.c.ended_at.is_(None)
)
_LIVE_WORK = sa.select(_work).where(_work.c.session_id == _this, _work.c.ended_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session's row, locked."""

    session_id: SessionId
    conversation_id: ConversationId
    status: SessionStatus
    fence: Fence
    queue_id: str
    owner_id: RepId | None
    owner_desk_id: DeskId | None
    audience: str


async def lock(tx: Transaction, session_id: SessionId) -> Held:
    """The session, locked until the transaction ends; its conversation is locked first.

    Raises:
        NotFound: there is no such session.
    """
    found = await tx.row(_THREAD_OF, which=session_id)
    if found is None:
        raise NotFound(_("There is no such session. Open it again from the list."))
    await tx.row(_LOCK_THREAD, which=found["conversation_id"])
    # a statement of its own: it must see what was committed while waiting for the lock
    row = await tx.row(_LOCK, which=session_id)
    if row is None:
        raise NotFound(_("There is no such session. Open it again from the list."))
    return _held(row)


async def lock_open(tx: Transaction, conversation_id: ConversationId) -> Held | None:
    """The open session, locked, of a conversation that is locked already."""
    row = await tx.ask(_session, _LOCK_OPEN, which=conversation_id)
    return None if row is None else _held(row)


def foresee_open(tx: Transaction, conversation_id: str, row: Row | None) -> None:
    """The conversation's open session is this, or there is none."""
    tx.ahead.foresee(_session, (_LOCK_OPEN, conversation_id), [] if row is None else [row])


async def foresee(tx: Transaction, conversation_ids: Sequence[str]) -> None:
    """The open session of each conversation is known, and whether its owner is there."""
    rows = await tx.rows(_OPEN_OF_EACH, threads=conversation_ids)
    found = {row["conversation_id"]: row for row in rows}
    for conversation_id in conversation_ids:
        foresee_open(tx, conversation_id, found.get(conversation_id))
    owners = sorted({row["owner_rep_id"] for row in rows if row["owner_rep_id"]})
    if owners:
        await reachability.foresee(tx, owners)


def _held(row: Row) -> Held:
    return Held(
        session_id=SessionId(row["id"]),
        conversation_id=ConversationId(row["conversation_id"]),
        status=SessionStatus(row["status"]),
        fence=Fence(row["fence"]),
        queue_id=row["queue_id"],
        owner_id=row["owner_rep_id"],
        owner_desk_id=row["owner_desk_id"],
        audience=row["audience"],
    )


async def lock_reps(tx: Transaction, *rep_ids: RepId | None) -> None:
    """These reps are locked, always in the order of their ids, so that two never wait."""
    wanted = [rep_id for rep_id in rep_ids if rep_id]
    await tx.rows(
        sa.select(_rep.c.id)
        .where(_rep.c.id.in_(wanted))
        .order_by(_rep.c.id)
        .with_for_update(key_share=True)
    )


async def visible(tx: Transaction, who: Principal, session_id: SessionId) -> Held:
    """The locked session if this person may see it.

    Raises:
        NotFound: not there, or not theirs; the two look alike.
    """
    held = await lock(tx, session_id)
    must_see(who, held)
    return held


def must_see(who: Principal, held: Held) -> None:
    """Nothing, if this person may see the session; else as in `visible`."""
    if not who.may_see(held.audience) and held.owner_id != who.rep_id:
        raise NotFound(_("There is no such session. Open it again from the list."))


async def owned(tx: Transaction, who: Principal, session_id: SessionId, fence: Fence) -> Held:
    """The locked session if this desk holds it under this fencing number.

    Raises:
        NotOwner: somebody else, or another desk of the same rep, holds it; names them.
    """
    held = await lock(tx, session_id)
    await must_own(tx, who, held, fence)
    return held


async def must_own(tx: Transaction, who: Principal, held: Held, fence: Fence) -> None:
    """Nothing, if this desk holds the locked session under this number; else as in `owned`."""
    must_see(who, held)
    mine = held.owner_id == who.rep_id and held.owner_desk_id == who.desk_id
    if not mine or held.fence != fence:
        raise await _not_owner(tx, who, held)


async def _not_owner(tx: Transaction, who: Principal, held: Held) -> NotOwner:
    owner = await people.name_of(tx, held.owner_id)
    desk = await _desk_name(tx, held.owner_desk_id)
    if held.owner_id is None:
        words = _("Nobody has this session at the moment. Take it from the queue first.")
    elif held.owner_id != who.rep_id:
        words = _("{owner} is handling this at desk {desk}. Your text is kept.").format(
            owner=owner, desk=desk
        )
    elif held.owner_desk_id != who.desk_id:
        words = _(
            "You have this session open at desk {desk}. Choose “Continue here” first."
        ).format(desk=desk)
    else:
        words = _("This session changed hands meanwhile and is yours again. Try once more.")
    return NotOwner(
        words, owner=owner, owner_id=held.owner_id, desk=desk, fence=int(held.fence)
    )


async def _desk_name(tx: Transaction, desk_id: DeskId | None) -> str:
    if desk_id is None:
        return ""
    row = await tx.row(sa.select(_desk.c.name).where(_desk.c.id == desk_id))
    return "" if row is None else str(row["name"])


async def live_work(tx: Transaction, session_id: SessionId) -> Row | None:
    """The session's work that is on offer or opened, if it has one."""
    return await tx.row(_LIVE_WORK, which=session_id)


def takes_capacity() -> sa.ColumnElement[bool]:
    """The condition on joined work and session that charges a rep's capacity.

    So charge offers, and opened work whose session takes capacity.
    """
    return sa.and_(
        _work.c.ended_at.is_(None),
        sa.or_(
            _work.c.status == WorkStatus.ASSIGNED.value,
            *(_session.c.status == status.value for status in TAKES_CAPACITY),
        ),
    )


async def release(
    tx: Transaction, held: Held, status: WorkStatus, reason: str = ""
) -> Row | None:
    """The live work as it was before it ended with `status`; None if there was none.

    The session has no owner afterwards and its fence has grown; the caller says what becomes
    of it.
    """
    live = await tx.row(
        sa.select(_work).where(
            _work.c.session_id == held.session_id, _work.c.ended_at.is_(None)
        )
    )
    if live is None:
        return None
    await tx.execute(
        _work.update()
        .where(_work.c.id == live["id"])
        .values(status=status.value, ended_at=tx.now, reason=reason)
    )
    await tx.execute(
        _session.update()
        .where(_session.c.id == held.session_id)
        .values(
            fence=_session.c.fence + 1,
            owner_rep_id=None,
            owner_desk_id=None,
            owned_since=None,
        )
    )
    await jobs.drop(tx, "offer_timeout", live["id"])
    if live["status"] == WorkStatus.ASSIGNED.value:
        tx.tell("offer_over", live["id"], [rep_scope(live["rep_id"])])
    tx.tell("rep", live["rep_id"])
    tx.tell("session", held.session_id)
    return live


async def offer(
    tx: Transaction,
    held: Held,
    rep_id: RepId,
    *,
    timeout_s: int,
    why: str,
    note: str = "",
    from_rep_id: RepId | None = None,
) -> WorkId:
    """The new work, on offer to a rep for `timeout_s` seconds."""
    work_id = WorkId(tx.new_id())
    expires_at = tx.now + timedelta(seconds=timeout_s)
    await _insert_work(
        tx,
        held,
        work_id,
        rep_id,
        {
            "status": WorkStatus.ASSIGNED.value,
            "expires_at": expires_at,
            "why": why,
            "note": note,
            "from_rep_id": from_rep_id,
        },
    )
    await jobs.put(tx, "offer_timeout", work_id, due_at=expires_at)
    tx.tell("offered", work_id, [rep_scope(rep_id)])
    return work_id


async def give(tx: Transaction, held: Held, rep_id: RepId, desk_id: DeskId | None) -> WorkId:
    """The new work, opened at once: the session is the rep's."""
    work_id = WorkId(tx.new_id())
    await _insert_work(
        tx, held, work_id, rep_id, {"status": WorkStatus.OPENED.value, "opened_at": tx.now}
    )
    await _own(tx, held.session_id, rep_id, desk_id)
    return work_id


async def open_offer(tx: Transaction, work: Row, desk_id: DeskId | None) -> None:
    """The offered work is opened: the session is the rep's at this desk."""
    await tx.execute(
        _work.update()
        .where(_work.c.id == work["id"], _work.c.status == WorkStatus.ASSIGNED.value)
        .values(status=WorkStatus.OPENED.value, opened_at=tx.now)
    )
    await jobs.drop(tx, "offer_timeout", work["id"])
    await _own(tx, SessionId(work["session_id"]), RepId(work["rep_id"]), desk_id)
    tx.tell("offer_over", work["id"], [rep_scope(work["rep_id"])])
    tx.tell("rep", work["rep_id"])


async def _insert_work(
    tx: Transaction, held: Held, work_id: WorkId, rep_id: RepId, values: dict[str, object]
) -> None:
    grown = await tx.row(
        _session.update()
        .where(_session.c.id == held.session_id)
        .values(fence=_session.c.fence + 1)
        .returning(_session.c.fence)
    )
    assert grown is not None  # it is locked
    await tx.execute(
        _work.insert().values(
            id=work_id,
            session_id=held.session_id,
            rep_id=rep_id,
            fence=grown["fence"],
            assigned_at=tx.now,
            **values,
        )
    )
    await tx.execute(_rep.update().where(_rep.c.id == rep_id).values(last_work_at=tx.now))
    tx.tell("rep", rep_id)
    tx.tell("session", held.session_id)


async def _own(
    tx: Transaction, session_id: SessionId, rep_id: RepId, desk_id: DeskId | None
) -> None:
    await tx.execute(
        _session.update()
        .where(_session.c.id == session_id)
        .values(
            status=SessionStatus.ACTIVE.value,
            owner_rep_id=rep_id,
            owner_desk_id=desk_id,
            owned_since=tx.now,
            queued_at=None,
            quiet_since=None,
            ended_at=None,
            waiting_why="",
            passed_note="",
            passed_by="",
        )
    )
    tx.tell("session", session_id)


async def move_desk(tx: Transaction, held: Held, desk_id: DeskId) -> None:
    """The session continues at another desk of its owner; the old desk's writes are refused."""
    await tx.execute(
        _session.update()
        .where(_session.c.id == held.session_id)
        .values(owner_desk_id=desk_id, owned_since=tx.now, fence=_session.c.fence + 1)
    )
    tx.tell("session", held.session_id)


async def become(
    tx: Transaction,
    held: Held,
    status: SessionStatus,
    *,
    queued_at: datetime | None = None,
    ended_at: datetime | None = None,
    quiet_since: datetime | None = None,
) -> None:
    """The session has this status now.

    Raises:
        AlreadyDecided: it can't go from where it is to there.
    """
    if held.status is not status and not may_become(held.status, status):
        raise AlreadyDecided(
            _("The session has changed meanwhile. Look at it again before you go on.")
        )
    await tx.execute(
        _session.update()
        .where(_session.c.id == held.session_id)
        .values(
            status=status.value,
            queued_at=queued_at,
            ended_at=ended_at,
            quiet_since=quiet_since,
        )
    )
    tx.tell("session", held.session_id)
    tx.tell("queue", held.queue_id, ["all"])
