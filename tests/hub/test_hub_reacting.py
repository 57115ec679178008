"""Reactions of the rep: the newest goes, what the customer sees is what is shown."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.errors import InvalidInput, NotOwner
from console.domain.ids import Fence, MessageId, SessionId
from console.domain.messages import Text
from console.hub import reacting
from console.hub.principal import Principal
from console.hub.store import schema
from tests.floor import Floor
from tests.platform_road import Road, built

Taken = tuple[Principal, SessionId]


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned("Thank you!")


async def written(road: Road) -> MessageId:
    (message,) = await road.inbound()
    return MessageId(message["id"])


async def reacts(road: Road, taken: Taken, emoji: str) -> None:
    fence = await road.floor.fence(taken[1])
    await reacting.react(road.store, taken[0], await written(road), fence, emoji)


async def shown(road: Road) -> tuple[str, str, str]:
    row = await road.message(await written(road))
    return row["our_reaction"], row["reaction_sent"], row["reaction_trouble"]


def sent(road: Road) -> list[str]:
    return [
        one.body["reaction"]["emoji"]
        for one in road.simulator.sent
        if one.body["type"] == "reaction"
    ]


async def test_a_reaction_goes_to_the_customer_and_is_taken_back(
    road: Road, taken: Taken
) -> None:
    await reacts(road, taken, "👍")
    assert await shown(road) == ("👍", "", "")  # it waits
    await road.settle()
    assert await shown(road) == ("👍", "👍", "")
    await reacts(road, taken, "")
    await road.settle()
    assert (sent(road), await shown(road)) == (["👍", ""], ("", "", ""))


async def test_a_change_of_mind_before_it_went_sends_the_last_one_alone(
    road: Road, taken: Taken
) -> None:
    for emoji in ("👍", "😂", "❤️"):
        await reacts(road, taken, emoji)
    await road.settle()
    assert (sent(road), await shown(road)) == (["❤️"], ("❤️", "❤️", ""))


async def test_a_lost_answer_is_asked_again_because_the_same_twice_changes_nothing(
    road: Road, taken: Taken
) -> None:
    road.simulator.world.faults.lose_reply()
    await reacts(road, taken, "👍")
    await road.settle()
    await road.pass_time(minutes=1)
    assert (sent(road), await shown(road)) == (["👍", "👍"], ("👍", "👍", ""))


async def test_a_reaction_refused_is_gone_again_and_says_why(road: Road, taken: Taken) -> None:
    await reacts(road, taken, "👍")
    await road.settle()
    road.simulator.world.faults.error(131009)
    await reacts(road, taken, "😂")
    await road.settle()
    stands, platform, trouble = await shown(road)
    assert (stands, platform) == ("👍", "👍")
    assert "too old" in trouble


async def test_a_reaction_that_fails_in_a_status_is_gone_again(
    road: Road, taken: Taken
) -> None:
    road.simulator.world.faults.fail_later(131026)
    await reacts(road, taken, "👍")
    await road.settle()
    await road.pass_time(seconds=10)
    stands, platform, trouble = await shown(road)
    assert (stands, platform, bool(trouble)) == ("", "", True)
    orphans = await road.rows(sa.select(schema.orphan_status))
    assert orphans == []


async def test_what_can_not_be_reacted_to_is_refused_in_words(road: Road, taken: Taken) -> None:
    mine = await road.says(*taken, Text(text="Hello"), "m-1")
    await road.settle()
    fence = await road.floor.fence(taken[1])
    with pytest.raises(InvalidInput, match="only to what the customer wrote"):
        await reacting.react(road.store, taken[0], mine, fence, "👍")
    with pytest.raises(InvalidInput, match="one emoji"):
        await reacts(road, taken, "well done")
    with pytest.raises(NotOwner):
        await reacting.react(road.store, taken[0], await written(road), Fence(0), "👍")
    await road.floor.clock.advance(hours=25)
    with pytest.raises(InvalidInput, match="window has lapsed"):
        await reacts(road, taken, "👍")


async def test_a_reaction_that_waited_until_the_window_lapsed_does_not_go(
    road: Road, taken: Taken
) -> None:
    await reacts(road, taken, "👍")
    await road.floor.clock.advance(hours=25)
    await road.settle()
    stands, _platform, trouble = await shown(road)
    assert (sent(road), stands) == ([], "")
    assert "lapsed" in trouble


async def test_a_reaction_that_waited_does_not_go_to_a_blocked_customer(
    road: Road, taken: Taken
) -> None:
    await reacts(road, taken, "👍")
    async with road.store.transaction() as tx:
        await tx.execute(schema.customer.update().values(blocked=True))
    await road.settle()
    stands, _platform, trouble = await shown(road)
    assert (sent(road), stands) == ([], "")
    assert "is blocked" in trouble


async def test_a_reaction_that_waited_does_not_go_while_another_app_answers(
    road: Road, taken: Taken
) -> None:
    await reacts(road, taken, "👍")
    async with road.store.transaction() as tx:
        held = {"held_by": "Bot", "held_at": tx.now}
        await tx.execute(schema.conversation.update().values(held))
    await road.settle()
    stands, _platform, trouble = await shown(road)
    assert (sent(road), stands) == ([], "")
    assert "another app" in trouble


async def test_a_late_failure_of_an_older_reaction_leaves_the_newer_one(
    road: Road, taken: Taken
) -> None:
    road.simulator.world.faults.fail_later(131026)
    await reacts(road, taken, "👍")
    await road.settle()
    await reacts(road, taken, "😂")
    await road.settle()
    await road.pass_time(seconds=10)
    assert (sent(road), await shown(road)) == (["👍", "😂"], ("😂", "😂", ""))
