"""Parked items: what came in and could not be taken in is tried again, then a dead letter.

A customer's parked items wait in a lane of their own, so everybody else's go on; their later
ones too, because order of arrival changes nothing.
"""

import logging
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from console.channels.whatsapp import facts
from console.channels.whatsapp.facts import Fact, NumberChanged, TemplateChanged, Who
from console.domain.dead_letters import Reason
from console.domain.ids import ChannelId
from console.domain.texts import N_
from console.hub import arrivals, customers, dead_letters, jobs, notices
from console.hub.identities import Seen
from console.hub.jobs import Job, LostClaim
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain, to_plain

TAKE_IN = "take_in"
# Strikes: one when it came, one after each of these; after the last it is a dead letter
WAITS = (timedelta(seconds=30), timedelta(minutes=2))
WORDS = N_(
    "Something that came in could not be taken in, three times over. Nothing else was held "
    "up. An administrator finds it among the webhooks that could not be read."
)
# The item's own fault; any other of the database's is trouble of the database
_POISON = (IntegrityError, DataError, ProgrammingError)
_channel, _conversation = schema.channel, schema.conversation
_log = logging.getLogger(__name__)


async def apply(tx: Transaction, fact: Fact) -> None:
    """The fact has had its effect; what it raises is its own fault or the database's."""
    if isinstance(fact, TemplateChanged | NumberChanged):
        await notices.apply(tx, fact)
    else:
        await arrivals.apply(tx, fact)


async def park(tx: Transaction, fact: Fact, key: str) -> None:
    """The item is tried again by itself; `key` tells it from all others."""
    data = {"fact": type(fact).__name__, "told": to_plain(fact)}
    await jobs.put(
        tx, TAKE_IN, key, due_at=tx.now + WAITS[0], lane=f"{TAKE_IN} {_whose(fact)}", data=data
    )


def read(item: dict[str, Any]) -> Fact:
    """The fact as it was kept."""
    fact: Fact = from_plain(getattr(facts, item["fact"]), item["told"])
    return fact


def _whose(fact: Fact) -> str:
    who = getattr(fact, "who", None)
    return f"{who.phone} {who.user_id}" if isinstance(who, Who) else ""


class ParkedItems:
    """Tries parked items again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def take_in(self, job: Job) -> None:
        """Handles one `take_in` job."""
        async with self._store.transaction() as tx:
            if not await jobs.renew(tx, job):
                raise LostClaim
            trouble = await attempt(tx, job.data)
            if not trouble:
                await jobs.finish(tx, job)
            elif job.attempts < len(WAITS):
                await jobs.again(tx, job, tx.now + WAITS[job.attempts])
            else:
                await jobs.finish(tx, job)
                await _bury(tx, job.data, trouble)


async def attempt(tx: Transaction, item: dict[str, Any]) -> str:
    """What is wrong with an item, which then left nothing behind; empty if nothing is."""
    try:
        async with tx.savepoint():
            await apply(tx, read(item))
    except DBAPIError as error:
        if not isinstance(error, _POISON):
            raise
        return type(error.orig).__name__
    except Exception as error:  # noqa: BLE001 - one poisoned item must not stop the others
        _log.warning("a parked item was not taken in", exc_info=error)
        return type(error).__name__
    return ""


async def _bury(tx: Transaction, item: dict[str, Any], trouble: str) -> None:
    fact = read(item)
    channel_id = await _channel_of(tx, getattr(fact, "number_id", ""))
    who = getattr(fact, "who", None)
    named = customers.shown_name(who) if isinstance(who, Who) and who.is_known else ""
    await dead_letters.add(
        tx,
        conversation_id=await _thread_of(tx, channel_id, who),
        channel_id=channel_id,
        reason=Reason.NOT_TAKEN_IN.value,
        words=WORDS,
        code=trouble,
        kind=item["fact"],
        attempts=1 + len(WAITS),
        item=item | {"name": named},
    )


async def _channel_of(tx: Transaction, number_id: str) -> ChannelId | None:
    row = await tx.row(sa.select(_channel.c.id).where(_channel.c.phone_number_id == number_id))
    return None if row is None else ChannelId(row["id"])


async def _thread_of(tx: Transaction, channel_id: ChannelId | None, who: object) -> str | None:
    """The conversation it belongs to, if the customer is known already."""
    if channel_id is None or not isinstance(who, Who):
        return None
    known = await customers.known(tx, Seen(who=who, channel_id=channel_id, at=tx.now))
    if known is None:
        return None
    row = await tx.row(
        sa.select(_conversation.c.id).where(
            _conversation.c.channel_id == channel_id, _conversation.c.customer_id == known
        )
    )
    return None if row is None else str(row["id"])
