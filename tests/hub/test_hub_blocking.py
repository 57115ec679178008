"""Blocking and unblocking a customer at the platform."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.errors import InvalidInput, NotAllowed, RuleBroken, Unavailable
from console.domain.ids import CustomerId, SessionId
from console.domain.messages import Text
from console.hub import blocking
from console.hub.gateway import GatewaySettings, open_gateway
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.audit_trail import audit_trail
from tests.floor import Floor
from tests.platform_road import LUCAS, Road, built

Taken = tuple[Principal, SessionId]


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned()


async def lucas(road: Road) -> CustomerId:
    return CustomerId((await road.conversation())["customer_id"])


async def put(road: Road, who: Principal, *, blocked: bool) -> None:
    customer_id = await lucas(road)
    await blocking.set_blocked(road.store, road.gateway, who, customer_id, blocked=blocked)


async def is_blocked(road: Road) -> tuple[bool, bool]:
    """Here, and at the platform."""
    row = await road.row(sa.select(schema.customer.c.blocked))
    there = road.simulator.world.people[LUCAS[1:]].blocked
    return bool(row["blocked"]), there


async def actions(road: Road) -> list[str]:
    rows = await road.rows(sa.select(audit_trail.c.action))
    return [row["action"] for row in rows if row["action"].startswith("customer_")]


async def test_a_customer_is_blocked_and_unblocked_at_the_platform_and_on_record(
    road: Road, taken: Taken
) -> None:
    await put(road, taken[0], blocked=True)
    await put(road, taken[0], blocked=True)  # once more is the same
    assert await is_blocked(road) == (True, True)
    with pytest.raises(RuleBroken, match="blocked"):
        await road.says(*taken, Text(text="Hello?"), "m1")
    road.simulator.customer(LUCAS, "Lucas Moreau").writes("You there?")
    await road.settle()
    assert len(await road.inbound()) == 1  # nothing has come
    await put(road, taken[0], blocked=False)
    assert await is_blocked(road) == (False, False)
    assert await actions(road) == ["customer_blocked", "customer_unblocked"]
    lines = await road.floor.lines(await road.conversation_id())
    assert sum("blocked this customer" in line for line in lines) == 2


async def test_what_waits_when_a_customer_is_blocked_does_not_go(
    road: Road, taken: Taken
) -> None:
    message_id = await road.says(*taken, Text(text="Hello?"), "m1")
    await put(road, taken[0], blocked=True)
    await road.settle()
    row = await road.message(message_id)
    assert (row["state"], "blocked" in row["trouble"]) == ("failed", True)
    assert road.simulator.sent == []


async def test_who_wrote_longer_ago_than_a_day_cant_be_blocked(
    road: Road, taken: Taken
) -> None:
    await road.floor.clock.advance(hours=25)
    with pytest.raises(InvalidInput, match="last 24 hours"):
        await put(road, taken[0], blocked=True)
    assert await is_blocked(road) == (False, False)


async def test_unblocking_is_possible_at_any_time(road: Road, taken: Taken) -> None:
    await put(road, taken[0], blocked=True)
    await road.floor.clock.advance(hours=48)
    await put(road, taken[0], blocked=False)
    assert await is_blocked(road) == (False, False)


async def test_a_refusal_of_the_platform_is_told_in_words_and_changes_nothing(
    road: Road, taken: Taken
) -> None:
    for code, words in ((139101, "full"), (139102, "changed already"), (139103, "doesn’t let")):
        road.simulator.world.faults.refuse_block(code)
        with pytest.raises(RuleBroken, match=words):
            await put(road, taken[0], blocked=True)
    assert (await is_blocked(road), await actions(road)) == ((False, False), [])


async def test_without_an_answer_nothing_is_said_to_have_changed(
    road: Road, taken: Taken
) -> None:
    away = GatewaySettings(base_url="http://127.0.0.1:9", tokens={})
    async with open_gateway(away) as gateway:
        with pytest.raises(Unavailable, match="nothing has changed"):
            await blocking.set_blocked(
                road.store, gateway, taken[0], await lucas(road), blocked=True
            )
    assert await is_blocked(road) == (False, False)
    await put(road, taken[0], blocked=True)
    assert await is_blocked(road) == (True, True)


async def test_only_who_has_the_session_or_leads_may_block(road: Road, taken: Taken) -> None:
    other = await road.floor.rep("mia", online=False)
    with pytest.raises(NotAllowed):
        await put(road, other, blocked=True)


async def test_a_block_made_elsewhere_is_learnt_from_the_refusal(
    road: Road, taken: Taken
) -> None:
    road.simulator.world.people[LUCAS[1:]].blocked = True
    await road.says(*taken, Text(text="Hello?"), "m1")
    await road.settle()
    assert await is_blocked(road) == (True, True)


async def test_who_is_unblocked_from_a_numbers_list_is_unblocked_here(
    road: Road, taken: Taken
) -> None:
    await put(road, taken[0], blocked=True)
    async with road.store.transaction() as tx:
        await blocking.unblocked_there(tx, LUCAS[1:], "Ada")
    assert (await is_blocked(road))[0] is False
