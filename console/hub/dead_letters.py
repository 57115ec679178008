"""Dead letters: kept in step with their messages, and gone but for a record after a day."""

from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp.reasons import reason_of
from console.domain.dead_letters import LIFE, NEEDS_A_PERSON, Outcome, Reason
from console.domain.delivery import Delivery, rank
from console.domain.ids import ConversationId, LetterId, MessageId
from console.domain.messages import Body, Unsupported
from console.domain.texts import N_
from console.hub import attempts, audit, jobs, timeline
from console.hub.audit import Action
from console.hub.jobs import Job, LostClaim
from console.hub.store import schema
from console.hub.store.dead_letter_table import dead_letter
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import STAFF, Transaction, rep_scope
from console.wire.codec import to_plain

EXPIRE = "dead_letter"
_message, _session, _attempt = schema.message, schema.session, schema.attempt
_letter = dead_letter
_REMOVED = Unsupported(
    what="removed",
    title=N_("This message was never sent"),
    explanation=N_("What it said was removed after 24 hours among the dead letters."),
)
_GIVEN_UP = N_("Not sent, and given up after 24 hours. Write it anew if it is still wanted.")
_BY_STATE = {Delivery.DEAD: Reason.GAVE_UP, Delivery.EXPIRED: Reason.TOO_OLD}


async def follow(tx: Transaction, message_id: MessageId, *, by: str = "") -> None:
    """The message has a dead letter exactly while it wants a person; its lock is held."""
    row = await tx.row(sa.select(_message).where(_message.c.id == message_id))
    letter = await open_of(tx, message_id)
    if row is None:
        return
    state = Delivery(row["state"])
    if state in NEEDS_A_PERSON:
        reason = _BY_STATE.get(state) or reason_of(row["trouble_code"])
        await _keep(tx, row, letter, reason)
    elif letter is not None and state is not Delivery.UNKNOWN:
        went = rank(state) >= rank(Delivery.ACCEPTED)
        await end(tx, letter, Outcome.ARRIVED if went else Outcome.SENT_AGAIN, by=by)


async def unconfirmed(tx: Transaction, message_id: MessageId) -> None:
    """Nobody has said what became of the message: a person has to look."""
    row = await tx.row(sa.select(_message).where(_message.c.id == message_id))
    if row is not None and row["state"] == Delivery.UNKNOWN.value:
        await _keep(tx, row, await open_of(tx, message_id), Reason.UNCONFIRMED)


async def open_of(tx: Transaction, message_id: MessageId) -> Row | None:
    """The message's dead letter that waits for somebody."""
    return await tx.row(
        sa.select(_letter).where(
            _letter.c.message_id == message_id, _letter.c.ended_at.is_(None)
        )
    )


async def _keep(tx: Transaction, row: Row, letter: Row | None, reason: Reason) -> None:
    """The letter says what is known of the message now; its day began when it was new."""
    tries = await tx.rows(
        sa.select(_attempt.c.outcome).where(_attempt.c.message_id == row["id"])
    )
    values = {
        "reason": reason.value,
        "words": row["trouble"],
        "code": row["trouble_code"],
        "attempts": len(tries),
        "may_have_arrived": any(one["outcome"] == attempts.UNKNOWN for one in tries),
    }
    if letter is None:
        made = {
            "message_id": row["id"],
            "author_id": row["author_id"],
            "channel_id": row["channel_id"],
            "kind": row["kind"],
        }
        await add(tx, **made, **values)
        return
    await tx.execute(_letter.update().where(_letter.c.id == letter["id"]).values(values))
    await tell(tx, letter)


async def add(tx: Transaction, **values: Any) -> LetterId:
    """The new letter, which expires in a day."""
    letter_id, expires_at = LetterId(tx.new_id()), tx.now + LIFE
    row = {"id": letter_id, "died_at": tx.now, "expires_at": expires_at, "item": {}, **values}
    await tx.execute(_letter.insert().values(row))
    await jobs.put(tx, EXPIRE, letter_id, due_at=expires_at)
    await tell(tx, row)
    return letter_id


async def end(tx: Transaction, letter: Row, outcome: Outcome, *, by: str) -> None:
    """The letter waits for nobody any more."""
    await tx.execute(
        _letter.update()
        .where(_letter.c.id == letter["id"])
        .values(ended_at=tx.now, outcome=outcome.value, ended_by=by, item={})
    )
    await jobs.drop(tx, EXPIRE, letter["id"])
    await tell(tx, letter)


async def tell(tx: Transaction, letter: Any) -> None:
    """Staff, the author and whoever has the session are told that the letter changed."""
    scopes = [STAFF]
    if letter.get("author_id"):
        scopes.append(rep_scope(letter["author_id"]))
    if owner := await _owner(tx, letter):
        scopes.append(rep_scope(owner))
    tx.tell("dead_letter", letter["id"], dict.fromkeys(scopes))


async def _owner(tx: Transaction, letter: Any) -> str:
    """Who has the open session of the letter's conversation."""
    of_message = sa.select(_message.c.conversation_id).where(
        _message.c.id == letter.get("message_id")
    )
    thread = letter.get("conversation_id") or of_message.scalar_subquery()
    row = await tx.row(
        sa.select(_session.c.owner_rep_id).where(
            _session.c.conversation_id == thread, _session.c.ended_at.is_(None)
        )
    )
    return str(row["owner_rep_id"] or "") if row is not None else ""


class Expiry:
    """Lets letters expire."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def expire(self, job: Job) -> None:
        """Handles one `dead_letter` job; its key is the letter's id."""
        async with self._store.transaction() as tx:
            found = await tx.row(
                sa.select(_letter, _message.c.conversation_id.label("thread"))
                .outerjoin(_message, _message.c.id == _letter.c.message_id)
                .where(_letter.c.id == job.key)
            )
            if found is not None and found["thread"]:
                await timeline.lock(tx, ConversationId(found["thread"]))
            if not await jobs.finish(tx, job):
                raise LostClaim
            letter = await tx.row(
                sa.select(_letter).where(_letter.c.id == job.key, _letter.c.ended_at.is_(None))
            )
            if letter is not None:
                await end(tx, letter, Outcome.EXPIRED, by="")
                audit.append(tx, Action.PURGED, f"dead_letter:{job.key}", by=audit.HUB)
                if not letter["may_have_arrived"]:
                    await _remove_text(tx, letter["message_id"])


async def _remove_text(tx: Transaction, message_id: str | None) -> None:
    """What was never sent says nothing any more; what may have arrived stays as it is."""
    changed = await tx.execute(
        _message.update()
        .where(
            _message.c.id == message_id,
            _message.c.platform_id.is_(None),
            _message.c.state.in_([state.value for state in NEEDS_A_PERSON]),
        )
        .values(body=to_plain(_REMOVED, Body), kind=_REMOVED.kind, words="")
    )
    if not changed.rowcount:
        return
    await tx.execute(
        _message.update()
        .where(_message.c.id == message_id, _message.c.state == Delivery.DEAD.value)
        .values(state=Delivery.EXPIRED.value, state_at=tx.now, trouble=_GIVEN_UP)
    )
    tx.tell("message", str(message_id))
