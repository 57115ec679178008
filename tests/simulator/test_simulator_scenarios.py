"""The named days: the same seed plays the same day, and trouble is trouble."""

from collections import Counter
from collections.abc import Callable

import httpx
import pytest

from console.simulator import scenarios
from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, Receiver, simulated, text_to


async def played(clock: HandClock, receiver: Receiver, name: str, hours: float) -> Simulator:
    scenario = scenarios.scenario(name)
    simulator = simulated(clock, receiver.url, scenario=scenario, seed=4)
    await simulator.settle()
    for _ in range(round(hours * 6)):
        await clock.advance(minutes=10)
        await simulator.settle()
    return simulator


async def test_in_the_furniture_shop_twelve_customers_keep_writing(
    clock: HandClock, receiver: Receiver
) -> None:
    simulator = await played(clock, receiver, "furniture-shop", 1.5)
    people = simulator.world.people.values()
    assert len(people) == 12
    assert {"Lucas Moreau", "أمينة السيد", "田中 美咲"} <= {one.name for one in people}
    kinds = Counter(one["type"] for one in receiver.messages)
    expected = {"text", "image", "document", "audio", "sticker", "location", "contacts"}
    assert expected | {"unsupported", "video"} <= set(kinds)
    before = len(receiver.messages)
    await clock.advance(hours=1)
    await simulator.settle()
    assert len(receiver.messages) > before + 20


async def test_the_same_seed_plays_the_same_day(clock: HandClock, receiver: Receiver) -> None:
    first = await played(clock, receiver, "trouble", 0.5)
    seen = [post.body for post in first.posts]
    receiver.posts.clear()
    again = HandClock(first.world.clock.now().replace(hour=12, minute=0))
    second = await played(again, receiver, "trouble", 0.5)
    assert [post.body for post in second.posts] == seen


async def test_in_trouble_updates_come_twice_late_and_out_of_order(
    clock: HandClock, receiver: Receiver
) -> None:
    await played(clock, receiver, "trouble", 2)
    ids = [one["id"] for one in receiver.messages]
    times = [int(one["timestamp"]) for one in receiver.messages]
    assert len(set(ids)) < len(ids)
    assert times != sorted(times)
    sizes = [len(change["value"].get("messages", [])) for change in receiver.changes]
    assert max(sizes) > 1


async def test_a_rush_is_many_customers(clock: HandClock, receiver: Receiver) -> None:
    simulator = await played(clock, receiver, "rush", 0.2)
    assert len(simulator.world.people) > 60


def test_an_unknown_day_is_named_with_the_known_ones() -> None:
    with pytest.raises(LookupError, match="furniture-shop"):
        scenarios.scenario("christmas")


async def test_customers_answer_tap_and_react_when_they_are_answered(
    clock: HandClock, receiver: Receiver, connect: Callable[[Simulator], httpx.AsyncClient]
) -> None:
    simulator = await played(clock, receiver, "furniture-shop", 0.2)
    caller = connect(simulator)
    parameters = [{"type": "text", "text": text} for text in ("you", "13:00", "17:00")]
    template = {
        "name": "delivery_today",
        "language": {"code": "en"},
        "components": [{"type": "body", "parameters": parameters}],
    }
    for person in list(simulator.world.people):
        asked = text_to(f"+{person}", "") | {"type": "template", "template": template}
        assert (await caller.post(f"/{PHONE}/messages", json=asked)).status_code == 200
        await caller.post(f"/{PHONE}/messages", json=text_to(f"+{person}", "How can I help?"))
    simulator.world.tempo_s = 0.0
    receiver.posts.clear()
    for _ in range(12):
        await clock.advance(minutes=1)
        await simulator.settle()
    kinds = Counter(one["type"] for one in receiver.messages)
    assert kinds["button"] > 3
    assert kinds["text"] > 0
    assert {"sent", "delivered", "read"} == {one["status"] for one in receiver.statuses} - {
        "failed"
    }
