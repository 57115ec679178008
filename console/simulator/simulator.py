"""The simulated platform as one object: its HTTP door, its customers, its passing of time."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from starlette.applications import Starlette

from console.simulator import (
    arrivals,
    crowd,
    deliveries,
    door,
    graph,
    saves,
    template_reviews,
    troubles,
)
from console.simulator.agenda import Due
from console.simulator.clock import Clock
from console.simulator.courier import Post
from console.simulator.customers import Customer
from console.simulator.faults import Faults
from console.simulator.identifiers import digits_of
from console.simulator.incidents import Incidents
from console.simulator.messages import SentMessage
from console.simulator.scenarios import QUIET, RESOURCES, Scenario
from console.simulator.world import Business, World

_VERBS: dict[str, Callable[..., None]] = {
    "send": deliveries.send,
    "deliver": deliveries.deliver,
    "read": deliveries.read,
    "fail_too": deliveries.fail_too,
    "write": arrivals.write,
    "call": arrivals.call,
    "read_all": arrivals.read_all,
    "come_back": arrivals.come_back,
    "go_quiet": arrivals.go_quiet,
    "prefer": arrivals.prefer,
    "act": crowd.act,
    "turn": crowd.turn,
    "notice": crowd.notice,
    "trouble": troubles.happen,
    "unpause": template_reviews.unpause,
    "move_template": template_reviews.move,
    "review": template_reviews.review,
}


class Simulator:
    """Plays Meta's Graph API and the customers, over HTTP.

    Attributes:
        app: The ASGI application with the Graph API.
        world: What the platform knows.
        incidents: What can happen to the account.

    With `begin=False` the scenario's customers stay silent until a saved history is put in.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        seed: int = 0,
        webhook_url: str | None,
        app_secret: str,
        access_token: str,
        verify_token: str,
        phone_number_id: str,
        waba_id: str,
        display_number: str,
        scenario: Scenario | None = None,
        begin: bool = True,
    ) -> None:
        self.scenario = scenario or QUIET
        self.world = World(
            clock=clock,
            rng=Random(seed),
            business=Business(
                phone_number_id=phone_number_id,
                waba_id=waba_id,
                display_number=display_number,
                access_token=access_token,
                app_secret=app_secret,
                verify_token=verify_token,
            ),
            pace=self.scenario.pace,
            weather=self.scenario.weather,
            webhook_url=webhook_url,
        )
        self.world.templates.load(RESOURCES / "templates.json")
        if begin:
            crowd.begin(self.world, self.scenario.cast, self.scenario.tempo_s, clock.now())
            troubles.begin(self.world, self.scenario.troubles, clock.now())
        self.app = Starlette(routes=[*door.routes(self.world), *graph.routes(self.world)])
        self.incidents = Incidents(self.world)
        self._playing = asyncio.Lock()

    @classmethod
    def load(cls, path: str | Path, **options: Any) -> "Simulator":
        """A simulator that goes on where a saved one stopped; options as for a new one."""
        simulator = cls(**options, begin=False)
        scenario = simulator.scenario
        crowd.enlist(simulator.world, scenario.cast, scenario.tempo_s)
        saves.restore(simulator.world, Path(path))
        return simulator

    def save(self, path: str | Path) -> None:
        """Writes the played history to a JSON file and the media to a folder beside it."""
        saves.save(self.world, Path(path))

    @property
    def sent(self) -> list[SentMessage]:
        """Every message accepted from the business, oldest first."""
        return self.world.sent

    @property
    def faults(self) -> Faults:
        """Where to queue faults for the next calls."""
        return self.world.faults

    @property
    def posts(self) -> list[Post]:
        """Every attempt at the webhook, oldest first."""
        return list(self.world.courier.posts)

    @property
    def webhook_url(self) -> str | None:
        """Where updates go; they wait while there is none."""
        return self.world.courier.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self.world.courier.url = url
        self.world.bell.set()

    def customer(self, phone: str, name: str | None = None) -> Customer:
        """The customer with this number; somebody new if nobody had it yet."""
        return Customer(self.world, self.world.person(digits_of(phone), name))

    async def settle(self) -> None:
        """Plays and posts everything due now; returns when nothing more is due."""
        async with self._playing:
            while True:
                now = self.world.clock.now()
                due = self.world.agenda.take_due(now)
                if due is not None:
                    self._play(due)
                elif not await self.world.courier.post_due(now):
                    return

    async def run(self) -> None:
        """Plays on the clock until cancelled."""
        try:
            while True:
                self.world.bell.clear()
                await self.settle()
                await self._rest()
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Closes the connection to the webhook."""
        await self.world.courier.aclose()

    def _play(self, due: Due) -> None:
        _VERBS[due.verb](self.world, due.at, **due.args)

    async def _rest(self) -> None:
        """Returns when something is due, or when something new was planned."""
        seconds = self._seconds_left()
        async with asyncio.TaskGroup() as group:
            waits: list[asyncio.Task[bool]] = [group.create_task(self._ring())]
            if seconds is not None:
                waits.append(group.create_task(self._sleep(seconds)))
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()

    async def _ring(self) -> bool:
        return await self.world.bell.wait()

    async def _sleep(self, seconds: float) -> bool:
        await self.world.clock.sleep(seconds)
        return True

    def _seconds_left(self) -> float | None:
        moments = [self.world.agenda.next_at(), self.world.courier.next_at()]
        coming: list[datetime] = [moment for moment in moments if moment is not None]
        if not coming:
            return None
        return max((min(coming) - self.world.clock.now()).total_seconds(), 0.0)
