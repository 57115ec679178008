"""Triage: what people do with dead letters, each checked against who asks, each on record."""

from console.domain.dead_letters import Outcome
from console.domain.errors import (
    AlreadyDecided,
    InvalidInput,
    MayHaveArrived,
    NotAllowed,
    NotFound,
    NotOwner,
)
from console.domain.ids import LetterId, MessageId, SessionId
from console.domain.messages import Body, Interactive, Media, TemplateMessage, Text
from console.domain.sessions import SessionStatus
from console.domain.texts import N_, _
from console.hub import audit, dead_letters, ownership, parked, people, sending, transfers
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.store.dead_letter_table import dead_letter
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.views import dead_letters as letters
from console.wire.codec import from_plain
from console.wire.dead_letters import (
    DiscardLetter,
    HandOver,
    RetryLetter,
    Rewritten,
)

_MOVED_ON = N_("Somebody has dealt with this meanwhile. Look at the list again.")
_ONLY_OURS = N_("This came in and is no message of yours. Try it again or discard it.")


async def retry(
    store: Store, who: Principal, letter_id: LetterId, request: RetryLetter
) -> LetterId:
    """The same message has a new attempt coming; what came in is taken in.

    Raises:
        MayHaveArrived: nobody has confirmed that it may come twice.
        AlreadyDecided, WindowLapsed, TooMany: as with any message sent again.
    """
    async with store.transaction() as tx:
        letter = await _waiting(tx, who, letter_id)
        if letter["message_id"] is None:
            trouble = await parked.attempt(tx, letter["item"])
            if trouble:
                raise AlreadyDecided(
                    _(
                        "It could not be taken in this time either ({trouble}). An "
                        "administrator can look it up among the webhooks that could not be "
                        "read."
                    ).format(trouble=trouble)
                )
            await dead_letters.end(tx, letter, Outcome.SENT_AGAIN, by=who.name)
        else:
            if letter["may_have_arrived"] and not request.even_if_arrived:
                raise MayHaveArrived(
                    _(
                        "WhatsApp never said what became of one of its attempts, so the "
                        "customer may have it already. Confirm to send it all the same."
                    )
                )
            await sending.try_again(tx, who, MessageId(letter["message_id"]))
        why = "it may come twice" if letter["may_have_arrived"] else ""
        _record(tx, Action.RETRIED, letter, who, why)
    return letter_id


async def rewrite(store: Store, who: Principal, letter_id: LetterId) -> Rewritten:
    """The text goes back to the composer of whoever has the session, for a template.

    Raises:
        NotOwner: this desk doesn't have the session.
    """
    async with store.transaction() as tx:
        letter = await _waiting(tx, who, letter_id)
        session_id = _session_of(letter)
        held = await ownership.lock(tx, session_id)
        if (held.owner_id, held.owner_desk_id) != (who.rep_id, who.desk_id):
            owner = await people.name_of(tx, held.owner_id)
            words = _(
                "{owner} has this session at the moment. Take it over first, or hand the "
                "message over to a colleague."
            )
            if not owner:
                words = _(
                    "Nobody has this session at the moment. Take it over first, or hand the "
                    "message over to a colleague."
                )
            raise NotOwner(words.format(owner=owner), owner=owner)
        text = _text_of(from_plain(Body, letter["body"]))
        await dead_letters.end(tx, letter, Outcome.REWRITTEN, by=who.name)
        _record(tx, Action.REWRITTEN, letter, who)
    return Rewritten(session_id=session_id, text=text)


async def hand_over(
    store: Store, who: Principal, letter_id: LetterId, request: HandOver
) -> LetterId:
    """The session is on offer to the colleague, who finds the letter with it."""
    async with store.transaction() as tx:
        letter = await _waiting(tx, who, letter_id)
        held = await ownership.lock(tx, _session_of(letter))
        if not who.role.leads and held.owner_id not in {None, who.rep_id}:
            owner = await people.name_of(tx, held.owner_id)
            raise NotAllowed(
                _("{owner} has this session. Ask them, or a supervisor.").format(owner=owner)
            )
        if held.owner_id is None and held.status is not SessionStatus.ENDED:
            live = await ownership.live_work(tx, held.session_id)
            if live is not None and live["rep_id"] == request.to_rep:
                raise InvalidInput(_("It is on offer to them already. Choose somebody else."))
        await transfers.hand_over(tx, who, held, request.to_rep, request.note)
        await dead_letters.tell(tx, letter)
        # not the note: it may quote the customer
        _record(tx, Action.TRANSFERRED, letter, who, f"to rep:{request.to_rep}")
    return letter_id


async def discard(
    store: Store, who: Principal, letter_id: LetterId, request: DiscardLetter
) -> LetterId:
    """Nobody will send it; the list shows who decided so."""
    async with store.transaction() as tx:
        letter = await _waiting(tx, who, letter_id)
        await dead_letters.end(tx, letter, Outcome.DISCARDED, by=who.name)
        _record(tx, Action.DISCARDED, letter, who, request.reason)
    return letter_id


async def _waiting(tx: Transaction, who: Principal, letter_id: LetterId) -> Row:
    """The letter, its conversation locked, if it is this person's and waits for somebody.

    Raises:
        NotFound: not there, or not theirs; the two look alike.
        AlreadyDecided: it has ended.
    """
    found = letters.query.where(dead_letter.c.id == letter_id, letters.theirs(who))
    seen = await tx.row(found)
    if seen is None:
        raise NotFound(_("There is no such dead letter. Look at the list again."))
    if seen["session_id"]:
        await ownership.lock(tx, SessionId(seen["session_id"]))
    # a statement of its own: it must see what was committed while waiting for the lock
    row = await tx.row(found)
    if row is None or row["ended_at"] is not None:
        raise AlreadyDecided(_(_MOVED_ON))
    return row


def _record(
    tx: Transaction, action: Action, letter: Row, who: Principal, why: str = ""
) -> None:
    audit.append(tx, action, f"dead_letter:{letter['id']}", by=who, why=why)


def _session_of(letter: Row) -> SessionId:
    if letter["message_id"] is None or not letter["session_id"]:
        raise InvalidInput(_(_ONLY_OURS))
    return SessionId(letter["session_id"])


def _text_of(body: Body) -> str:
    match body:
        case Text() | Interactive() | TemplateMessage():
            return body.text
        case Media():
            return body.caption
        case _:
            return ""
