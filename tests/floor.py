"""A floor for tests of the hub's rules: reps, queues, a channel, customers; no doors."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

import sqlalchemy as sa

from console.domain.directions import Direction
from console.domain.ids import (
    ConversationId,
    DeskId,
    Fence,
    MessageId,
    PlatformId,
    RepId,
    SessionId,
    WorkId,
)
from console.domain.messages import Text
from console.domain.people import Role
from console.hub import access, jobs, sessions, timeline, transfers
from console.hub.principal import Principal
from console.hub.runner import Handler, Runner
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.timers import HANDLERS
from console.wire.requests import SendMessage, SessionCommand
from tests.fakes import HandClock

TEMPLATE = {
    "template_id": "waba/update/en",
    "name": "update",
    "language": "en",
    "category": "utility",
    "status": "approved",
    "title": "Update",
    "body": "Hello {{1}}.",
}


@dataclass
class Floor:
    """The floor and what a test does on it; times are the clock's."""

    store: Store
    clock: HandClock
    reps: dict[str, Principal] = field(default_factory=dict)
    _count: int = 0

    async def furnish(self) -> "Floor":
        """Two queues, one WhatsApp channel on the first, one template."""
        async with self.store.transaction() as tx:
            for queue_id in ("repairs", "delivery"):
                await tx.execute(
                    schema.queue.insert().values(id=queue_id, name=queue_id.title())
                )
            await tx.execute(
                schema.channel.insert().values(
                    id="wa",
                    kind="whatsapp",
                    name="Shop",
                    phone_number_id="111",
                    waba_id="waba",
                    display_number="+31 20 123 45 67",
                    queue_id="repairs",
                    inactivity={
                        "nudge_s": 900,
                        "nudge_text": "Still there?",
                        "quiet_s": 1800,
                        "end_s": 86400,
                    },
                )
            )
            await tx.execute(
                schema.template.insert().values(
                    id=TEMPLATE["template_id"],
                    waba_id="waba",
                    name="update",
                    language="en",
                    status="approved",
                    template=TEMPLATE,
                    synced_at=tx.now,
                )
            )
        return self

    async def rep(
        self,
        name: str,
        *,
        role: Role = Role.REP,
        capacity: int = 5,
        queues: tuple[str, ...] = ("repairs",),
        online: bool = True,
    ) -> Principal:
        """A rep at a desk of their own, online and reachable unless said otherwise."""
        who = Principal(
            rep_id=RepId(name),
            desk_id=DeskId(f"{name}-1"),
            name=name.title(),
            desk_name=f"{name}-1",
            role=role,
            scopes=access.scopes(RepId(name), role, queues),
        )
        self.reps[name] = who
        async with self.store.transaction() as tx:
            await tx.execute(
                schema.rep.insert().values(
                    id=name,
                    user_name=name,
                    name=name.title(),
                    role=role.value,
                    password_hash="-",
                    capacity=capacity,
                    languages=[],
                    wanted="online" if online else "offline",
                    wanted_at=tx.now,
                )
            )
            for queue in queues:
                await tx.execute(
                    schema.queue_member.insert().values(queue_id=queue, rep_id=name)
                )
        await self.desk(who, reachable=online)
        return who

    async def desk(
        self, who: Principal, *, reachable: bool = True, name: str = ""
    ) -> Principal:
        """The rep at this desk; with a `name` at another one."""
        desk_id = DeskId(name or who.desk_id)
        until = self.clock.now() + timedelta(days=30 if reachable else -1)
        async with self.store.transaction() as tx:
            await tx.execute(schema.desk.delete().where(schema.desk.c.id == desk_id))
            await tx.execute(
                schema.desk.insert().values(
                    id=desk_id, rep_id=who.rep_id, name=desk_id, reachable_until=until
                )
            )
        return Principal(
            rep_id=who.rep_id,
            desk_id=desk_id,
            name=who.name,
            desk_name=desk_id,
            role=who.role,
            scopes=who.scopes,
        )

    async def unplug(self, who: Principal) -> None:
        """The desk's lease has run out."""
        async with self.store.transaction() as tx:
            await tx.execute(
                schema.desk.update()
                .where(schema.desk.c.id == who.desk_id)
                .values(reachable_until=tx.now)
            )

    async def plug_in(self, who: Principal) -> None:
        """The desk's stream is alive again."""
        async with self.store.transaction() as tx:
            await tx.execute(
                schema.desk.update()
                .where(schema.desk.c.id == who.desk_id)
                .values(reachable_until=tx.now + timedelta(days=30))
            )

    async def customer(self, name: str) -> ConversationId:
        """A customer's conversation, still without a word in it."""
        async with self.store.transaction() as tx:
            await tx.execute(
                schema.customer.insert().values(
                    id=name,
                    name=name.title(),
                    created_at=tx.now,
                    facts=[],
                    labels=[],
                    consent=[],
                )
            )
            await tx.execute(
                schema.conversation.insert().values(
                    id=f"c-{name}", channel_id="wa", customer_id=name, address="31612345678"
                )
            )
        return ConversationId(f"c-{name}")

    async def writes(
        self, conversation_id: ConversationId, text: str = "Hello", at: datetime | None = None
    ) -> SessionId:
        """The customer's message has come in."""
        self._count += 1
        at = at or self.clock.now()
        async with self.store.transaction() as tx:
            session_id = await sessions.customer_wrote(
                tx, await timeline.lock(tx, conversation_id), at=at
            )
            await timeline.add(
                tx,
                conversation_id=conversation_id,
                direction=Direction.INBOUND,
                body=Text(text=text),
                at=at,
                platform_id=PlatformId(f"wamid.{self._count}"),
            )
        await self.settle()
        return session_id

    async def owned(self) -> tuple[Principal, ConversationId, SessionId]:
        """Maya has accepted Lucas's session."""
        maya = await self.rep("maya")
        conversation_id = await self.customer("lucas")
        session_id = await self.writes(conversation_id)
        await transfers.accept(self.store, maya, await self.work_id(session_id))
        return maya, conversation_id, session_id

    async def settle(self) -> None:
        """Everything that is due at this moment has been done."""
        while sum([await runner.run_due() for runner in self._runners]):
            pass

    @cached_property
    def _runners(self) -> list[Runner]:
        return [
            Runner(self.store, kind, _bind(self.store, kind), owner="test") for kind in HANDLERS
        ]

    async def pass_time(self, **span: float) -> None:
        """Time passes, and what falls due on the way is done at its own moment."""
        end = self.clock.now() + timedelta(**span)
        while (due_at := await self._next_due()) is not None and due_at < end:
            await self.clock.advance_to(max(due_at, self.clock.now()))
            await self.settle()
        await self.clock.advance_to(end)
        await self.settle()

    async def _next_due(self) -> datetime | None:
        dues = [await jobs.next_due(self.store, kind) for kind in HANDLERS]
        return min((due for due in dues if due is not None), default=None)

    async def session(self, session_id: SessionId) -> sa.RowMapping:
        """The session's row."""
        return await self._one(
            sa.select(schema.session).where(schema.session.c.id == session_id)
        )

    async def fence(self, session_id: SessionId) -> Fence:
        """The session's present fencing number."""
        return Fence((await self.session(session_id))["fence"])

    async def offer(self, session_id: SessionId) -> sa.RowMapping | None:
        """The session's live work, if any."""
        async with self.store.reading() as connection:
            query = sa.select(schema.work).where(
                schema.work.c.session_id == session_id, schema.work.c.ended_at.is_(None)
            )
            return (await connection.execute(query)).mappings().first()

    async def work_id(self, session_id: SessionId) -> WorkId:
        """The id of the session's live work."""
        work = await self.offer(session_id)
        assert work is not None
        return WorkId(work["id"])

    async def works(self, session_id: SessionId) -> list[str]:
        """The statuses of all work on a session, oldest first."""
        async with self.store.reading() as connection:
            query = (
                sa.select(schema.work.c.status)
                .where(schema.work.c.session_id == session_id)
                .order_by(schema.work.c.fence)
            )
            return list((await connection.execute(query)).scalars())

    async def lines(self, conversation_id: ConversationId) -> list[str]:
        """The transcript's words in order."""
        async with self.store.reading() as connection:
            query = (
                sa.select(schema.message.c.words)
                .where(schema.message.c.conversation_id == conversation_id)
                .order_by(schema.message.c.order)
            )
            return list((await connection.execute(query)).scalars())

    async def state(self, message_id: MessageId) -> str:
        """An outgoing message's state."""
        row = await self._one(
            sa.select(schema.message.c.state).where(schema.message.c.id == message_id)
        )
        return str(row["state"])

    async def _one(self, query: sa.Executable) -> sa.RowMapping:
        async with self.store.reading() as connection:
            return (await connection.execute(query)).mappings().one()

    def says(
        self, session_id: SessionId, fence: Fence, text: str, key: str = ""
    ) -> SendMessage:
        """A press of Send."""
        self._count += 1
        return SendMessage(
            message_id=MessageId(key or f"m{self._count}"),
            session_id=session_id,
            fence=fence,
            body=Text(text=text),
        )


def at(fence: Fence) -> SessionCommand:
    """A command under this fencing number."""
    return SessionCommand(fence=fence)


def _bind(store: Store, kind: str) -> Handler:
    return lambda job: HANDLERS[kind](store, job)
