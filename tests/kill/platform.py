"""Platform: the simulator in a process of its own, its customers, and its ledger."""

import asyncio
import json
import os
from collections import Counter, deque
from datetime import UTC, datetime
from random import Random
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.app import parent
from console.app.shop.settings import (
    ACCESS_TOKEN,
    APP_SECRET,
    DISPLAY_NUMBER,
    PHONE_NUMBER_ID,
    VERIFY_TOKEN,
    WABA_ID,
)
from console.simulator import courier
from console.simulator.clock import WallClock
from console.simulator.scenarios import Scenario
from console.simulator.simulator import Simulator
from console.simulator.weather import Pace, Weather

QUIET, LEDGER = "/kill/quiet", "/kill/ledger"
_CUSTOMERS = 20
_WRITES_EVERY_S = 0.3  # of the wall, all customers together
_BACKLOG = 30  # of webhooks; while it is longer nobody writes, or slow machines never catch up
_CALL_TAKES_S = 0.12  # at most, before it is taken in and again before it is answered
# Meta's own gaps grow to hours, and the loop would wait for them: hours of an hour's test
_GAPS_S = (1, 2, 5, 10)
_PACE = Pace(sent_s=(0, 1), delivered_s=(0.5, 6), read_s=(1, 20))
_WEATHER = Weather(delay_s=(0, 2), duplicate=0.1, reorder=0.1, batch=0.3)


def play(
    seed: int, speed: float, began_at: datetime, webhook_url: str, started_by: int
) -> None:
    """Plays the platform until its parent is gone; says `ready URL` once it listens."""
    asyncio.run(_Played(seed, speed, began_at, webhook_url).run(started_by))


class _Played:
    def __init__(self, seed: int, speed: float, began_at: datetime, webhook_url: str) -> None:
        courier._GAPS_S = _GAPS_S  # type: ignore[assignment]
        now = began_at + (datetime.now(UTC) - began_at) * speed
        self._simulator = Simulator(
            clock=WallClock(speed, now),
            seed=seed,
            webhook_url=webhook_url,
            app_secret=APP_SECRET,
            access_token=ACCESS_TOKEN,
            verify_token=VERIFY_TOKEN,
            phone_number_id=PHONE_NUMBER_ID,
            waba_id=WABA_ID,
            display_number=DISPLAY_NUMBER,
            scenario=Scenario(name="killed", pace=_PACE, weather=_WEATHER),
        )
        self._courier = self._simulator.world.courier
        self._courier.posts = deque()  # every one is wanted here
        self._chance = Random(f"{seed}/customers")
        self._written: list[str] = []
        self._quiet = False

    async def run(self, started_by: int) -> None:
        routes = [
            Route(QUIET, self._be_quiet, methods=["POST"]),
            Route(LEDGER, self._ledger),
            Mount("/", app=_Slow(self._simulator.app, self._chance)),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), host="127.0.0.1", port=0, lifespan="off", log_config=None
        )
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        self._simulator.world.base_url = url
        os.write(1, f"ready {url}\n".encode())
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(self._simulator.run())
            while parent.is_there(started_by):
                await asyncio.sleep(self._chance.expovariate(1 / _WRITES_EVERY_S))
                if not self._quiet and self._backlog < _BACKLOG:
                    self._somebody_writes()
            playing.cancel()

    @property
    def _backlog(self) -> int:
        return len(self._courier.updates) + len(self._courier.parcels)

    def _somebody_writes(self) -> None:
        number = self._chance.randrange(_CUSTOMERS)
        who = self._simulator.customer(f"+316123450{number:02}", f"Customer {number}")
        self._written.append(who.writes(f"Message {len(self._written)}"))
        if self._chance.random() < 0.2:
            who.reads()

    async def _be_quiet(self, _request: Request) -> Response:
        self._quiet = True
        return JSONResponse({})

    async def _ledger(self, _request: Request) -> Response:
        taken, told = self._posted()
        world = self._simulator.world
        return JSONResponse(
            {
                "written": self._written,
                "taken": taken,
                "told": told,
                "sends": [[one.callback_data, one.text] for one in self._simulator.sent],
                "posts": len(self._courier.posts),
                "refused": sum(post.status != 200 for post in self._courier.posts),
                "left": self._backlog + len(world.agenda.pending()),
            }
        )

    def _posted(self) -> tuple[dict[str, int], dict[str, list[str]]]:
        """Which messages and which statuses were answered 200."""
        taken: Counter[str] = Counter()
        told: dict[str, list[str]] = {}
        for post in self._courier.posts:
            if post.status != 200:
                continue
            for value in _values(json.loads(post.body)):
                taken.update(message["id"] for message in value.get("messages", []))
                for status in value.get("statuses", []):
                    mark = status.get("biz_opaque_callback_data", "")
                    told.setdefault(mark, []).append(status["status"])
        return dict(taken), told


def _values(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [change["value"] for entry in body["entry"] for change in entry["changes"]]


class _Slow:
    """Calls take their time, so that hubs die before, in and after them."""

    def __init__(self, app: ASGIApp, chance: Random) -> None:
        self._app = app
        self._chance = chance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def later(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self._chance.random() * _CALL_TAKES_S)
            await send(message)

        await asyncio.sleep(self._chance.random() * _CALL_TAKES_S)
        await self._app(scope, receive, later)
