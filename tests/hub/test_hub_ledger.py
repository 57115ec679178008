"""The delivery ledger: what the platform told, what it costs, what may be done next."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.facts import StatusReported
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ChannelId, MessageId, PlatformId, SessionId
from console.domain.messages import Text
from console.domain.prices import Price
from console.hub import sending, statuses, timeline
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.views import ledger
from console.wire.codec import from_json
from console.wire.ledger import LedgerView, NextTry
from console.wire.requests import LEDGER
from tests.floor import Floor
from tests.given import NOON, a_hub
from tests.platform_road import LUCAS, Road, built

Taken = tuple[Principal, SessionId]
ROAD = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED)
PAID = Price(billable=True, model="PMP", category="utility", type="regular")


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned()


async def hello(road: Road, taken: Taken, key: str = "m-1") -> None:
    await road.says(*taken, Text(text="Hello"), key)
    await road.settle()


async def ledger_of(floor: Floor, key: str = "m-1") -> LedgerView:
    async with floor.store.reading() as connection:
        found = await ledger.of_message(connection, MessageId(key), floor.clock.now())
    assert found is not None
    return found


async def test_f2_the_platforms_times_and_the_price_are_the_same_in_every_order(
    floor: Floor,
) -> None:
    thread = await floor.customer("lucas")
    at = {status: NOON + timedelta(seconds=nth) for nth, status in enumerate(ROAD)}
    ends = set()
    for nth, order in enumerate(permutations(ROAD)):
        key = MessageId(f"m-{nth}")
        async with floor.store.transaction() as tx:
            await timeline.add(
                tx,
                conversation_id=thread,
                direction=Direction.OUTBOUND,
                body=Text(text="Hello"),
                at=tx.now,
                message_id=key,
                state=Delivery.ACCEPTED,
            )
            for late, status in enumerate((*order, *reversed(order))):
                told = StatusReported(
                    number_id="1",
                    platform_id=PlatformId(f"wamid.{nth}"),
                    message_id=key,
                    status=status,
                    at=at[status] + timedelta(minutes=late // len(order)),
                    code=131026 if status is Delivery.FAILED else 0,
                    price=PAID if status is Delivery.SENT else None,
                )
                await statuses.merge(tx, ChannelId("wa"), told)
        found = await ledger_of(floor, key)
        assert found.price == PAID
        ends.add(
            (found.state, found.sent_at, found.delivered_at, found.read_at, found.failed_at)
        )
    assert ends == {(Delivery.READ, *at.values())}


async def test_a_read_message_tells_when_what_it_cost_and_that_nothing_is_to_do(
    road: Road, taken: Taken
) -> None:
    road.simulator.customer(LUCAS).auto_read = True
    await hello(road, taken)
    await road.pass_time(minutes=1)
    found = await ledger_of(road.floor)
    assert found.state is Delivery.READ
    assert found.sent_at is not None
    assert found.delivered_at is not None
    assert found.read_at is not None
    assert found.sent_at <= found.delivered_at <= found.read_at
    assert (found.failed_at, found.next_try, found.trouble) == (None, NextTry.NONE, "")
    assert found.price is not None
    assert (found.price.model, found.price.category) == ("PMP", "service")
    [tried] = found.attempts
    assert (tried.outcome, tried.code, tried.why) == ("accepted", "", "")


async def test_delivered_beats_failed_and_the_ledger_has_both(road: Road, taken: Taken) -> None:
    road.simulator.faults.delivered_and_failed()
    await hello(road, taken)
    await road.pass_time(minutes=1)
    found = await ledger_of(road.floor)
    assert (found.state, found.trouble) == (Delivery.DELIVERED, "")
    assert found.failed_at is not None
    assert found.next_try is NextTry.NONE


async def test_what_is_only_sent_is_no_trouble(road: Road, taken: Taken) -> None:
    road.simulator.customer(LUCAS).auto_deliver = False
    await hello(road, taken)
    await road.pass_time(hours=20)
    found = await ledger_of(road.floor)
    assert (found.state, found.delivered_at, found.trouble) == (Delivery.SENT, None, "")
    assert found.next_try is NextTry.NONE


async def test_what_waits_says_when_the_hub_tries_again(road: Road, taken: Taken) -> None:
    road.simulator.faults.error(133004)
    await hello(road, taken)
    found = await ledger_of(road.floor)
    assert found.next_try is NextTry.BY_ITSELF
    assert found.next_at == road.floor.clock.now() + timedelta(seconds=2)
    [tried] = found.attempts
    assert (tried.outcome, tried.code) == ("retry", "133004")
    assert tried.why == "WhatsApp’s servers are out of reach at Meta."
    assert tried.detail.startswith("Server temporarily unavailable · trace ")


@pytest.mark.parametrize(
    ("code", "next_try"),
    [
        (131016, NextTry.MAY_COME_TWICE),
        (131026, NextTry.CHANGED),
        (134011, NextTry.ADMINISTRATOR),
        (131047, NextTry.TEMPLATE),
        (999_123, NextTry.CHANGED),
    ],
)
async def test_the_next_step_is_what_the_error_wants(
    road: Road, taken: Taken, code: int, next_try: NextTry
) -> None:
    road.simulator.faults.error(code)
    await hello(road, taken)
    assert (await ledger_of(road.floor)).next_try is next_try


async def test_what_failed_later_may_be_sent_again_and_begins_anew(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.fail_later(131000)
    await hello(road, taken)
    await road.pass_time(seconds=30)
    failed = await ledger_of(road.floor)
    assert (failed.state, failed.next_try) == (Delivery.FAILED, NextTry.NOW)
    assert failed.failed_at is not None
    assert [one.outcome for one in failed.attempts] == ["failed"]
    await sending.send_again(road.store, taken[0], MessageId("m-1"))
    await road.settle()
    await road.pass_time(minutes=1)
    again = await ledger_of(road.floor)
    assert (again.state, again.failed_at) == (Delivery.DELIVERED, None)
    assert [one.outcome for one in again.attempts] == ["failed", "accepted"]


async def test_what_whatsapp_keeps_back_may_go_again_in_a_day(road: Road, taken: Taken) -> None:
    road.simulator.faults.fail_later(131049)
    await hello(road, taken)
    await road.pass_time(seconds=30)
    found = await ledger_of(road.floor)
    assert found.next_try is NextTry.LATER
    assert found.next_at is not None
    assert found.failed_at is not None
    assert found.next_at - found.failed_at == timedelta(days=1)


async def test_the_ledger_is_for_who_may_see_the_conversation(tmp_path: Path) -> None:
    async with a_hub(tmp_path) as hub:
        await hub.rep("maya")
        await hub.rep("dirk", queues=("delivery",))
        await hub.customer_writes("Hello")
        async with hub.hub.store.transaction() as tx:
            thread = await tx.row(sa.select(schema.conversation))
            assert thread is not None
            await timeline.add(
                tx,
                conversation_id=thread["id"],
                direction=Direction.OUTBOUND,
                body=Text(text="Hello"),
                at=tx.now,
                message_id=MessageId("m-1"),
                state=Delivery.SENT,
            )
        path = LEDGER.format(message_id="m-1")
        async with hub.client("maya") as maya, hub.client("dirk") as dirk:
            seen, unseen = await maya.get(path), await dirk.get(path)
        assert from_json(LedgerView, seen.content).state is Delivery.SENT
        assert unseen.status_code == 404
