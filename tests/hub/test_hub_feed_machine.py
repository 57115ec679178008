"""The feed against a snapshot: any order of writes, drops, restarts and slow reading."""

import asyncio
import functools
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from console.domain.ids import ConversationId, Seq, SessionId
from console.domain.people import Role
from console.hub import auth, snapshot, subscriber
from console.hub.feed import Feed, Reset
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.subscriber import Subscriber
from console.wire.codec import from_json
from console.wire.events import FeedEvent, SessionChanged, SessionGone
from console.wire.views import SessionView
from tests.fakes import HandClock
from tests.floor import Floor

T = TypeVar("T")
NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
REPS = {"ana": Role.REP, "ben": Role.REP, "ruth": Role.ADMIN}
QUEUES, CUSTOMERS = ("repairs", "delivery"), ("lucas", "priya", "zoe")
FEW_FRAMES = 8  # so that slow readers fall behind
reps, customers, queues = map(st.sampled_from, (tuple(REPS), CUSTOMERS, QUEUES))
_PERSONAL = ("offered", "offer_over")


@dataclass
class Listener:
    """A desk: its place, what it shows, and its stream."""

    name: str
    place: Seq | None = None
    since: int = 0
    who: Principal | None = None
    heard: set[int] = field(default_factory=set)
    sessions: dict[SessionId, SessionView] = field(default_factory=dict)
    stream: Subscriber | None = None
    open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def connect(self, store: Store, feed: Feed) -> None:
        """Where it was, or from a snapshot."""
        await self.drop()
        async with store.reading() as connection:
            now = store.clock.now()
            self.who = (await auth.principals(connection, [self.name], now))[self.name][0]
        if self.place is None:
            found = await snapshot.take(store, self.who, hub_name="Shop")
            self.place = self.since = found.as_of
            self.heard.clear()
            self.sessions = {view.session_id: view for view in found.sessions}
        came = await self.open.enter_async_context(
            feed.subscribed(self.who, self.name, self.place)
        )
        if isinstance(came, Reset):
            self.place = None
            await self.drop()
        else:
            self.stream = came

    async def drop(self) -> None:
        """What waits in its stream is lost."""
        self.stream = None
        await self.open.aclose()

    async def read(self) -> None:
        """Takes what waits."""
        if self.stream is None:
            return
        taking = asyncio.get_running_loop().create_task(self.stream.take())
        await asyncio.wait({taking}, timeout=0.001)
        if not taking.done():
            taking.cancel()
            return
        ended = self.stream.closed
        for frame in taking.result().split(b"\n\n"):
            self._frame(frame)
        if ended or self.place is None:
            await self.drop()

    def _frame(self, frame: bytes) -> None:
        if b"event: reset" in frame:
            self.place = None
        elif b"event: event" in frame and self.place is not None:
            self._hear(from_json(FeedEvent, frame.partition(b"data: ")[2]))

    def _hear(self, event: FeedEvent) -> None:
        assert event.prev == self.place, f"{self.name} at {self.place} was told {event.prev}"
        assert event.seq > event.prev
        self.place = event.seq
        match event.data:
            case SessionChanged(session=view):
                assert self._may_see(view), f"{self.name} was told of {view}"
                self.sessions[view.session_id] = view
            case SessionGone(session_id=session_id):
                self.sessions.pop(session_id, None)
        if event.data is not None:
            self.heard.add(event.seq)

    def _may_see(self, view: SessionView) -> bool:
        assert self.who is not None
        return self.who.sees_all or f"queue:{view.queue_id}" in self.who.scopes


class Streams(RuleBasedStateMachine):
    """Three desks follow one hub."""

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "hub.db"
        path.write_bytes(_ground())
        self.clock = HandClock(NOON)
        self.store = Store(f"sqlite+aiosqlite:///{path}", clock=self.clock)
        self.floor = Floor(self.store, self.clock)
        self.desks = {name: Listener(name) for name in REPS}
        self.few = _few_frames()
        self.few.__enter__()
        self.do(self._begun())
        for name, desk in zip(CUSTOMERS, self.desks.values(), strict=True):
            self.do(desk.connect(self.store, self.feed))
            self.a_customer_writes(name, 1)

    async def _begun(self) -> None:
        self.feed = Feed(self.store)
        await self.feed.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @rule(name=customers, times=st.integers(1, 3))
    def a_customer_writes(self, name: str, times: int) -> None:
        for _ in range(times):
            self.do(self.floor.writes(ConversationId(f"c-{name}")))

    @rule(name=customers, queue=queues)
    def a_session_moves(self, name: str, queue: str) -> None:
        self.do(self._moved(name, queue))

    async def _moved(self, name: str, queue: str) -> None:
        of = schema.session.c.conversation_id == f"c-{name}"
        async with self.store.transaction() as tx:
            for row in await tx.rows(sa.select(schema.session.c.id).where(of)):
                await tx.execute(schema.session.update().where(of).values(queue_id=queue))
                tx.tell("session", row["id"])

    @rule(name=st.sampled_from(["ana", "ben"]), queue=queues)
    def a_rep_changes_queues(self, name: str, queue: str) -> None:
        self.do(self._changed(name, queue))

    async def _changed(self, name: str, queue: str) -> None:
        member = schema.queue_member
        async with self.store.transaction() as tx:
            await tx.execute(member.delete().where(member.c.rep_id == name))
            await tx.execute(member.insert().values(rep_id=name, queue_id=queue))
            tx.tell("rep", name, ["all"])

    @rule(name=reps)
    def a_desk_connects(self, name: str) -> None:
        self.do(self.desks[name].connect(self.store, self.feed))

    @rule(name=reps)
    def a_line_breaks(self, name: str) -> None:
        self.do(self.desks[name].drop())

    @rule(name=reps)
    def a_desk_reads(self, name: str) -> None:
        self.do(self.desks[name].read())

    @rule()
    def the_hub_pushes(self) -> None:
        self.do(self.feed.push())

    @rule(seconds=st.sampled_from([1, 6, 16]))
    def time_passes(self, seconds: int) -> None:
        self.do(self.clock.advance(seconds=seconds))
        self.feed.pulse()

    @rule()
    def the_hub_starts_again(self) -> None:
        for desk in self.desks.values():
            self.do(desk.drop())
        self.do(self._begun())

    @rule(kept=st.integers(0, 5))
    def the_journal_is_cleared(self, kept: int) -> None:
        self.do(self._cleared(kept))

    async def _cleared(self, kept: int) -> None:
        journal = schema.journal
        async with self.store.transaction() as tx:
            last = (await tx.execute(sa.select(sa.func.max(journal.c.seq)))).scalar() or 0
            await tx.execute(journal.delete().where(journal.c.seq <= last - kept))

    def teardown(self) -> None:
        if not hasattr(self, "feed"):
            return
        try:
            for desk in self.desks.values():
                self.do(self._is_right(desk))
        finally:
            self.few.__exit__(None, None, None)
            self.do(self.store.close())
            self.runner.close()
            self.folder.cleanup()

    async def _is_right(self, desk: Listener) -> None:
        """Once nothing breaks, the desk shows what the hub would show it now."""
        for _ in range(60):
            if desk.stream is None:
                await desk.connect(self.store, self.feed)
            await self.feed.push()
            await self.clock.advance(seconds=6)
            self.feed.pulse()
            await desk.read()
            if desk.stream is not None and desk.place == await self._end():
                break
        else:
            raise AssertionError(f"{desk.name} stays at {desk.place}")
        assert desk.who is not None
        found = await snapshot.take(self.store, desk.who, hub_name="Shop")
        assert {view.session_id: view for view in found.sessions} == desk.sessions
        if desk.who.sees_all:
            assert not await self._missed(desk)
        await desk.drop()

    async def _end(self) -> Seq:
        async with self.store.reading() as connection:
            return (await snapshot.head(connection))[0]

    async def _missed(self, desk: Listener) -> list[int]:
        journal = schema.journal
        query = sa.select(journal.c.seq).where(
            journal.c.seq > desk.since, journal.c.kind.not_in(_PERSONAL)
        )
        async with self.store.reading() as connection:
            there = (await connection.execute(query)).scalars()
            return [seq for seq in there if seq not in desk.heard]


@contextmanager
def _few_frames() -> Iterator[None]:
    before, subscriber.MOST_FRAMES = subscriber.MOST_FRAMES, FEW_FRAMES
    try:
        yield
    finally:
        subscriber.MOST_FRAMES = before


@functools.cache
def _ground() -> bytes:
    """A database with three reps who are signed in, offline, and three customers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hub.db"
        asyncio.run(_furnished(path))
        return path.read_bytes()


async def _furnished(path: Path) -> None:
    clock = HandClock(NOON)
    store = Store(f"sqlite+aiosqlite:///{path}", clock=clock)
    await store.create_tables()
    floor = await Floor(store, clock).furnish()
    for (name, role), queue in zip(REPS.items(), (*QUEUES, "repairs"), strict=True):
        who = await floor.rep(name, role=role, queues=(queue,), online=False)
        async with store.transaction() as tx:
            await tx.execute(
                schema.token.insert().values(
                    hash=name,
                    rep_id=who.rep_id,
                    desk_id=who.desk_id,
                    created_at=tx.now,
                    expires_at=tx.now + timedelta(days=30),
                )
            )
    for name in CUSTOMERS:
        await floor.customer(name)
    await store.close()


TestStreams = Streams.TestCase
TestStreams.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
