"""Leases of jobs against a small model: whoever lost a claim can do no more with it."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from console.hub import jobs
from console.hub.jobs import Job
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from tests.fakes import HandClock

T = TypeVar("T")
NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
keys, waits = st.sampled_from("abcde"), st.sampled_from([0, 0, 0, 20])


@dataclass
class Known:
    """What the model knows of a job."""

    place: int
    lane: str | None
    due_at: datetime
    holder: Job | None = None
    until: datetime | None = None

    def is_free(self, now: datetime) -> bool:
        return self.due_at <= now and (self.until is None or self.until <= now)


@dataclass
class Model:
    """Jobs by key, as they should be."""

    known: dict[str, Known] = field(default_factory=dict)
    places: int = 0

    def put(self, key: str, lane: str | None, due_at: datetime) -> None:
        self.places += 1
        place = self.known[key].place if key in self.known else self.places
        self.known[key] = Known(place, lane, due_at)

    def claimable(self, now: datetime) -> list[str]:
        free = [key for key, one in self.known.items() if self._may_go(one, now)]
        return sorted(free, key=lambda key: (self.known[key].due_at, self.known[key].place))

    def _may_go(self, job: Known, now: datetime) -> bool:
        before = [one for one in self.known.values() if one.place < job.place]
        first = job.lane is None or all(one.lane != job.lane for one in before)
        return first and job.is_free(now)

    def holds(self, claim: Job) -> bool:
        known = self.known.get(claim.key)
        return known is not None and known.holder is claim


class Leases(RuleBasedStateMachine):
    """Three replicas claim, die, freeze and come back late."""

    url = ""

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.clock = HandClock(NOON)
        self.store = Store(self.url, clock=self.clock)
        self.model = Model()
        self.claims: list[Job] = []  # all there ever were
        self.do(self._emptied())

    async def _emptied(self) -> None:
        async with self.store.transaction() as tx:
            await tx.execute(schema.job.delete())

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @rule(key=keys, lane=st.sampled_from([None, "one", "two"]), wait_s=waits)
    def a_job_is_put(self, key: str, lane: str | None, wait_s: int) -> None:
        due_at = self.clock.now() + timedelta(seconds=wait_s)
        self.do(self._put(key, lane, due_at))
        self.model.put(key, lane, due_at)

    async def _put(self, key: str, lane: str | None, due_at: datetime) -> None:
        async with self.store.transaction() as tx:
            await jobs.put(tx, "work", key, lane=lane, due_at=due_at)

    @rule(key=keys)
    def a_job_is_dropped(self, key: str) -> None:
        assert self.do(self._dropped(key)) == (self.model.known.pop(key, None) is not None)

    async def _dropped(self, key: str) -> bool:
        async with self.store.transaction() as tx:
            return await jobs.drop(tx, "work", key)

    @rule(owner=st.sampled_from(["x", "y", "z"]), limit=st.integers(1, 3))
    def a_replica_claims(self, owner: str, limit: int) -> None:
        expected = self.model.claimable(self.clock.now())[:limit]
        found = self.do(jobs.claim(self.store, "work", owner=owner, limit=limit))
        assert [job.key for job in found] == expected
        for job in found:
            known = self.model.known[job.key]
            known.holder, known.until = job, self.clock.now() + jobs.LEASE
        self.claims += found

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), wait_s=waits, what=st.sampled_from(["finish", "again", "renew"]))
    def a_holder_or_a_zombie_acts(self, data: st.DataObject, wait_s: int, what: str) -> None:
        claim = self.claims[-1 - data.draw(st.integers(0, min(len(self.claims), 6) - 1))]
        due_at = self.clock.now() + timedelta(seconds=wait_s)
        is_its_own = self.model.holds(claim)
        assert self.do(self._acts(claim, what, due_at)) == is_its_own
        if not is_its_own:
            return
        known = self.model.known[claim.key]
        match what:
            case "finish":
                del self.model.known[claim.key]
            case "again":
                known.due_at, known.holder, known.until = due_at, None, None
            case _:
                known.until = self.clock.now() + jobs.LEASE

    async def _acts(self, claim: Job, what: str, due_at: datetime) -> bool:
        async with self.store.transaction() as tx:
            return await self._act(tx, claim, what, due_at)

    async def _act(self, tx: Transaction, claim: Job, what: str, due_at: datetime) -> bool:
        match what:
            case "finish":
                return await jobs.finish(tx, claim)
            case "again":
                return await jobs.again(tx, claim, due_at)
            case _:
                return await jobs.renew(tx, claim)

    @rule(seconds=st.sampled_from([1, 20, 45]))
    def time_passes(self, seconds: int) -> None:
        self.do(self.clock.advance(seconds=seconds))

    @invariant()
    def the_table_is_the_model(self) -> None:
        if not hasattr(self, "model"):
            return
        there = {
            key: (known.lane, known.due_at, known.until)
            for key, known in self.model.known.items()
        }
        assert self.do(self._there()) == there

    async def _there(self) -> dict[str, tuple[str | None, datetime, datetime | None]]:
        async with self.store.reading() as connection:
            rows = await connection.execute(sa.select(schema.job))
            return {row.key: (row.lane, row.due_at, row.lease_until) for row in rows}

    def teardown(self) -> None:
        if hasattr(self, "model"):
            self.do(self.store.close())
            self.runner.close()


def test_f20_whoever_lost_a_claim_can_do_no_more_with_it(database_url: str) -> None:
    async def laid() -> None:
        store = Store(database_url, clock=HandClock(NOON))
        await store.create_tables()
        await store.close()

    asyncio.run(laid())

    class OnThisDatabase(Leases):
        url = database_url

    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
