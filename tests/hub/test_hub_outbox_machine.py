"""The outbox against a small model: any order of presses, calls, crashes and statuses."""

import asyncio
import contextlib
import functools
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.facts import StatusReported
from console.domain.delivery import PENDING, REACHED_CUSTOMER, Delivery, rank
from console.domain.errors import RuleBroken
from console.domain.ids import ChannelId, ConversationId, MessageId, PlatformId, SessionId
from console.hub import edge, jobs, sending, statuses, transfers
from console.hub.files import FileStore
from console.hub.gateway import Answer, Gateway, NoAnswer, NotReached, Reply
from console.hub.jobs import LostClaim
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.codec import to_json
from tests.fakes import HandClock
from tests.floor import Floor

T = TypeVar("T")
NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
CUSTOMERS = ("lucas", "priya")
#: What may come of a call: whether the platform has taken the message in, and what is answered.
TAKEN = ("accepts", "answer_lost", "fails_after", "dies_after")
NOT_TAKEN = ("request_lost", "not_reached", "too_fast", "refuses", "dies_before")
CERTAIN = {"not_reached", "too_fast", "refuses", "dies_before"}  # it can't have gone
outcomes = st.sampled_from(TAKEN + NOT_TAKEN)
customers = st.sampled_from(CUSTOMERS)


class Died(Exception):  # noqa: N818 - says what happened
    """The hub that made the call is no more."""


@dataclass
class Copy:
    """One message that reaches a customer, and what the platform told of it."""

    send_id: str
    wamid: str
    told: list[Delivery] = field(default_factory=list)

    def may_be_told(self, status: Delivery) -> bool:
        if status is Delivery.FAILED:
            return REACHED_CUSTOMER.isdisjoint(self.told)
        return Delivery.FAILED not in self.told


class Platform(Gateway):
    """A platform that knows no repeat and does what the test wants next."""

    def __init__(self) -> None:
        self.how = "accepts"
        self.calls: list[str] = []
        self.risky: Counter[str] = Counter()
        self.copies: list[Copy] = []
        self.slow: asyncio.Future[str] | None = None
        self.called = asyncio.Event()

    async def call(self, call: GraphCall, *, number_id: str) -> Answer:
        send_id = str((call.body or {})["biz_opaque_callback_data"])
        self.calls.append(send_id)
        how = self.how
        if how == "slow":
            self.slow = asyncio.get_running_loop().create_future()
            self.called.set()
            how = await self.slow
        self.risky[send_id] += how not in CERTAIN
        if how in TAKEN:
            self.copies.append(Copy(send_id, f"wamid.{len(self.copies)}"))
        return self._replied(how)

    def _replied(self, how: str) -> Answer:
        match how:
            case "accepts":
                return _reply(200, {"messages": [{"id": self.copies[-1].wamid}]})
            case "answer_lost" | "request_lost":
                return NoAnswer("ReadTimeout")
            case "not_reached":
                return NotReached("ConnectError")
            case "fails_after":
                return _reply(500, {"error": {"code": 131000, "message": "no"}})
            case "too_fast":
                return _reply(429, {"error": {"code": 130429, "message": "no"}})
            case "refuses":
                return _reply(400, {"error": {"code": 131026, "message": "no"}})
            case _:
                raise Died


def _reply(status: int, body: dict[str, Any]) -> Reply:
    return Reply(status, to_json(body, dict[str, Any]), {})


@functools.cache
def _ground() -> tuple[bytes, Principal, dict[str, SessionId]]:
    """A database in which Ana has a session with each customer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hub.db"
        ana, sessions = asyncio.run(_furnished(path))
        return path.read_bytes(), ana, sessions


async def _furnished(path: Path) -> tuple[Principal, dict[str, SessionId]]:
    clock = HandClock(NOON)
    store = Store(f"sqlite+aiosqlite:///{path}", clock=clock)
    await store.create_tables()
    floor = await Floor(store, clock).furnish()
    ana = await floor.rep("ana")
    sessions = {}
    for name in CUSTOMERS:
        sessions[name] = await floor.writes(await floor.customer(name))
        await transfers.accept(store, ana, await floor.work_id(sessions[name]))
    await store.close()
    return ana, sessions


class Sends(RuleBasedStateMachine):
    """Two replicas' outbox: a message goes once unless a person asks for it again."""

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        ground, self.ana, self.session_of = _ground()
        (path / "hub.db").write_bytes(ground)
        self.clock = HandClock(NOON)
        self.store = Store(f"sqlite+aiosqlite:///{path / 'hub.db'}", clock=self.clock)
        self.floor = Floor(self.store, self.clock)
        self.platform = Platform()
        files = FileStore(path / "media")
        self.send = edge.handlers(self.store, self.platform, files, lambda: 0.5)["send"]
        self.asked: Counter[str] = Counter()  # how often a person wanted it sent
        self.of: dict[str, str] = {}  # whose message it is, in the order of presses
        self.seen: dict[str, Delivery] = {}
        self.slow_call: asyncio.Task[None] | None = None
        for name in CUSTOMERS * 2:
            self.a_rep_presses_send(name)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @rule(name=customers)
    def a_rep_presses_send(self, name: str) -> None:
        key = f"m{len(self.of)}"
        if self.do(self._pressed(name, key)):
            self.of[key] = name
            self.asked[key] += 1

    async def _pressed(self, name: str, key: str) -> bool:
        session_id = self.session_of[name]
        request = self.floor.says(session_id, await self.floor.fence(session_id), "Hi", key)
        try:
            await sending.send(self.store, self.ana, request)
            await sending.send(self.store, self.ana, request)  # its answer was lost
        except RuleBroken:
            return False
        return True

    @precondition(lambda self: self.of)
    @rule(data=st.data(), again=st.booleans())
    def a_rep_decides(self, data: st.DataObject, again: bool) -> None:
        key = data.draw(st.sampled_from(list(self.of)))
        decide = sending.send_again if again else sending.cancel
        try:
            self.do(decide(self.store, self.ana, MessageId(key)))
        except RuleBroken:
            return
        if again:
            self.asked[key] += 1
            self.seen[key] = Delivery.ACCEPTED_BY_HUB

    @rule()
    def a_replica_sends_well(self) -> None:
        self.a_replica_sends("accepts")

    @rule(how=outcomes)
    def a_replica_sends(self, how: str) -> None:
        self.platform.how = how
        self.do(self._sent())

    async def _sent(self) -> None:
        for job in await jobs.claim(self.store, "send", owner="hub", limit=1):
            with contextlib.suppress(Died, LostClaim):  # its lease stays
                await self.send(job)

    @precondition(lambda self: self.slow_call is None)
    @rule()
    def a_call_is_slow(self) -> None:
        self.do(self._slowly())

    async def _slowly(self) -> None:
        self.platform.how = "slow"
        self.platform.called.clear()
        task = asyncio.get_running_loop().create_task(self._sent())
        called = asyncio.get_running_loop().create_task(self.platform.called.wait())
        await asyncio.wait({task, called}, return_when=asyncio.FIRST_COMPLETED)
        called.cancel()
        self.slow_call = None if task.done() else task

    @precondition(lambda self: self.slow_call is not None)
    @rule(how=outcomes)
    def the_slow_call_ends(self, how: str) -> None:
        self.do(self._ended(how))

    async def _ended(self, how: str) -> None:
        assert self.slow_call is not None
        assert self.platform.slow is not None
        self.platform.slow.set_result(how)
        await self.slow_call
        self.slow_call = self.platform.slow = None

    @precondition(lambda self: self.platform.copies)
    @rule(
        data=st.data(),
        status=st.sampled_from(
            [Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED]
        ),
        times=st.integers(1, 2),
    )
    def the_platform_tells(self, data: st.DataObject, status: Delivery, times: int) -> None:
        copy = data.draw(st.sampled_from(self.platform.copies))
        if copy.may_be_told(status):
            copy.told.append(status)
            for _ in range(times):
                self.do(self._told(copy, status))

    async def _told(self, copy: Copy, status: Delivery) -> None:
        told = StatusReported(
            number_id="111",
            platform_id=PlatformId(copy.wamid),
            message_id=copy.send_id,
            status=status,
            at=self.clock.now(),
            code=131026 if status is Delivery.FAILED else 0,
        )
        async with self.store.transaction() as tx:
            await statuses.merge(tx, ChannelId("wa"), told)

    @rule(seconds=st.sampled_from([5, 31, 46, 600, 25 * 3600]))
    def time_passes(self, seconds: int) -> None:
        self.do(self.clock.advance(seconds=seconds))

    @rule(name=customers)
    def a_customer_writes(self, name: str) -> None:
        self.do(self.floor.writes(ConversationId(f"c-{name}")))

    @invariant()
    def nothing_goes_more_often_than_a_person_asked(self) -> None:
        for key, times in self.platform.risky.items() if hasattr(self, "of") else ():
            assert times <= self.asked.get(key, 1), key  # the hub asks for its nudges itself

    @invariant()
    def each_customer_gets_messages_in_their_order(self) -> None:
        for name in CUSTOMERS if hasattr(self, "of") else ():
            once = [key for key in self.of if self.of[key] == name and self.asked[key] == 1]
            places = [once.index(key) for key in self.platform.calls if key in once]
            assert places == sorted(places)

    @invariant()
    def states_never_move_back(self) -> None:
        if hasattr(self, "of"):
            for key, state in self.do(self._states()).items():
                old = self.seen.get(key, state)
                assert state is old or _may_move(old, state), f"{key}: {old} to {state}"
                self.seen[key] = state

    async def _states(self) -> dict[str, Delivery]:
        query = sa.select(schema.message.c.id, schema.message.c.state).where(
            schema.message.c.direction == "outbound", schema.message.c.author_id == "ana"
        )
        async with self.store.reading() as connection:
            rows = await connection.execute(query)
            return {row.id: Delivery(row.state) for row in rows}

    def teardown(self) -> None:
        if not hasattr(self, "of"):
            return
        try:
            self.do(self._all_done())
            self._everything_is_true()
        finally:
            self.do(self.store.close())
            self.runner.close()
            self.folder.cleanup()

    async def _all_done(self) -> None:
        """Nothing breaks any more, until nothing is due."""
        if self.slow_call is not None:
            await self._ended("accepts")
        self.platform.how = "accepts"
        for _ in range(400):
            due_at = await jobs.next_due(self.store, "send")
            if due_at is None:
                return
            await self.clock.advance_to(due_at)
            await self._sent()
        raise AssertionError("there is always something to send")

    def _everything_is_true(self) -> None:
        self.nothing_goes_more_often_than_a_person_asked()
        self.each_customer_gets_messages_in_their_order()
        self.states_never_move_back()
        states = self.do(self._states())
        assert set(states) == set(self.of)
        for key, state in states.items():
            copies = [copy for copy in self.platform.copies if copy.send_id == key]
            told = {status for copy in copies for status in copy.told}
            assert state not in PENDING, key
            assert copies or rank(state) < rank(Delivery.ACCEPTED), key
            assert state is not Delivery.UNKNOWN or not told, key
            assert not told & REACHED_CUSTOMER or state in REACHED_CUSTOMER, key


def _may_move(old: Delivery, new: Delivery) -> bool:
    if old in {Delivery.ACCEPTED_BY_HUB, Delivery.SENDING, Delivery.RETRYING}:
        return True
    if new is Delivery.FAILED:
        return old not in REACHED_CUSTOMER
    if old is Delivery.FAILED:
        return new in REACHED_CUSTOMER
    return rank(new) > rank(old)


TestSends = Sends.TestCase
TestSends.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
