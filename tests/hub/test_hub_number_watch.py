"""Numbers are looked at each hour: what is wrong is an alarm, and what can't send waits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from console.wire import requests
from console.wire.codec import from_json
from console.wire.requests import Snapshot
from console.wire.views import ChannelView
from tests.given import NUMBER_ID
from tests.hub.test_hub_connecting import Place, a_place, advance


async def test_a_number_is_looked_at_each_hour_and_what_is_wrong_is_an_alarm(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        world, clock = place.simulator.world, place.given.clock
        await place.connect()
        await place.given.settle()
        assert (await view(place)).alarms == ()
        number = world.numbers[NUMBER_ID]
        number.quality = "RED"
        world.token_ends_at = int((clock.now() + timedelta(days=20)).timestamp())
        await advance(place, hours=1)
        await place.given.settle()
        shown = await view(place)
        assert shown.alarms == ("Quality: low.",)
        assert shown.token_ends_at == clock.now() + timedelta(days=20, hours=-1)
        assert shown.version_ends_at is not None  # v25.0
        assert shown.healthy
        number.quality, world.token_ends_at = "GREEN", 0
        await advance(place, hours=1)
        await place.given.settle()
        shown = await view(place)
        assert (shown.alarms, shown.token_ends_at) == ((), None)


async def test_a_number_that_meta_bans_waits_though_nobody_sends_and_goes_on_when_it_is_well(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        await place.given.settle()
        place.simulator.world.numbers[NUMBER_ID].status = "BANNED"
        await advance(place, hours=1)
        await place.given.settle()
        shown = await view(place)
        assert (shown.healthy, shown.trouble) == (
            False, "Meta says that the number is banned.",
        )  # fmt: skip
        place.simulator.world.numbers[NUMBER_ID].status = "CONNECTED"
        await advance(place, minutes=5)
        await place.given.settle()
        assert (await view(place)).healthy


async def view(place: Place) -> ChannelView:
    async with place.given.client("ada", "ada-2") as admin:
        found = from_json(Snapshot, (await admin.get(requests.SNAPSHOT)).content)
    (channel,) = found.channels
    return channel
