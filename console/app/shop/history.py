"""History: the shop's last days, played through a real hub and platform into a folder."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from console.app.shop import furnish
from console.app.shop.clock import SteppedClock
from console.app.shop.kept import KeptShop, draft_of
from console.app.shop.play import Player
from console.app.shop.road import Road
from console.app.shop.settings import SCENARIO
from console.app.shop.stories import Story
from console.simulator import scenarios
from console.simulator.simulator import Simulator
from console.simulator.weather import Pace

_AT_ONCE = Pace(delivered_s=(0.0, 0.0), read_s=(0.0, 0.0))
_PHONE_BACK_AFTER = timedelta(minutes=9)
Progress = Callable[[int, int], None]


async def play(
    folder: Path, story: Story, *, seed: int, progress: Progress, goes_on: bool = True
) -> KeptShop:
    """The story has been played into the folder, up to its present; all of it or nothing.

    With `goes_on` its customers live on from there by themselves.
    """
    draft = KeptShop(draft_of(folder))
    shutil.rmtree(draft.folder, ignore_errors=True)
    try:
        await _play_into(draft, story, seed, progress, goes_on=goes_on)
        shutil.rmtree(folder, ignore_errors=True)
        draft.folder.rename(folder)
    finally:
        shutil.rmtree(draft.folder, ignore_errors=True)
    return KeptShop(folder)


async def _play_into(
    shop: KeptShop, story: Story, seed: int, progress: Progress, *, goes_on: bool
) -> None:
    shop.hub_folder.mkdir(parents=True, mode=0o700)
    shop.platform_state.parent.mkdir(parents=True)
    clock = SteppedClock(story.begins_at)
    simulator = furnish.platform(clock, seed=seed, pace=_AT_ONCE)
    road = Road(shop.settings(story), clock, simulator, furnish.light_passwords(), live=False)
    async with road:
        await _tell(road, story, progress)
        if goes_on:
            _let_them_live(simulator, clock.now(), Random(seed))
        await asyncio.to_thread(simulator.save, shop.platform_state)
    await asyncio.to_thread(shop.hold_places, clock.now(), 1.0)
    shop.mark(seed)


async def _tell(road: Road, story: Story, progress: Progress) -> None:
    assert road.hub is not None  # it is up
    await furnish.hire(road.hub, story)
    await furnish.price(road.hub)
    await road.settle()
    await furnish.let_templates_rest(road.hub, until=story.present)
    player = Player(road, story)
    async with player.at_work():
        await player.play(progress)
        await furnish.register(road.hub, story)
        await road.settle()


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
