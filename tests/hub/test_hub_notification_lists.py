"""Lists: each customer once, at a pace, whatever happens; bad lines are told before."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.domain.errors import AlreadyDecided, InvalidInput, NotFound
from console.domain.ids import ChannelId
from console.domain.notification_lists import ListState
from console.domain.notifications import State
from console.hub import customer_notes, notification_lists, templates_sync
from console.hub.notification_lists import NOTIFY_LIST, ListPacer
from console.hub.principal import Principal
from console.hub.runner import Runner
from console.wire.notifications import ListLine, ListView, NotifyMany
from tests.floor import Floor
from tests.hub.test_hub_notifications import HOURS, a_template, agreed, received, values
from tests.platform_road import Road, built

NUMBERS = [f"+45 20 12 34 5{last}" for last in range(4)]
KEY = "list-00001"


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        async with road.store.transaction() as tx:
            await templates_sync.plan(tx)
        await road.settle()
        yield road


async def many(road: Road, numbers: list[str], **changes: Any) -> NotifyMany:
    template_id = await a_template(road)
    told: dict[str, Any] = {
        "list_id": KEY,
        "name": "Late orders",
        "channel_id": ChannelId("wa"),
        "template_id": template_id,
        "lines": tuple(ListLine(number=number) for number in numbers),
        "values": await values(road, template_id),
        "per_minute": 2,
    }
    return NotifyMany(**(told | changes))


async def due(road: Road, replicas: int = 1) -> None:
    runners = [
        Runner(road.store, NOTIFY_LIST, ListPacer(road.store, HOURS).send, owner=f"hub-{one}")
        for one in range(replicas)
    ]
    async with asyncio.TaskGroup() as group:
        for runner in runners:
            group.create_task(runner.run_due())
    await road.settle()


async def passes(road: Road, **span: float) -> None:
    await road.floor.clock.advance_to(road.floor.clock.now() + timedelta(**span))


async def the_list(road: Road, who: Principal) -> ListView:
    async with road.store.reading() as connection:
        (found,) = await notification_lists.lists(connection, who)
    return found


def gone(road: Road) -> int:
    return sum(received(road, number) for number in NUMBERS)


async def test_each_is_written_to_once_at_the_pace_whichever_replica_does_it(
    road: Road,
) -> None:
    ana = await road.floor.rep("ana")
    for number in NUMBERS[:3]:
        await agreed(road, ana, number)
    request = await many(road, NUMBERS[:3])
    for _ in range(2):
        await notification_lists.begin(road.store, ana, request, HOURS)
    for so_far in (1, 2, 3):
        await due(road, replicas=3)
        assert gone(road) == so_far
        await due(road)
        assert gone(road) == so_far
        await passes(road, seconds=30)
    await due(road)
    found = await the_list(road, ana)
    assert (found.state, dict(found.counts)) == (ListState.DONE, {State.STARTED: 3})


async def test_t27_lines_that_cannot_go_are_told_before_and_stand_in_harmless_results(
    road: Road,
) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana, NUMBERS[0])
    request = await many(road, [NUMBERS[0], NUMBERS[0], NUMBERS[1], "=HYPERLINK(1)"])
    report = await notification_lists.report(road.store, ana, request, HOURS)
    assert report.good == 1
    assert [place for place, _number, _why in report.refused] == [2, 3, 4]
    assert "earlier line" in report.refused[0][2]
    assert "no consent" in report.refused[1][2]
    assert gone(road) == 0
    await notification_lists.begin(road.store, ana, request, HOURS)
    await due(road)
    await passes(road, minutes=1)
    await due(road)
    assert gone(road) == 1
    async with road.store.reading() as connection:
        text = await notification_lists.results(connection, ana, KEY)
    assert '"\'+45 20 12 34 50","Sofie Andersen","started"' in text
    assert '"\'=HYPERLINK(1)"' in text
    ben = await road.floor.rep("ben")
    async with road.store.reading() as connection:
        with pytest.raises(NotFound):
            await notification_lists.results(connection, ben, KEY)


async def test_a_list_waits_goes_on_and_is_canceled(road: Road) -> None:
    ana = await road.floor.rep("ana")
    for number in NUMBERS:
        await agreed(road, ana, number)
    await notification_lists.begin(road.store, ana, await many(road, NUMBERS), HOURS)
    await due(road)
    await notification_lists.change(road.store, ana, KEY, ListState.PAUSED)
    await passes(road, minutes=5)
    await due(road)
    assert gone(road) == 1
    await notification_lists.change(road.store, ana, KEY, ListState.RUNNING)
    await due(road)
    assert gone(road) == 2
    await notification_lists.change(road.store, ana, KEY, ListState.CANCELED)
    await passes(road, minutes=5)
    await due(road)
    assert gone(road) == 2
    found = await the_list(road, ana)
    assert dict(found.counts) == {State.STARTED: 2, State.CANCELED: 2}
    with pytest.raises(AlreadyDecided):
        await notification_lists.change(road.store, ana, KEY, ListState.RUNNING)


async def test_a_label_names_its_customers(road: Road) -> None:
    ana = await road.floor.rep("ana")
    customer_id = await agreed(road, ana, NUMBERS[0])
    await agreed(road, ana, NUMBERS[1])
    await customer_notes.set_labels(road.store, customer_id, ("VIP",))
    request = await many(road, [], label="VIP")
    await notification_lists.begin(road.store, ana, request, HOURS)
    await due(road)
    assert (received(road, NUMBERS[0]), received(road, NUMBERS[1])) == (1, 0)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"lines": ()}, "lines: give 1"),
        ({"per_minute": 0}, "per_minute"),
        ({"list_id": "x"}, "8 to 64"),
        ({}, "Nobody of this list"),
    ],
)
async def test_what_makes_no_list_is_refused(
    road: Road, changed: dict[str, Any], why: str
) -> None:
    ana = await road.floor.rep("ana")
    request = await many(road, NUMBERS[:1], **changed)
    with pytest.raises(InvalidInput, match=why):
        await notification_lists.begin(road.store, ana, request, HOURS)
