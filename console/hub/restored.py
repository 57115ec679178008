"""Restored: what has to happen once a database has gone back in time, before a hub runs."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import Unavailable
from console.domain.texts import N_
from console.hub import audit
from console.hub.audit import Action
from console.hub.send_queue import SEND
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.template_commands import ASK

HELD = N_("Held back: the hub was restored from a backup, and this may have gone since.")
_RESTORED = N_("The hub was restored from a backup.")
_HELD_CODE = "restored"
_WAS_UNDER_WAY = N_(
    "The hub was restored from a backup made during the call. It may have gone; a report from "
    "the platform settles it, or you decide."
)
_HELD_FOR = timedelta(days=3650)  # until somebody says otherwise
_message, _attempt, _job, _token = schema.message, schema.attempt, schema.job, schema.token
_WAITING = (Delivery.ACCEPTED_BY_HUB.value, Delivery.RETRYING.value)
_ours = _message.c.direction == Direction.OUTBOUND.value


async def refuse_while_in_use(store: Store) -> None:
    """Passes if nobody else is connected to this PostgreSQL database.

    Raises:
        Unavailable: somebody is; a hub that runs would go on from what it remembers.
    """
    look = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    async with store.reading() as connection:
        others = (await connection.execute(sa.text(look))).scalar_one()
    if others:
        raise Unavailable(
            f"Others use this database ({others} connections). Stop every hub on it first."
        )


@dataclass(frozen=True, slots=True)
class Marked:
    """How many messages are unknown because they were under way, and how many are held."""

    unknown: int
    held: int


async def mark(store: Store, source: str, *, by: str = audit.COMMAND_LINE) -> Marked:
    """The hub's memory is another one: desks start over, and nothing goes out by itself.

    What the backup had under way may have gone and is `unknown`; what it had queued may have
    gone after it was made and is held until `release`. Everybody signs in again: a token that
    was revoked after the backup must not come back to life.
    """
    async with store.transaction() as tx:
        await tx.execute(schema.journal_head.update().values(epoch=tx.new_id()))
        await tx.execute(_job.update().values(lease_owner=None, lease_until=None))
        # what was asked about templates may be done since: it is looked up before it is asked
        await tx.execute(_job.update().where(_job.c.kind == ASK).values(attempts=1))
        # a reminder that fell due meanwhile would be about another moment
        await tx.execute(_job.delete().where(_job.c.kind == "nudge", _job.c.due_at <= tx.now))
        await tx.execute(
            _token.update().where(_token.c.revoked_at.is_(None)).values(revoked_at=tx.now)
        )
        marked = Marked(await _give_up_calls(tx), await _hold_queued(tx))
        why = f"{marked.unknown} unknown, {marked.held} held, everybody signed out"
        audit.append(tx, Action.RESTORED, f"backup:{source}", by=by, why=why)
    return marked


async def release(store: Store, *, by: str = audit.COMMAND_LINE) -> int:
    """How many held messages go now, in their old order; the rules still apply to each."""
    async with store.transaction() as tx:
        rows = await tx.rows(
            _message.update()
            .where(_message.c.trouble_code == _HELD_CODE, _message.c.state.in_(_WAITING))
            .values(trouble="", trouble_code="", retry_at=None, state_at=tx.now)
            .returning(_message.c.id)
        )
        released = [row["id"] for row in rows]
        for message_id in released:
            which = sa.and_(_job.c.kind == SEND, _job.c.key == message_id)
            await tx.execute(_job.update().where(which).values(due_at=tx.now))
            tx.tell("message", message_id)
        if released:
            tx.woken.add(SEND)
            why = f"{len(released)} messages"
            audit.append(tx, Action.HELD_RELEASED, "messages", by=by, why=why)
    return len(released)


async def _give_up_calls(tx: Transaction) -> int:
    rows = await tx.rows(
        _message.update()
        .where(_ours, _message.c.state == Delivery.SENDING.value)
        .values(state=Delivery.UNKNOWN.value, state_at=tx.now, trouble=_WAS_UNDER_WAY)
        .returning(_message.c.id)
    )
    for row in rows:
        await tx.execute(_job.delete().where(_job.c.kind == SEND, _job.c.key == row["id"]))
        tx.tell("message", row["id"])
    await tx.execute(
        _attempt.update()
        .where(_attempt.c.ended_at.is_(None))
        .values(ended_at=tx.now, outcome="unknown", detail=_RESTORED)
    )
    return len(rows)


async def _hold_queued(tx: Transaction) -> int:
    rows = await tx.rows(
        _message.update()
        .where(_ours, _message.c.state.in_(_WAITING))
        .values(trouble=HELD, trouble_code=_HELD_CODE, retry_at=None)
        .returning(_message.c.id)
    )
    until = tx.now + _HELD_FOR
    for row in rows:
        which = sa.and_(_job.c.kind == SEND, _job.c.key == row["id"])
        await tx.execute(_job.update().where(which).values(due_at=until))
        tx.tell("message", row["id"])
    return len(rows)
