"""Sessions: what a customer's or a rep's message does to window, session and clocks."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from console.domain.care_window import CareWindow, is_open
from console.domain.ids import ConversationId, SessionId
from console.domain.inactivity import InactivityRule, starts_at
from console.domain.messages import EventKind
from console.domain.sessions import Outcome, SessionStatus
from console.domain.texts import N_
from console.domain.work import WorkStatus
from console.hub import jobs, ownership, people, reachability, send_queue, starters, timeline
from console.hub.ownership import Held
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_session, _conversation, _channel = schema.session, schema.conversation, schema.channel
_CLOCKS = ("nudge", "quiet", "end")
CONSENT_WAITS = UNANSWERED = timedelta(days=1)
_COUNT_UNREAD = (
    _session.update()
    .where(_session.c.id == sa.bindparam("which"))
    .values(unread=_session.c.unread + 1)
)
_STOP_CLOCKS = schema.job.delete().where(
    schema.job.c.key == sa.bindparam("named"),
    sa.or_(*(schema.job.c.kind == clock for clock in _CLOCKS)),
)
_QUEUE_OF = sa.select(_channel.c.queue_id).where(_channel.c.id == sa.bindparam("which"))
LAPSED_FIRST = N_(
    "Not sent: the 24-hour window lapsed first. Your text is kept – choose a template."
)


async def customer_wrote(
    tx: Transaction,
    conversation: Row,
    *,
    at: datetime,
    counts_unread: bool = True,
) -> SessionId:
    """The open session of a customer who wrote or called at `at` (the platform's time).

    Moves the care window (never backwards), stops the inactivity clock, opens a session or
    brings a quiet one back. `conversation` is as `timeline.lock` gives it.
    """
    await _answer_is_due(tx, conversation, at)
    return await _awake(tx, conversation, unread=int(counts_unread))


async def _awake(tx: Transaction, conversation: Row, *, unread: int) -> SessionId:
    """The conversation's session: opened, or brought back if it was quiet."""
    conversation_id = ConversationId(conversation["id"])
    held = await ownership.lock_open(tx, conversation_id)
    if held is None:
        session_id = await _open(tx, conversation, unread=unread)
    else:
        session_id = held.session_id
        await _bring_back(tx, held)
    if held is None or held.status is SessionStatus.NEW:
        await _give_to_starter(tx, conversation_id, session_id)
    if held is not None and unread:
        await _count_unread(tx, session_id)
    tx.tell("session", session_id)
    return session_id


async def _count_unread(tx: Transaction, session_id: SessionId) -> None:
    kept = tx.ahead.row(_session, session_id)
    if kept is None:
        await tx.change(_COUNT_UNREAD, which=session_id)
    else:
        await tx.amend(_session, session_id, unread=kept["unread"] + 1)


async def customer_wrote_to_nobody(tx: Transaction, conversation: Row, *, at: datetime) -> None:
    """The care window has moved; nobody is waited for.

    So it is for what another app of the business answers, and for a keyword alone.
    """
    before = CareWindow(conversation["last_customer_at"], conversation["closed_at"])
    after = before.customer_wrote(at)
    if after != before:
        moved = {"last_customer_at": after.last_customer_at}
        await tx.amend(_conversation, conversation["id"], **moved)
        await _window_moved(tx, conversation, before, after, at)


async def is_worked(tx: Transaction, conversation_id: ConversationId) -> bool:
    """Whether the conversation has a session that reps see to."""
    held = await ownership.lock_open(tx, conversation_id)
    seen_to_by_nobody = {SessionStatus.CONSENT, SessionStatus.NEW}
    return held is not None and held.status not in seen_to_by_nobody


async def consent_waits(tx: Transaction, conversation: Row, *, waits: bool) -> None:
    """A session stands in `consent` as long as a second yes is waited for, and no longer."""
    held = await ownership.lock_open(tx, ConversationId(conversation["id"]))
    if waits and held is None:
        session_id = await _open(tx, conversation, unread=0, status=SessionStatus.CONSENT)
        await jobs.put(tx, "end", session_id, due_at=tx.now + CONSENT_WAITS)
        tx.tell("session", session_id)
    elif not waits and held is not None and held.status is SessionStatus.CONSENT:
        await end(tx, held, actor="", text=N_("Ended: nobody is waited for"))


async def handed_over(tx: Transaction, conversation: Row, *, at: datetime) -> SessionId:
    """The open session of a customer whom another app handed over at `at`; the window stays."""
    if conversation["waiting_since"] is None:
        waits = {"waiting_since": at, "clock_since": None}
        await tx.amend(_conversation, conversation["id"], **waits)
    return await _awake(tx, conversation, unread=0)


async def _answer_is_due(tx: Transaction, conversation: Row, at: datetime) -> None:
    """The customer waits since `at` unless they did before, and the window has moved."""
    before = CareWindow(conversation["last_customer_at"], conversation["closed_at"])
    after = before.customer_wrote(at)
    present = {
        "waiting_since": conversation["waiting_since"] or at,
        "clock_since": None,
        "last_customer_at": after.last_customer_at,
    }
    if any(conversation[name] != value for name, value in present.items()):
        await tx.amend(_conversation, conversation["id"], **present)
    if after != before:
        await _window_moved(tx, conversation, before, after, at)


async def _window_moved(
    tx: Transaction, conversation: Row, before: CareWindow, after: CareWindow, at: datetime
) -> None:
    if after.expires_at is None:
        return
    await jobs.put(tx, "lapse", conversation["id"], due_at=after.expires_at)
    reopened = is_open(after.expires_at, tx.now) and not is_open(before.expires_at, tx.now)
    if reopened and before.last_customer_at is not None:
        await timeline.system_line(
            tx,
            ConversationId(conversation["id"]),
            EventKind.WINDOW_OPENED,
            actor=N_("Window open again"),
            text=N_("– {name} wrote"),
            values={"name": await first_name(tx, conversation["customer_id"])},
            at=at,
        )


async def first_name(tx: Transaction, customer_id: str) -> str:
    """What the customer is called in a line about them."""
    row = await tx.row(
        sa.select(schema.customer.c.name).where(schema.customer.c.id == customer_id)
    )
    return "" if row is None else str(row["name"]).partition(" ")[0]


async def _open(
    tx: Transaction,
    conversation: Row,
    *,
    unread: int,
    status: SessionStatus = SessionStatus.WAITING,
) -> SessionId:
    channel = await tx.ask(_channel, _QUEUE_OF, which=conversation["channel_id"])
    assert channel is not None  # a foreign key
    session_id = SessionId(tx.new_id())
    added = await tx.add(
        _session,
        id=session_id,
        conversation_id=conversation["id"],
        queue_id=channel["queue_id"],
        status=status.value,
        opened_at=tx.now,
        queued_at=tx.now,
        unread=unread,
    )
    if added is not None:
        ownership.foresee_open(tx, conversation["id"], added)
    if status is SessionStatus.WAITING:
        await jobs.put(tx, "route", session_id)
    tx.tell("queue", channel["queue_id"], ["all"])
    return session_id


async def started(tx: Transaction, conversation: Row) -> SessionId:
    """The open session of a customer who is written to first: nobody's until they answer."""
    held = await ownership.lock_open(tx, ConversationId(conversation["id"]))
    if held is not None and held.status is not SessionStatus.NEW:
        return held.session_id
    if held is None:
        session_id = await _open(tx, conversation, unread=0, status=SessionStatus.NEW)
    else:
        session_id = held.session_id
    await tx.amend(_conversation, conversation["id"], waiting_since=None, clock_since=None)
    await jobs.put(tx, "end", session_id, due_at=tx.now + UNANSWERED)
    tx.tell("session", session_id)
    return session_id


async def _give_to_starter(
    tx: Transaction, conversation_id: ConversationId, session_id: SessionId
) -> None:
    """Who wrote first and wants the answer has the session, if their desk is there."""
    rep_id = await starters.take_answer(tx, conversation_id)
    at_desk = await reachability.desk_of(tx, rep_id) if rep_id else None
    if rep_id is None or at_desk is None:
        return
    held = await ownership.lock(tx, session_id)
    await ownership.give(tx, held, rep_id, at_desk)
    tx.tell("queue", held.queue_id, ["all"])
    await timeline.system_line(
        tx,
        conversation_id,
        EventKind.ACCEPTED,
        actor=await people.name_of(tx, rep_id),
        text=N_("wrote first and has this conversation"),
    )


async def _bring_back(tx: Transaction, held: Held) -> None:
    """A quiet session wakes at its owner, or in the queue if the owner's desk is gone."""
    await tx.later(_STOP_CLOCKS, held.session_id, "", named=held.session_id)
    if held.status in {SessionStatus.CONSENT, SessionStatus.NEW}:
        await requeue(tx, held)
    if held.owner_id is None:
        return
    at_desk = await reachability.desk_of(tx, held.owner_id)
    if held.status is SessionStatus.INACTIVE:
        await timeline.system_line(
            tx, held.conversation_id, EventKind.REACTIVATED, text=N_("The customer is back")
        )
    if at_desk is None:
        await ownership.release(tx, held, WorkStatus.UNAVAILABLE, "desk not connected")
        await requeue(tx, await ownership.lock(tx, held.session_id))
    elif held.status is SessionStatus.INACTIVE:
        await ownership.become(tx, held, SessionStatus.ACTIVE)
        tx.tell("rep", held.owner_id)


async def requeue(tx: Transaction, held: Held) -> None:
    """The session, which nobody has, waits in its queue and is routed."""
    await ownership.become(tx, held, SessionStatus.WAITING, queued_at=tx.now)
    await stop_clocks(tx, held)
    await jobs.put(tx, "route", held.session_id)


async def rep_wrote(tx: Transaction, held: Held, at: datetime) -> None:
    """A rep's message answers the customer and starts the inactivity clock, once."""
    conversation = await timeline.lock(tx, held.conversation_id)
    since = starts_at(
        conversation["clock_since"],
        customer_last_at=conversation["last_customer_at"],
        rep_wrote_at=at,
    )
    await tx.execute(
        _conversation.update()
        .where(_conversation.c.id == held.conversation_id)
        .values(waiting_since=None, clock_since=since)
    )
    if since is not None and since != conversation["clock_since"]:
        await arm_clocks(tx, held, since)
    tx.tell("session", held.session_id)


async def rule_for(tx: Transaction, conversation_id: ConversationId) -> InactivityRule:
    """The inactivity rule of the conversation's channel."""
    row = await tx.row(
        sa.select(_channel.c.inactivity)
        .join(_conversation, _conversation.c.channel_id == _channel.c.id)
        .where(_conversation.c.id == conversation_id)
    )
    assert row is not None  # a foreign key
    return read_rule(row["inactivity"])


def read_rule(spans: dict[str, object]) -> InactivityRule:
    """The rule kept as {"nudge_s", "nudge_text", "quiet_s", "end_s"}; defaults where absent."""
    default = InactivityRule()
    nudge_s, quiet_s, end_s = (spans.get(name) for name in ("nudge_s", "quiet_s", "end_s"))
    return InactivityRule(
        nudge_after=timedelta(seconds=float(str(nudge_s))) if nudge_s else None,
        nudge_text=str(spans.get("nudge_text") or ""),
        quiet_after=timedelta(seconds=float(str(quiet_s))) if quiet_s else default.quiet_after,
        end_after=timedelta(seconds=float(str(end_s))) if end_s else default.end_after,
    )


async def arm_clocks(tx: Transaction, held: Held, since: datetime) -> None:
    """The inactivity clock counts from `since`."""
    rule = await rule_for(tx, held.conversation_id)
    if rule.nudge_after is not None and rule.nudge_text:
        await jobs.put(tx, "nudge", held.session_id, due_at=since + rule.nudge_after)
    await jobs.put(tx, "quiet", held.session_id, due_at=since + rule.quiet_after)
    tx.tell("session", held.session_id)


async def stop_clocks(tx: Transaction, held: Held) -> None:
    """No inactivity clock runs for the session."""
    await tx.change(_STOP_CLOCKS, named=held.session_id)
    await tx.execute(
        _conversation.update()
        .where(_conversation.c.id == held.conversation_id)
        .values(clock_since=None)
    )


async def start_clocks_anew(tx: Transaction, held: Held) -> None:
    """The inactivity clock counts from now; a quiet session is active again."""
    await stop_clocks(tx, held)
    if held.status is SessionStatus.INACTIVE:
        await ownership.become(tx, held, SessionStatus.ACTIVE)
    await tx.execute(
        _conversation.update()
        .where(_conversation.c.id == held.conversation_id)
        .values(clock_since=tx.now)
    )
    await arm_clocks(tx, held, tx.now)


async def window_refused(tx: Transaction, conversation_id: ConversationId) -> None:
    """The platform says that the window is shut: it is, whatever our clock says."""
    conversation = await timeline.lock(tx, conversation_id)
    window = CareWindow(conversation["last_customer_at"], conversation["closed_at"])
    was_open = is_open(window.expires_at, tx.now)
    await tx.execute(
        _conversation.update()
        .where(_conversation.c.id == conversation_id)
        .values(closed_at=tx.now)
    )
    await jobs.drop(tx, "lapse", conversation_id)
    if was_open:
        await lapsed(tx, conversation_id)
    elif session_id := await timeline.open_session(tx, conversation_id):
        tx.tell("session", session_id)  # its end is another moment now


async def lapsed(tx: Transaction, conversation_id: ConversationId) -> None:
    """The window has shut: the transcript says so and queued messages go back to the rep."""
    session_id = await timeline.open_session(tx, conversation_id)
    await timeline.system_line(
        tx,
        conversation_id,
        EventKind.WINDOW_LAPSED,
        actor=N_("The 24-hour window lapsed."),
        text=N_("Only approved templates can be sent now."),
    )
    await send_queue.take_back(tx, conversation_id, LAPSED_FIRST)
    if session_id is not None:
        tx.tell("session", session_id)


async def end(tx: Transaction, held: Held, *, actor: str, text: str) -> None:
    """The session is over; its work is closed and its place is free."""
    outcome = Outcome.ENDED if actor else Outcome.NO_ANSWER
    await ownership.release(tx, held, WorkStatus.CLOSED, outcome.value)
    await stop_clocks(tx, held)
    await ownership.become(tx, held, SessionStatus.ENDED, ended_at=tx.now)
    await timeline.system_line(
        tx,
        held.conversation_id,
        EventKind.ENDED,
        actor=actor,
        text=text,
        session_id=held.session_id,
    )
    await jobs.put(tx, "route", "*")


async def quieten(tx: Transaction, held: Held) -> None:
    """The session is inactive: it keeps its owner, frees the place, and ends later."""
    rule = await rule_for(tx, held.conversation_id)
    await stop_clocks(tx, held)
    await ownership.become(tx, held, SessionStatus.INACTIVE, quiet_since=tx.now)
    await jobs.put(tx, "end", held.session_id, due_at=tx.now + rule.end_after)
    await timeline.system_line(
        tx,
        held.conversation_id,
        EventKind.INACTIVE,
        text=N_("Set aside: the customer has gone quiet"),
    )
    if held.owner_id is not None:
        tx.tell("rep", held.owner_id)
    await jobs.put(tx, "route", "*")
