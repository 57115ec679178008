"""Ingest: turns each raw webhook into messages, statuses and whatever else it tells."""

import asyncio
import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from console.channels.whatsapp import webhooks
from console.channels.whatsapp.facts import Fact, Unreadable, Who
from console.hub import foresight, jobs, outage, parked, unheard
from console.hub.arrivals import UnknownNumber
from console.hub.jobs import Job, LostClaim
from console.hub.store import raw_webhooks, schema
from console.hub.store.among import among
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

_raw = schema.raw_webhook
_READ = sa.select(_raw.c.body, _raw.c.done_at).where(_raw.c.id == sa.bindparam("which"))
_DONE = _raw.update().where(_raw.c.id == sa.bindparam("which"))
_UNREAD = (
    sa.select(_raw.c.id, _raw.c.body)
    .where(among(_raw.c.id, "ids"), _raw.c.done_at.is_(None))
    .order_by(_raw.c.id)
)
_ALL_DONE = _raw.update().where(among(_raw.c.id, "ids"))
# A batch can hold a thousand items; shorter transactions let others in between
_ITEMS_AT_ONCE = 50
_WEBHOOKS_AT_ONCE = 100
_PAUSE_AFTER = 4  # of them: statements don't pause, and others want the loop between
_TRIES = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Group:
    """Items of one customer, in order; no other customer's row is locked with them."""

    raw_id: int
    facts: tuple[Fact, ...]
    first: int  # the place of its first item in the webhook


class Ingest:
    """Reads raw webhooks; taking one in again changes nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self, job: Job) -> None:
        """Handles one `webhook` job; its key is the id of the raw webhook."""
        first = _Reading(int(job.key), job.data)

        async def work(tx: Transaction) -> None:
            await first.read(tx)
            if not first.left:
                await _finish(tx, job, first.trouble)

        # mostly there is one group, and then a single transaction does it all
        await self._store.together.do(work)
        trouble = first.trouble
        for group in first.left[:-1]:
            async with self._store.transaction() as tx:
                trouble += await _take_in(tx, group)
                # another that takes over goes on from here, or long ones might never end
                done = {"next": group.first + len(group.facts), "trouble": trouble}
                if not await jobs.renew(tx, job, done):
                    raise LostClaim
        if first.left:
            async with self._store.transaction() as tx:
                trouble += await _take_in(tx, first.left[-1])
                await _finish(tx, job, trouble)
        if trouble:
            _tell(job.key)

    async def read_many(self, job: Job) -> None:
        """Handles one `webhooks` job; its data has the ids of raw webhooks.

        What can't be read with the others has a `webhook` job of its own then.
        """
        ids: list[int] = job.data["ids"]
        while ids:
            now, ids = ids[:_WEBHOOKS_AT_ONCE], ids[_WEBHOOKS_AT_ONCE:]
            if not await self._are_read_together(job, now, ids):
                async with self._store.transaction() as tx:
                    await _keep_or_finish(tx, job, ids)
                    await _put_each(tx, now)

    async def _are_read_together(self, job: Job, now: list[int], later: list[int]) -> bool:
        """Whether it worked; if one of them spoils it for all, nothing has been done."""
        try:
            async with self._store.transaction() as tx:
                await _keep_or_finish(tx, job, later)
                troubled = await _read_all(tx, now)
        except LostClaim:
            raise
        except Exception as error:
            if outage.is_outage(error):
                raise
            _log.info("webhooks are read one by one", exc_info=error)
            return False
        for raw_id in troubled:
            _tell(raw_id)
        return True


async def _read_all(tx: Transaction, ids: list[int]) -> list[int]:
    """Those that had parts that can't be read; raises what a single item would be parked for.

    Savepoints and looks at what is there already are spared: mostly nothing goes wrong, and
    nothing is there.
    """
    rows = await tx.rows(_UNREAD, ids=ids)
    read = {row["id"]: webhooks.read(row["body"]) for row in rows}
    alone = [raw_id for raw_id, facts in read.items() if len(facts) > _ITEMS_AT_ONCE]
    together = {raw_id: facts for raw_id, facts in read.items() if raw_id not in alone}
    await _put_each(tx, alone)
    whole = list(itertools.chain.from_iterable(together.values()))
    await unheard.find(tx, whole)
    await foresight.foresee(tx, whole)
    troubled = []
    for number, (raw_id, facts) in enumerate(together.items()):
        if number % _PAUSE_AFTER == 0:
            await asyncio.sleep(0)
        trouble = [_told(fact) for fact in facts if isinstance(fact, Unreadable)]
        for fact in facts:
            try:
                await parked.apply(tx, fact)
            except UnknownNumber as error:
                trouble.append(f"{type(fact).__name__}: {error}")
        if trouble:
            troubled.append(raw_id)
            await _done(tx, raw_id, trouble)
    await tx.change(_ALL_DONE, ids=sorted(set(together) - set(troubled)), done_at=tx.now)
    return troubled


async def _put_each(tx: Transaction, ids: list[int]) -> None:
    for raw_id in ids:
        await jobs.put(tx, raw_webhooks.READ, str(raw_id))


class _Reading:
    """One raw webhook while it is read; `data` says how far another has come with it.

    Attributes:
        trouble: what could not be read or taken in, in words for administrators.
        left: groups that want transactions of their own.
    """

    def __init__(self, raw_id: int, data: dict[str, Any]) -> None:
        self._raw_id = raw_id
        self._data = data
        self.trouble: list[str] = []
        self.left: list[_Group] = []

    async def read(self, tx: Transaction) -> None:
        """The webhook is taken in, unless it holds several groups."""
        row = await tx.row(_READ, which=self._raw_id)
        self.trouble, groups = [], list[_Group]()
        if row is not None and row["done_at"] is None:
            facts, first = webhooks.read(row["body"]), self._data.get("next", 0)
            unreadable = [_told(fact) for fact in facts if isinstance(fact, Unreadable)]
            self.trouble = list(self._data.get("trouble", unreadable))
            groups = [group for group in _groups(facts, self._raw_id) if group.first >= first]
        self.left = groups if len(groups) > 1 else []
        if self.left:
            return
        for group in groups:
            self.trouble += await _take_in(tx, group)


def _tell(raw_id: int | str) -> None:
    _log.warning("part of a webhook could not be read", extra={"raw_id": str(raw_id)})


async def _keep_or_finish(tx: Transaction, job: Job, later: list[int]) -> None:
    """Nobody else has the job, and what it is to read later is on record."""
    mine = await (jobs.renew(tx, job, {"ids": later}) if later else jobs.finish(tx, job))
    if not mine:
        raise LostClaim


async def _done(tx: Transaction, raw_id: int, trouble: list[str]) -> None:
    await tx.change(_DONE, which=raw_id, done_at=tx.now, trouble="\n".join(trouble))


async def _finish(tx: Transaction, job: Job, trouble: list[str]) -> None:
    if not await jobs.finish(tx, job):
        raise LostClaim
    await _done(tx, int(job.key), trouble)


async def _take_in(tx: Transaction, group: _Group) -> list[str]:
    """What could not be taken in, in words for administrators; it is parked."""
    problems: list[str] = []
    for fact in group.facts:
        problem, may_help = await _one(tx, fact)
        if may_help:
            await parked.park(tx, fact, f"{group.raw_id}.{group.first + len(problems)}")
        problems.append(problem)
    return [problem for problem in problems if problem]


async def _one(tx: Transaction, fact: Fact) -> tuple[str, bool]:
    """What is wrong with one item, which then left nothing behind; empty if nothing is.

    And whether another try may help.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            async with tx.savepoint():
                await parked.apply(tx, fact)
        except IntegrityError as error:
            # another replica has just made the same customer or thread: look again
            if attempt == _TRIES:
                return f"{type(fact).__name__}: {type(error.orig).__name__}", True
        except (DataError, ProgrammingError) as error:
            return f"{type(fact).__name__}: {type(error.orig).__name__}", True
        except DBAPIError:
            raise  # the database is in trouble, not the item: the job is run again
        except Exception as error:  # noqa: BLE001 - one poisoned item must not stop the others
            _log.warning("an item of a webhook was not taken in", exc_info=error)
            # a plain LookupError is in our words; others may quote what came
            ours = type(error) in {LookupError, UnknownNumber}
            return f"{type(fact).__name__}: {error if ours else type(error).__name__}", not ours
        else:
            return "", False
    return "", False


def _groups(facts: list[Fact], raw_id: int) -> Iterator[_Group]:
    """Neighbours of one customer together, never more than a transaction should hold."""
    gathered: list[Fact] = []
    for place, fact in enumerate(facts):
        if gathered and (
            _whose(fact) != _whose(gathered[-1]) or len(gathered) >= _ITEMS_AT_ONCE
        ):
            yield _Group(raw_id, tuple(gathered), place - len(gathered))
            gathered = []
        gathered.append(fact)
    if gathered:
        first = len(facts) - len(gathered)
        yield _Group(raw_id, tuple(gathered), first)


def _whose(fact: Fact) -> tuple[str, str]:
    who = getattr(fact, "who", None)
    if not isinstance(who, Who):
        return "", ""
    return who.phone, who.user_id or who.parent_user_id


def _told(fact: Unreadable) -> str:
    return f"{fact.place}: {fact.problem}"
