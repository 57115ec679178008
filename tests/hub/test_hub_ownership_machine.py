import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from console.domain.errors import RuleBroken
from console.domain.ids import ConversationId, Fence, RepId, SessionId, WorkId
from console.domain.people import Role, Wanted
from console.domain.sessions import OWNED
from console.domain.work import LIVE, WorkStatus
from console.hub import commands, sending, transfers
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.requests import TakeOver, Transfer
from tests.fakes import HandClock
from tests.floor import Floor, at

T = TypeVar("T")
REPS, CUSTOMERS = ("ana", "ben", "ruth"), ("lucas", "priya", "zoe")
reps, customers = st.sampled_from(REPS), st.sampled_from(CUSTOMERS)
_session, _work = schema.session, schema.work


class Ownership(RuleBasedStateMachine):
    """Reps, desks and customers do anything in any order; nobody is ever owner twice."""

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        clock = HandClock(datetime(2026, 5, 14, 12, 0, tzinfo=UTC))
        path = Path(self.folder.name) / "hub.db"
        self.floor = Floor(Store(f"sqlite+aiosqlite:///{path}", clock=clock), clock)
        self.finished: dict[str, str] = {}
        self.fences: dict[str, int] = {}
        self.refusals: list[str] = []
        self.do(self._furnish())

    async def _furnish(self) -> None:
        await self.floor.store.create_tables()
        await self.floor.furnish()
        await self.floor.rep("ana", capacity=1)
        await self.floor.rep("ben", capacity=2)
        await self.floor.rep("ruth", role=Role.SUPERVISOR)
        for name in CUSTOMERS:
            await self.floor.customer(name)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def attempt(self, work: Coroutine[Any, Any, object]) -> None:
        """Done or refused in words; anything else fails the test."""
        try:
            self.do(work)
        except RuleBroken as refused:
            self.refusals.append(refused.message)

    @rule(name=customers)
    def customer_writes(self, name: str) -> None:
        self.do(self.floor.writes(ConversationId(f"c-{name}")))

    @rule(name=reps)
    def accept(self, name: str) -> None:
        self.attempt(self._on_offer(name, accept=True))

    @rule(name=reps)
    def decline(self, name: str) -> None:
        self.attempt(self._on_offer(name, accept=False))

    async def _on_offer(self, name: str, *, accept: bool) -> None:
        who = self.floor.reps[name]
        work_id = await self._scalar(
            sa.select(_work.c.id).where(_work.c.rep_id == name, _work.c.status == "assigned")
        )
        if accept:
            await transfers.accept(self.floor.store, who, WorkId(work_id or "none"))
        else:
            await transfers.decline(self.floor.store, who, WorkId(work_id or "none"), "Busy")
        await self.floor.settle()

    @rule(name=reps)
    def take_next(self, name: str) -> None:
        self.attempt(commands.take_next(self.floor.store, self.floor.reps[name]))

    @rule(name=reps, to=reps, stale=st.booleans())
    def transfer(self, name: str, to: str, stale: bool) -> None:
        self.attempt(self._held(name, stale, "transfer", RepId(to)))

    @rule(name=reps, what=st.sampled_from(["end", "quieten", "keep_open", "send"]))
    def act(self, name: str, what: str) -> None:
        self.attempt(self._held(name, False, what))

    @rule(name=customers)
    def take_over(self, name: str) -> None:
        self.attempt(self._taken_over(name))

    async def _taken_over(self, name: str) -> None:
        session_id, fence = await self._newest(ConversationId(f"c-{name}"))
        await commands.take_over(
            self.floor.store,
            self.floor.reps["ruth"],
            session_id,
            TakeOver(fence=fence, reason="Escalation"),
        )

    async def _held(self, name: str, stale: bool, what: str, to: RepId | None = None) -> None:
        who = self.floor.reps[name]
        session_id = SessionId(
            await self._scalar(sa.select(_session.c.id).where(_session.c.owner_rep_id == name))
            or "none"
        )
        fence = Fence(
            (await self._scalar(sa.select(_session.c.fence).where(_session.c.id == session_id)))
            or 0
        )
        fence = Fence(fence - stale)
        await self._act(who, session_id, fence, what, to)
        await self.floor.settle()

    async def _act(
        self, who: Principal, session_id: SessionId, fence: Fence, what: str, to: RepId | None
    ) -> None:
        store = self.floor.store
        if what == "transfer":
            await transfers.transfer(store, who, session_id, Transfer(fence=fence, to_rep=to))
        elif what == "send":
            await sending.send(store, who, self.floor.says(session_id, fence, "Hello"))
        else:
            await getattr(commands, what)(store, who, session_id, at(fence))

    @rule(name=reps)
    def unplug(self, name: str) -> None:
        self.do(self.floor.unplug(self.floor.reps[name]))

    @rule(name=reps)
    def plug_in(self, name: str) -> None:
        self.do(self.floor.plug_in(self.floor.reps[name]))
        self.do(commands.set_presence(self.floor.store, self.floor.reps[name], Wanted.ONLINE))
        self.do(self.floor.settle())

    @rule(minutes=st.sampled_from([1, 31, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.do(self.floor.pass_time(minutes=minutes))

    @invariant()
    def one_owner_at_most_and_owner_is_the_rep_of_the_opened_work(self) -> None:
        if not hasattr(self, "floor"):
            return
        for session in self.do(self._rows(sa.select(_session))):
            live = [
                work
                for work in self.do(
                    self._rows(sa.select(_work).where(_work.c.session_id == session["id"]))
                )
                if work["ended_at"] is None
            ]
            assert len(live) <= 1
            opened = [work["rep_id"] for work in live if work["status"] == "opened"]
            assert session["owner_rep_id"] == (opened[0] if opened else None)
            assert (session["owner_rep_id"] is not None) == (session["status"] in OWNED)
            assert all(work["fence"] <= session["fence"] for work in live)
            assert session["fence"] >= self.fences.get(session["id"], 0)
            self.fences[session["id"]] = session["fence"]
            if session["ended_at"] is not None:
                assert not live

    @invariant()
    def finished_work_never_changes(self) -> None:
        if not hasattr(self, "floor"):
            return
        for work in self.do(self._rows(sa.select(_work))):
            if WorkStatus(work["status"]) not in LIVE:
                assert self.finished.setdefault(work["id"], work["status"]) == work["status"]

    @invariant()
    def one_open_session_a_conversation(self) -> None:
        if not hasattr(self, "floor"):
            return
        open_ones = [
            row["conversation_id"]
            for row in self.do(
                self._rows(
                    sa.select(_session.c.conversation_id).where(_session.c.ended_at.is_(None))
                )
            )
        ]
        assert len(open_ones) == len(set(open_ones))

    async def _rows(self, query: sa.Executable) -> list[sa.RowMapping]:
        async with self.floor.store.reading() as connection:
            return list((await connection.execute(query)).mappings())

    async def _scalar(self, query: sa.Executable) -> Any:
        async with self.floor.store.reading() as connection:
            return (await connection.execute(query)).scalar()

    async def _newest(self, conversation_id: ConversationId) -> tuple[SessionId, Fence]:
        rows = await self._rows(
            sa.select(_session.c.id, _session.c.fence)
            .where(_session.c.conversation_id == conversation_id)
            .order_by(_session.c.opened_at.desc())
        )
        return (rows[0]["id"], rows[0]["fence"]) if rows else (SessionId("none"), Fence(0))

    def teardown(self) -> None:
        if hasattr(self, "floor"):
            self.do(self.floor.store.close())
            self.runner.close()
            self.folder.cleanup()


TestOwnership = Ownership.TestCase
TestOwnership.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
