"""History: the shop's last days, played through a real hub and platform, kept in a folder."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy.dialects import sqlite

from console.app.shop import furnish
from console.app.shop.clock import SteppedClock
from console.app.shop.play import Player
from console.app.shop.road import Road
from console.app.shop.stories import Story
from console.hub.settings import Settings
from console.hub.store.columns import Moment
from console.simulator import saves, scenarios
from console.simulator.simulator import Simulator
from console.simulator.weather import Pace

FORMAT = 1
SCENARIO = "furniture-shop"
_AT_ONCE = Pace(delivered_s=(0.0, 0.0), read_s=(0.0, 0.0))
PLACES_HELD_FOR = timedelta(minutes=3)
_PHONE_BACK_AFTER = timedelta(minutes=9)
Progress = Callable[[int, int], None]


class History:
    """A folder with a hub's database and files and the platform's state beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hub_folder = folder / "hub"
        self.platform_state = folder / "platform" / "state.json"
        self._database = self.hub_folder / "hub.db"
        self._mark = folder / "history.json"

    def is_there(self, seed: int) -> bool:
        """Whether a whole history of this seed is kept here."""
        with suppress(OSError, ValueError):
            mark = json.loads(self._mark.read_text(encoding="utf-8"))
            return bool(mark == {"format": FORMAT, "seed": seed})
        return False

    def ends_at(self) -> datetime:
        """The last moment of what is kept, on the history's own clock."""
        moments = [saves.saved_at(self.platform_state)]
        with closing(sqlite3.connect(self._database)) as database:
            (at,) = database.execute("SELECT max(at) FROM journal").fetchone()
        newest = Moment().process_result_value(at, sqlite.dialect())
        return max([*moments, newest] if newest is not None else moments)

    def settings(self, story: Story) -> Settings:
        """What its hub runs by."""
        return furnish.settings(story, self.hub_folder)

    async def make(
        self, story: Story, *, seed: int, progress: Progress, goes_on: bool = True
    ) -> None:
        """The story has been played into the folder, up to its present.

        With `goes_on` its customers live on from there by themselves.
        """
        self.hub_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.platform_state.parent.mkdir(parents=True, exist_ok=True)
        clock = SteppedClock(story.begins_at)
        simulator = furnish.platform(clock, seed=seed, pace=_AT_ONCE)
        road = Road(
            self.settings(story), clock, simulator, furnish.light_passwords(), live=False
        )
        async with road:
            await self._play(road, story, progress)
            if goes_on:
                _let_them_live(simulator, clock.now(), Random(seed))
            await asyncio.to_thread(simulator.save, self.platform_state)
        await asyncio.to_thread(self.hold_places, clock.now(), 1.0)
        self._mark.write_text(json.dumps({"format": FORMAT, "seed": seed}), encoding="utf-8")

    async def _play(self, road: Road, story: Story, progress: Progress) -> None:
        assert road.hub is not None  # it is up
        await furnish.hire(road.hub, story)
        await road.settle()
        await furnish.let_templates_rest(road.hub, until=story.present)
        player = Player(road, story)
        async with player.at_work():
            await player.play(progress)
            await furnish.register(road.hub, story)
            await road.settle()

    def hold_places(self, now: datetime, speed: float) -> None:
        """Everybody counts as at their desk for a while: nobody went home, the demo did."""
        until = now + PLACES_HELD_FOR * max(speed, 1.0)
        with closing(sqlite3.connect(self._database)) as database, database:
            database.execute("DELETE FROM job WHERE kind = 'rep_lost'")
            database.execute(
                "UPDATE desk SET reachable_until = ? WHERE rep_id IN"
                " (SELECT id FROM rep WHERE wanted <> 'offline')",
                (Moment().process_bind_param(until, sqlite.dialect()),),
            )


def _let_them_live(simulator: Simulator, now: datetime, chance: Random) -> None:
    """The scenario's customers go on by themselves from now on."""
    scenario = scenarios.scenario(SCENARIO)
    for role in scenario.cast:
        customer = simulator.customer(role.phone, role.name)
        customer.auto_read = role.reads
        if not customer.auto_deliver:
            customer.comes_back(now + _PHONE_BACK_AFTER)
        turn_at = now + timedelta(seconds=20 + chance.expovariate(1 / scenario.tempo_s))
        simulator.world.agenda.plan(turn_at, "turn", by=role.wa_id)
