"""Commands: what reps ask for, decided by the rules, each in one transaction."""

import sqlalchemy as sa

from console.domain.directions import Direction
from console.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotFound
from console.domain.ids import QueueId, RepId, SessionId
from console.domain.messages import EventKind
from console.domain.people import Wanted
from console.domain.sessions import OWNED, SessionStatus
from console.domain.texts import N_, _
from console.domain.work import WorkStatus
from console.hub import audit, dispatch, jobs, ownership, people, sessions, timeline
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.requests import Flag, Seen, SessionCommand, TakeOver

_session, _rep, _message = schema.session, schema.rep, schema.message
_TOOK_OVER = N_("took over from {former}: {reason}")
_TOOK_OVER_SAYING = N_("took over from {former}: {reason} – “{said}”")
_RAISED, _CLEARED = N_("Flag raised by {name}"), N_("Flag cleared by {name}")


async def set_presence(store: Store, who: Principal, wanted: Wanted) -> RepId:
    """The rep wants this status from now on; going online brings waiting sessions."""
    async with store.transaction() as tx:
        await tx.execute(
            _rep.update()
            .where(_rep.c.id == who.rep_id)
            .values(wanted=wanted.value, wanted_at=tx.now, missed_offers=0)
        )
        tx.tell("rep", who.rep_id, ["all"])
        if wanted is Wanted.ONLINE:
            await jobs.put(tx, "route", "*")
    return who.rep_id


async def take_next(
    store: Store, who: Principal, queue_id: QueueId | None = None
) -> SessionId | None:
    """The session that has waited longest in this rep's queues, now theirs; None if none waits.

    A rep may take one beyond the own capacity: it was asked for by hand.
    """
    own = frozenset(
        scope.removeprefix("queue:") for scope in who.scopes if scope.startswith("queue:")
    )
    wanted = own if queue_id is None else own & {queue_id}
    async with store.transaction() as tx:
        for session_id in await dispatch.waiting(tx, queues=wanted):
            held = await ownership.lock(tx, session_id)
            if held.status is not SessionStatus.WAITING or held.owner_id is not None:
                continue
            if await ownership.live_work(tx, session_id) is not None:
                continue  # somebody was offered it while we waited for the lock
            await ownership.give(tx, held, who.rep_id, who.desk_id)
            await timeline.system_line(
                tx,
                held.conversation_id,
                EventKind.ACCEPTED,
                actor=who.name,
                text=N_("took this conversation"),
            )
            tx.tell("queue", held.queue_id, ["all"])
            return session_id
    return None


async def end(
    store: Store, who: Principal, session_id: SessionId, command: SessionCommand
) -> SessionId:
    """The session has ended."""
    async with store.transaction() as tx:
        held = await ownership.owned(tx, who, session_id, command.fence)
        await sessions.end(tx, held, actor=who.name, text=N_("ended the session"))
    return session_id


async def quieten(
    store: Store, who: Principal, session_id: SessionId, command: SessionCommand
) -> SessionId:
    """The session is inactive, by hand."""
    async with store.transaction() as tx:
        held = await ownership.owned(tx, who, session_id, command.fence)
        await sessions.quieten(tx, held)
    return session_id


async def keep_open(
    store: Store, who: Principal, session_id: SessionId, command: SessionCommand
) -> SessionId:
    """The inactivity clock starts over; a quiet session is active again."""
    async with store.transaction() as tx:
        held = await ownership.owned(tx, who, session_id, command.fence)
        await sessions.start_clocks_anew(tx, held)
        if held.status is SessionStatus.INACTIVE:
            tx.tell("rep", who.rep_id, ["all"])
    return session_id


async def reopen(
    store: Store, who: Principal, session_id: SessionId, command: SessionCommand
) -> SessionId:
    """The ended session is open again and this rep's."""
    async with store.transaction() as tx:
        held = await ownership.visible(tx, who, session_id)
        if held.fence != command.fence or held.status is not SessionStatus.ENDED:
            raise AlreadyDecided(_("This session has moved on meanwhile. Look at it again."))
        if await timeline.open_session(tx, held.conversation_id) is not None:
            raise AlreadyDecided(
                _("This customer has a newer session already. Open that one from the list.")
            )
        await ownership.become(tx, held, SessionStatus.ACTIVE)
        await ownership.give(tx, held, who.rep_id, who.desk_id)
        await timeline.system_line(
            tx,
            held.conversation_id,
            EventKind.REOPENED,
            actor=who.name,
            text=N_("reopened the session"),
        )
    return session_id


async def continue_here(
    store: Store, who: Principal, session_id: SessionId, command: SessionCommand
) -> SessionId:
    """The rep's own session goes on at this desk; the other desk turns read-only."""
    async with store.transaction() as tx:
        held = await ownership.visible(tx, who, session_id)
        if held.owner_id != who.rep_id:
            raise NotAllowed(_("This session isn’t yours. Ask its owner to hand it over."))
        if held.fence != command.fence:
            raise AlreadyDecided(_("This session has moved on meanwhile. Look at it again."))
        if held.owner_desk_id != who.desk_id:
            await ownership.move_desk(tx, held, who.desk_id)
    return session_id


async def take_over(
    store: Store, who: Principal, session_id: SessionId, request: TakeOver
) -> SessionId:
    """The session is the supervisor's; the former owner sees why."""
    if not who.role.leads:
        raise NotAllowed(_("Only supervisors can take a session over. Ask its owner instead."))
    if not request.reason.strip():
        raise InvalidInput(_("Choose a reason; the owner and the log see it."))
    async with store.transaction() as tx:
        held = await ownership.visible(tx, who, session_id)
        if held.fence != request.fence or held.status not in OWNED:
            raise AlreadyDecided(_("This session has moved on meanwhile. Look at it again."))
        former = await people.name_of(tx, held.owner_id)
        if held.status is SessionStatus.INACTIVE:
            # or its former end would be shown, and nothing would set it aside again
            await sessions.start_clocks_anew(tx, held)
        await ownership.release(tx, held, WorkStatus.TRANSFERRED, request.reason)
        await ownership.give(tx, await ownership.lock(tx, session_id), who.rep_id, who.desk_id)
        await timeline.system_line(
            tx,
            held.conversation_id,
            EventKind.TAKEN_OVER,
            actor=who.name,
            text=_TOOK_OVER_SAYING if request.message else _TOOK_OVER,
            values={"former": former, "reason": request.reason, "said": request.message},
        )
        audit.append(tx, Action.TAKEN_OVER, f"session:{session_id}", by=who, why=request.reason)
    return session_id


async def flag(store: Store, who: Principal, session_id: SessionId, request: Flag) -> SessionId:
    """A flag for the supervisor is up or down."""
    async with store.transaction() as tx:
        held = await ownership.visible(tx, who, session_id)
        await tx.execute(
            _session.update()
            .where(_session.c.id == session_id)
            .values(flagged=request.raised, flag_note=request.note if request.raised else "")
        )
        await timeline.system_line(
            tx,
            held.conversation_id,
            EventKind.FLAGGED,
            actor=_RAISED if request.raised else _CLEARED,
            text=N_("– “{note}”") if request.note else "",
            values={"name": who.name, "note": request.note},
        )
    return session_id


async def seen(store: Store, who: Principal, session_id: SessionId, request: Seen) -> SessionId:
    """What the owner has seen is read; the customer is told so."""
    async with store.transaction() as tx:
        held = await ownership.owned(tx, who, session_id, request.fence)
        row = await tx.row(
            sa.select(_message.c.order).where(
                _message.c.id == request.message_id,
                _message.c.conversation_id == held.conversation_id,
                _message.c.direction == Direction.INBOUND.value,
            )
        )
        if row is None:
            raise NotFound(_("There is no such message in this session."))
        newer = await tx.row(
            sa.select(sa.func.count().label("count")).where(
                _message.c.session_id == session_id,
                _message.c.direction == Direction.INBOUND.value,
                _message.c.order > row["order"],
            )
        )
        await tx.execute(
            _session.update()
            .where(_session.c.id == session_id)
            .values(
                unread=newer["count"] if newer is not None else 0,
                seen_message_id=request.message_id,
            )
        )
        await jobs.put(
            tx,
            "mark_read",
            held.conversation_id,
            data={"message_id": request.message_id, "typing": request.typing},
        )
        tx.tell("session", session_id)
    return session_id
