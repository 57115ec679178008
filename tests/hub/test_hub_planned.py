"""Notifications for later: they go once, at their time, if all still speaks for it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.consent import Purpose
from console.domain.errors import AlreadyDecided, InvalidInput, NotFound, NotStarted
from console.domain.ids import CustomerId
from console.domain.notifications import State
from console.hub import consents, planned, reach, templates_sync
from console.hub.notifications import NOTIFY
from console.hub.planned import Planned
from console.hub.runner import Runner
from console.hub.store.notification_table import notification
from console.hub.views import notifications as views
from console.wire.notifications import NotificationView
from console.wire.requests import RecordConsent
from tests.floor import Floor
from tests.hub.test_hub_notifications import HOURS, agreed, asked, received, start
from tests.platform_road import Road, built
from tests.simulator.receiving import WABA


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        async with road.store.transaction() as tx:
            await templates_sync.plan(tx)
        await road.settle()
        yield road


async def due(road: Road, replicas: int = 1) -> None:
    """What is due now has been done by so many hubs at once."""
    runners = [
        Runner(road.store, NOTIFY, Planned(road.store, HOURS).send, owner=f"hub-{number}")
        for number in range(replicas)
    ]
    async with asyncio.TaskGroup() as group:
        for runner in runners:
            group.create_task(runner.run_due())
    await road.settle()


async def the_one(road: Road) -> NotificationView:
    async with road.store.reading() as connection:
        (view,) = await views.read_all(connection, views.query)
    return view


async def test_it_goes_at_its_time_once_whichever_replica_does_it(road: Road) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana)
    at = road.floor.clock.now() + timedelta(hours=2)
    request = await asked(road, at=at)
    await start(road, ana, request)
    await start(road, ana, request)
    await due(road)
    assert (await the_one(road)).state is State.PLANNED
    assert received(road) == 0
    await road.floor.clock.advance_to(at)
    await due(road, replicas=3)
    view = await the_one(road)
    assert (view.state, received(road)) == (State.STARTED, 1)
    await due(road)
    assert received(road) == 1


async def test_what_has_come_between_is_said_and_nothing_goes(road: Road) -> None:
    ana = await road.floor.rep("ana")
    customer_id = await agreed(road, ana)
    at = road.floor.clock.now() + timedelta(hours=2)
    await start(road, ana, await asked(road, at=at))
    no = RecordConsent(purpose=Purpose.SERVICE, granted=False, source="by phone")
    await consents.told(road.store, ana, CustomerId(customer_id), no)
    await road.floor.clock.advance_to(at)
    await due(road)
    view = await the_one(road)
    assert (view.state, received(road)) == (State.REFUSED, 0)
    assert "wants no messages" in view.why


async def test_at_a_full_limit_it_waits_for_a_place_and_says_so(road: Road) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana)
    other = "+45 20 12 34 57"
    await agreed(road, ana, other)
    async with road.store.transaction() as tx:
        await reach.limit_told(tx, WABA, 1)
    at = road.floor.clock.now() + timedelta(hours=2)
    await start(road, ana, await asked(road, at=at))
    await start(road, ana, await asked(road, "n-0000002", number=other))
    await road.settle()
    await road.floor.clock.advance_to(at)
    await due(road)
    view = await the_one_of(road, "n-0000001")
    assert view.state is State.PLANNED
    assert "has reached 1 customers" in view.why
    await road.floor.clock.advance_to(at + timedelta(hours=22, seconds=1))
    await due(road)
    assert (await the_one_of(road, "n-0000001")).state is State.STARTED


async def the_one_of(road: Road, key: str) -> NotificationView:
    async with road.store.reading() as connection:
        return (await views.by_ids(connection, [key]))[0]


async def test_a_time_that_is_past_or_in_the_night_is_refused(road: Road) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana)
    now = road.floor.clock.now()
    for wrong in (now - timedelta(minutes=1), now + timedelta(days=91)):
        with pytest.raises(InvalidInput, match="within the next 90 days"):
            await start(road, ana, await asked(road, at=wrong))
    with pytest.raises(NotStarted, match="choose a time from 2026-05-15 08:00 on"):
        await start(road, ana, await asked(road, at=now + timedelta(hours=9)))


async def test_a_draft_is_kept_changed_sent_or_thrown_away(road: Road) -> None:
    ana, ben = await road.floor.rep("ana"), await road.floor.rep("ben")
    await agreed(road, ana)
    draft = await asked(road, number="+45", values={})
    await planned.save(road.store, ana, draft)
    assert (await the_one(road)).state is State.DRAFT
    with pytest.raises(NotFound):
        await planned.save(road.store, ben, draft)
    await planned.save(road.store, ana, await asked(road))
    await start(road, ana, await asked(road))
    await road.settle()
    assert received(road) == 1
    with pytest.raises(AlreadyDecided):
        await planned.save(road.store, ana, draft)
    with pytest.raises(AlreadyDecided):
        await planned.withdraw(road.store, ana, draft.notification_id)


async def test_what_is_planned_can_be_withdrawn(road: Road) -> None:
    ana, ben = await road.floor.rep("ana"), await road.floor.rep("ben")
    await agreed(road, ana)
    at = road.floor.clock.now() + timedelta(hours=2)
    await start(road, ana, await asked(road, at=at))
    with pytest.raises(NotFound):
        await planned.withdraw(road.store, ben, "n-0000001")
    await planned.withdraw(road.store, ana, "n-0000001")
    await road.floor.clock.advance_to(at)
    await due(road)
    assert received(road) == 0
    assert (await road.row(sa.select(notification)))["state"] == State.CANCELED.value
