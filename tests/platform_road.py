"""The road to the platform for tests: a served simulator, a served webhook, the hub's edge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.channels.whatsapp import signatures
from console.domain.ids import ConversationId, MessageId, SessionId
from console.domain.messages import Body
from console.hub import edge, jobs, transfers
from console.hub.files import FileStore
from console.hub.gateway import Gateway, GatewaySettings, open_gateway
from console.hub.principal import Principal
from console.hub.runner import Runner
from console.hub.sending import send
from console.hub.store import schema
from console.hub.store.store import Store
from console.simulator.simulator import Simulator
from console.wire.requests import SendMessage
from tests.fakes import serving
from tests.floor import Floor
from tests.simulator.receiving import PHONE, SECRET, TOKEN, VERIFY, WABA, simulated

LUCAS = "+33612345678"
SECRETS = [SECRET, SECRET + "-next"]  # two count while one is exchanged for the other


@dataclass
class Road:
    """A floor whose channel is a simulated WhatsApp number; nothing moves by itself."""

    floor: Floor
    simulator: Simulator
    gateway: Gateway
    files: FileStore
    chance: float = 0.5

    @property
    def store(self) -> Store:
        return self.floor.store

    @cached_property
    def _runners(self) -> list[Runner]:
        handlers = edge.handlers(self.store, self.gateway, self.files, lambda: self.chance)
        return [Runner(self.store, kind, one, owner="test") for kind, one in handlers.items()]

    async def settle(self) -> None:
        """Platform and hub have done all that is due now."""
        busy = True
        while busy:
            before = len(self.simulator.posts)
            await self.simulator.settle()
            ran = sum([await runner.run_due() for runner in self._runners])
            await self.floor.settle()
            busy = bool(ran) or len(self.simulator.posts) != before

    async def pass_time(self, **span: float) -> None:
        """Time passes; what falls due meanwhile is done when it does."""
        clock = self.floor.clock
        end = clock.now() + timedelta(**span)
        while clock.now() < end:
            coming = await self._next_at()
            later = clock.now() + timedelta(milliseconds=1)
            await clock.advance_to(min(max(coming or end, later), end))
            await self.settle()

    async def _next_at(self) -> datetime | None:
        """When the hub or the platform has something to do next."""
        due = await self.rows(sa.select(schema.job.c.due_at, schema.job.c.lease_until))
        world = self.simulator.world
        moments = [max(row["due_at"], row["lease_until"] or row["due_at"]) for row in due]
        moments += [at for at in (world.agenda.next_at(), world.courier.next_at()) if at]
        return min((at for at in moments if at > self.floor.clock.now()), default=None)

    async def take_in(self, body: bytes) -> str:
        """A webhook body has been kept and read; returns its raw id."""
        async with self.store.transaction() as tx:
            raw_id = await keep_raw(tx, body)
        await self.settle()
        return raw_id

    async def rows(self, query: sa.Executable) -> list[sa.RowMapping]:
        async with self.store.reading() as connection:
            return list((await connection.execute(query)).mappings())

    async def row(self, query: sa.Executable) -> sa.RowMapping:
        (found,) = await self.rows(query)
        return found

    async def message(self, message_id: str) -> sa.RowMapping:
        return await self.row(
            sa.select(schema.message).where(schema.message.c.id == message_id)
        )

    async def attempts(self, message_id: str) -> list[str]:
        """The outcomes of a message's attempts, in order."""
        query = (
            sa.select(schema.attempt.c.outcome)
            .where(schema.attempt.c.message_id == message_id)
            .order_by(schema.attempt.c.number)
        )
        return [row["outcome"] for row in await self.rows(query)]

    async def inbound(self) -> list[sa.RowMapping]:
        query = sa.select(schema.message).where(schema.message.c.direction == "inbound")
        return await self.rows(query.order_by(schema.message.c.at, schema.message.c.order))

    async def session(self) -> sa.RowMapping:
        """The one open session."""
        query = sa.select(schema.session).where(schema.session.c.ended_at.is_(None))
        return await self.row(query)

    async def conversation(self) -> sa.RowMapping:
        """The one conversation."""
        return await self.row(sa.select(schema.conversation))

    async def owned(self, text: str = "Hello?") -> tuple[Principal, SessionId]:
        """Lucas has written and a rep has taken the session."""
        who = await self.floor.rep("ana")
        self.simulator.customer(LUCAS, "Lucas Moreau").writes(text)
        await self.settle()
        session_id = SessionId((await self.session())["id"])
        await transfers.accept(self.store, who, await self.floor.work_id(session_id))
        return who, session_id

    async def says(
        self, who: Principal, session_id: SessionId, body: Body, key: str, **more: Any
    ) -> MessageId:
        """The rep has pressed Send; nothing has gone yet."""
        fence = await self.floor.fence(session_id)
        request = SendMessage(
            message_id=MessageId(key), session_id=session_id, fence=fence, body=body, **more
        )
        return await send(self.store, who, request)

    async def conversation_id(self) -> ConversationId:
        return ConversationId((await self.conversation())["id"])


async def keep_raw(tx: Any, body: bytes) -> str:
    """The id of a raw webhook, kept once, with the job that reads it."""
    raw = schema.raw_webhook
    digest = sha256(body).hexdigest()
    known = await tx.row(sa.select(raw.c.id).where(raw.c.sha256 == digest))
    if known is not None:
        return str(known["id"])
    insert = raw.insert().values(sha256=digest, received_at=tx.now, body=body)
    row = await tx.row(insert.returning(raw.c.id))
    await jobs.put(tx, "webhook", str(row["id"]))
    return str(row["id"])


class WebhookDoor:
    """A webhook that keeps what is signed, as the hub's own does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.app = Starlette(
            routes=[
                Route("/webhook", self._verify),
                Route("/webhook", self._take, methods=["POST"]),
            ]
        )

    async def _verify(self, request: Request) -> Response:
        answer = signatures.challenge(request.query_params, VERIFY)
        return PlainTextResponse(answer or "no", 403 if answer is None else 200)

    async def _take(self, request: Request) -> Response:
        raw = await request.body()
        if not signatures.verify(raw, request.headers.get("x-hub-signature-256"), SECRETS):
            return PlainTextResponse("no", 401)
        async with self._store.transaction() as tx:
            await keep_raw(tx, raw)
        return PlainTextResponse("")


@asynccontextmanager
async def built(floor: Floor, folder: Path, **simulation: Any) -> AsyncIterator[Road]:
    """A road whose platform and webhook are served on this machine."""
    async with floor.store.transaction() as tx:
        await tx.execute(
            schema.channel.update().values(
                phone_number_id=PHONE,
                waba_id=WABA,
                inactivity={
                    "quiet_s": 30 * 86_400,
                    "end_s": 30 * 86_400,
                },  # no clock interferes
            )
        )
    async with serving(WebhookDoor(floor.store).app) as webhook:
        simulator = simulated(floor.clock, webhook + "/webhook", **simulation)
        async with serving(simulator.app) as base:
            settings = GatewaySettings(base_url=base, version="v25.0", tokens={PHONE: TOKEN})
            async with open_gateway(settings) as gateway:
                yield Road(floor, simulator, gateway, FileStore(folder))
        await simulator.aclose()
