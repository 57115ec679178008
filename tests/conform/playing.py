"""Every kind of request of the hub, made by its own gateway at a simulated platform."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from console.channels.whatsapp.calls import GraphCall, Piece, Upload
from console.hub.gateway import Answer, Gateway, GatewaySettings, Reply
from console.simulator.simulator import Simulator
from tests.conform.recording import Recorded, Recording
from tests.fakes import HandClock, serving
from tests.simulator.receiving import PHONE, TOKEN, WABA, Receiver, simulated

LUCAS = "31612345678"
OTHER = "333"  # a number whose token is wrong
_MOMENT = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


@dataclass
class Player:
    """Makes the hub's calls and remembers which of its functions made them.

    Attributes:
        files: the platform's ids of uploaded files by their kind.
    """

    gateway: Gateway
    recording: Recording
    simulator: Simulator
    clock: HandClock
    played: set[Callable[..., Any]] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)

    async def ask(self, name: str, maker: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """The JSON of Graph's answer to the call that `maker` makes, or to the last of them.

        `content` is the file of an upload; `status` the one that is expected, 200 by itself.
        """
        content, status = more.pop("content", b""), more.pop("status", 200)
        number_id = more.pop("with_token_of", PHONE)
        self.recording.name = name
        self.played.add(maker)
        made, body = maker(*given, **more), None
        for call in made if isinstance(made, tuple) else (made,):
            answer = await self._answer(call, content, number_id)
            assert isinstance(answer, Reply), (name, answer)
            assert answer.status == status, (name, answer.raw)
            body = answer.body
        return body

    async def _answer(self, call: object, content: bytes, number_id: str) -> Answer:
        match call:
            case GraphCall():
                return await self.gateway.call(call, number_id=number_id)
            case Upload():
                return await self.gateway.upload(call, content, number_id=number_id)
            case Piece():
                return await self.gateway.send_piece(call, content, number_id=number_id)
        raise AssertionError(call)

    def knows(self, id_: str, noun: str) -> str:
        """The id, from now on shown as what it is an id of."""
        self.recording.nouns[id_] = noun
        return id_

    def sample(self, name: str) -> bytes:
        """One of the simulator's own pictures and recordings."""
        folder = Path(__file__).parents[2] / "resources" / "simulator"
        return next(folder.rglob(name)).read_bytes()

    @property
    def taken(self) -> list[Recorded]:
        """What has been recorded."""
        return self.recording.taken


@asynccontextmanager
async def player() -> AsyncIterator[Player]:
    """A player at a platform to which Lucas has just written."""
    clock, receiver, recording = HandClock(_MOMENT), Receiver(), Recording()
    async with serving(receiver.app) as webhook:
        simulator = simulated(clock, webhook + "/webhook")
        async with serving(simulator.app) as base:
            settings = GatewaySettings(
                base_url=base,
                version="v23.0",
                tokens={PHONE: TOKEN, OTHER: "wrong"},
                media_hosts=(),
            )
            async with httpx.AsyncClient(transport=recording, trust_env=False) as client:
                one = Player(Gateway(settings, client), recording, simulator, clock)
                one.knows(PHONE, "phone")
                one.knows(WABA, "account")
                simulator.customer(f"+{LUCAS}", "Lucas Moreau").writes("Hi")
                await simulator.settle()
                yield one
