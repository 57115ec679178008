"""What messages cost is counted once, as the platform says, and taken from the wallet."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.facts import StatusReported
from console.domain.charges import Difference, Free
from console.domain.delivery import Delivery
from console.domain.errors import InvalidInput, NoCredits
from console.domain.ids import ChannelId, MessageId, PlatformId, SessionId, TemplateId
from console.domain.messages import TemplateMessage, Text
from console.domain.money_rule import MoneyRule
from console.domain.people import Role
from console.domain.prices import Price
from console.hub import costs, money, statuses, wallet
from console.hub.principal import Principal
from console.hub.store import money_tables as tables
from console.hub.store import schema
from console.hub.views import costs as views
from console.wire.money import Amount, TopUp
from tests.floor import Floor
from tests.platform_road import LUCAS, Road, built
from tests.simulator.receiving import WABA

WA = ChannelId("wa")
OCTOBER = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)
PRICES = (
    "valid_from,market,countries,category,currency,price,credits\n"
    "2026-07-01,France,FR,utility,EUR,0.0400,2\n"
    "2026-07-01,France,FR,marketing,EUR,0.1300,4\n"
)
UPDATE = TemplateMessage(
    template_id=TemplateId("waba/update/en"),
    name="update",
    language="en",
    title="Update",
    values={"body.1": "Lucas"},
)
Taken = tuple[Principal, SessionId]


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    await floor.clock.advance_to(OCTOBER)
    async with built(floor, tmp_path / "media") as road:
        async with floor.store.transaction() as tx:
            await tx.execute(schema.template.update().values(waba_id=WABA))
            await tx.execute(
                tables.price_list.insert().values(
                    at=tx.now, by="Ruth", name="p.csv", text=PRICES
                )
            )
        yield road


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned()


async def rule(road: Road, **changes: object) -> None:
    async with road.store.transaction() as tx:
        await wallet.furnish(tx, MoneyRule(**changes))  # type: ignore[arg-type]


async def cost(road: Road, key: str) -> sa.RowMapping:
    return await road.row(sa.select(tables.cost).where(tables.cost.c.message_id == key))


async def left(road: Road) -> int:
    async with road.store.reading() as connection:
        return await money.credits_left(connection)


async def later(road: Road, span: timedelta) -> None:
    """The hub was asleep so long, and does what is due."""
    await road.floor.clock.advance_to(road.floor.clock.now() + span)
    await road.settle()


async def told(road: Road, key: str, status: Delivery, **more: object) -> None:
    async with road.store.transaction() as tx:
        report = StatusReported(
            number_id="1",
            platform_id=PlatformId(""),
            message_id=MessageId(key),
            status=status,
            at=tx.now,
            **more,  # type: ignore[arg-type]
        )
        await statuses.merge(tx, WA, report)


async def test_an_answer_is_expected_to_be_one_of_the_months_free_ones(
    road: Road, taken: Taken
) -> None:
    await road.says(*taken, Text(text="Hello"), "m-1")
    row = await cost(road, "m-1")
    assert (row["country"], row["category"], row["free"]) == ("FR", "service", "free_monthly")
    assert (row["price"], row["currency"], row["market"]) == ("0.0400", "EUR", "France")
    assert row["landed_at"] is None
    await road.settle()
    await road.pass_time(minutes=15)
    row = await cost(road, "m-1")
    assert row["landed_at"] is not None
    assert row["difference"] == ""


async def test_f2_a_delivered_answer_counts_once_in_every_order_of_its_statuses(
    road: Road, taken: Taken
) -> None:
    orders = list(permutations((Delivery.SENT, Delivery.DELIVERED, Delivery.READ)))
    for nth, order in enumerate(orders):
        await road.says(*taken, Text(text="Hello"), f"m-{nth}")
        for status in (*order, *reversed(order)):
            await told(road, f"m-{nth}", status)
    async with road.store.reading() as connection:
        count = await money.service_before(connection, WA, road.floor.clock.now(), "UTC", 1000)
    assert count == len(orders)


async def test_what_the_platform_says_wins_and_the_difference_is_kept(
    road: Road, taken: Taken
) -> None:
    await rule(road)
    await road.says(*taken, Text(text="One"), "m-1")
    await road.says(*taken, UPDATE, "m-2")
    await road.says(*taken, UPDATE, "m-3")
    paid = Price(billable=True, model="PMP", category="service", type="regular")
    await told(road, "m-1", Delivery.DELIVERED, price=paid)
    free = Price(billable=False, model="PMP", category="utility", type="free_entry_point")
    await told(road, "m-2", Delivery.DELIVERED, price=free)
    other = Price(billable=True, model="PMP", category="marketing", type="regular")
    await told(road, "m-3", Delivery.DELIVERED, price=other)
    rows = [await cost(road, f"m-{nth}") for nth in (1, 2, 3)]
    assert [row["difference"] for row in rows] == [
        Difference.CHARGED.value,
        Difference.FREE.value,
        Difference.CATEGORY.value,
    ]
    assert [row["free"] for row in rows] == ["", Free.ENTRY_POINT.value, ""]
    assert [row["price"] for row in rows] == ["0.0400", "0.0400", "0.1300"]


async def test_credits_are_held_at_send_charged_at_delivery_and_given_back_at_failure(
    road: Road, taken: Taken
) -> None:
    await rule(road, wallet=True, allowance=100)
    assert await left(road) == 100
    for nth in (1, 2):
        await road.says(*taken, UPDATE, f"m-{nth}")
    assert await left(road) == 96
    paid = Price(billable=True, model="PMP", category="utility", type="regular")
    await told(road, "m-1", Delivery.DELIVERED, price=paid)
    await told(road, "m-2", Delivery.FAILED, code=131026)
    assert await left(road) == 96
    await road.pass_time(minutes=30)
    assert await left(road) == 98
    assert (await cost(road, "m-1"))["open"] is False
    await later(road, timedelta(days=2))
    assert await left(road) == 98
    assert (await road.row(sa.select(tables.wallet)))["left"] == 98


async def test_f2_delivered_beats_failed_in_the_wallet_too_in_every_order(
    road: Road, taken: Taken
) -> None:
    await rule(road, wallet=True, allowance=100)
    paid = Price(billable=True, model="PMP", category="utility", type="regular")
    orders = list(permutations((Delivery.SENT, Delivery.DELIVERED, Delivery.FAILED)))
    for nth, order in enumerate(orders):
        await road.says(*taken, UPDATE, f"m-{nth}")
        for status in order:
            price = {} if status is Delivery.FAILED else {"price": paid}
            await told(road, f"m-{nth}", status, **price)
            await later(road, timedelta(minutes=30))
        await told(road, f"m-{nth}", order[0])
    await later(road, timedelta(minutes=30))
    assert await left(road) == 100 - 2 * len(orders)


async def test_a_message_sent_again_holds_its_credits_once(road: Road, taken: Taken) -> None:
    await rule(road, wallet=True, allowance=100)
    await road.says(*taken, UPDATE, "m-1")
    async with road.store.transaction() as tx:
        await costs.expect(tx, MessageId("m-1"))
        await costs.expect(tx, MessageId("m-1"))
    assert await left(road) == 98


async def test_the_months_allowance_comes_once_and_with_each_month(
    road: Road, taken: Taken
) -> None:
    await rule(road, wallet=True, allowance=100)
    await rule(road, wallet=True, allowance=100)
    assert await left(road) == 100
    await later(road, timedelta(days=18))
    assert await left(road) == 200


async def test_an_empty_wallet_refuses_templates_in_words_and_lets_answers_go(
    road: Road, taken: Taken
) -> None:
    await road.floor.rep("ruth", role=Role.ADMIN)
    await rule(road, wallet=True, allowance=1)
    with pytest.raises(NoCredits) as refused:
        await road.says(*taken, UPDATE, "m-1")
    assert refused.value.message == (
        "Only 1 message credits are left, too few. Ask Ruth to top up."
    )
    await road.says(*taken, Text(text="We are on it"), "m-2")
    ruth = road.floor.reps["ruth"]
    await wallet.top_up(road.store, ruth, TopUp(entry_id="e-1", credits=50, note="June"))
    await wallet.top_up(road.store, ruth, TopUp(entry_id="e-1", credits=50, note="June"))
    assert await left(road) == 51
    await road.says(*taken, UPDATE, "m-1")
    async with road.store.reading() as connection:
        found = await wallet.view(connection)
        entries = await wallet.entries(connection)
    assert found is not None
    assert (found.left, found.allowance, found.below) == (49, 1, None)
    assert [(entry.kind, entry.credits, entry.by) for entry in entries] == [
        ("top_up", 50, "Ruth"),
        ("allowance", 1, "hub"),
    ]


async def test_odd_top_ups_are_refused_in_words(road: Road, taken: Taken) -> None:
    ruth = await road.floor.rep("ruth", role=Role.ADMIN)
    with pytest.raises(InvalidInput, match="no wallet"):
        await wallet.top_up(road.store, ruth, TopUp(entry_id="e", credits=5))
    await rule(road, wallet=True)
    for odd in (0, 10_000_001):
        with pytest.raises(InvalidInput, match="whole number up to"):
            await wallet.top_up(road.store, ruth, TopUp(entry_id="e", credits=odd))


async def test_the_answer_to_an_ad_click_and_what_follows_are_free_as_the_platform_says(
    road: Road, taken: Taken
) -> None:
    road.simulator.customer(LUCAS).comes_by_ad("Is it still there?", "Solvik sofa")
    await road.settle()
    await road.pass_time(hours=1)
    await road.says(*taken, Text(text="Hello"), "m-1")
    assert (await cost(road, "m-1"))["free"] == "free_entry_point"
    await road.pass_time(minutes=15)
    await later(road, timedelta(hours=71) - timedelta(minutes=2))
    road.simulator.customer(LUCAS).writes("Good")
    await road.settle()
    await road.says(*taken, Text(text="Shall we keep it?"), "m-2")
    await road.pass_time(minutes=15)
    rows = [await cost(road, key) for key in ("m-1", "m-2")]
    assert [(row["free"], row["difference"]) for row in rows] == [("free_entry_point", "")] * 2
    assert (await road.message("m-2"))["price"]["type"] == "free_entry_point"
    await later(road, timedelta(hours=2))
    await road.says(*taken, Text(text="Hello?"), "m-3")
    await road.pass_time(minutes=15)
    row = await cost(road, "m-3")
    assert (row["free"], row["difference"]) == ("free_monthly", "")


async def test_a_month_adds_up_by_category_and_market_with_what_was_charged_otherwise(
    road: Road, taken: Taken
) -> None:
    await rule(road, wallet=True, allowance=100)
    for nth in range(3):
        await road.says(*taken, UPDATE, f"m-{nth}")
    await road.says(*taken, Text(text="Hello"), "m-3")
    paid = Price(billable=True, model="PMP", category="utility", type="regular")
    free = Price(billable=False, model="PMP", category="utility", type="free_customer_service")
    for nth, price in enumerate((paid, paid, free)):
        await told(road, f"m-{nth}", Delivery.DELIVERED, price=price)
    await told(road, "m-3", Delivery.READ)
    await later(road, timedelta(minutes=30))
    async with road.store.reading() as connection:
        month = await views.of_month(connection, road.floor.clock.now())
        thread = await road.conversation_id()
        mine = await views.of_session(connection, thread, taken[1], road.floor.clock.now())
    told_of = {
        line.category: (line.market, line.count, line.free, line.credits, line.amount)
        for line in month.lines
    }
    eight_cents = Amount(amount=Decimal("0.0800"), currency="EUR")
    nothing = Amount(amount=Decimal(0), currency="EUR")
    assert told_of == {
        "utility": ("France", 3, 1, 4, eight_cents),
        "service": ("France", 1, 1, 0, nothing),
    }
    assert [(one.used, one.free) for one in month.numbers] == [(1, 1000)]
    assert [(one.difference, one.count) for one in month.differences] == [(Difference.FREE, 1)]
    assert month.forecasts[0].so_far == Decimal("0.0800")
    assert month.wallet is not None
    assert month.wallet.left == 96
    assert mine.conversation == mine.session == (eight_cents,)


def test_the_country_is_read_off_the_address() -> None:
    assert costs.country_of("33612345678") == "FR"
    assert costs.country_of("NL.1234567890") == "NL"
    assert [costs.country_of(odd) for odd in ("", "abc", "1", "999999999999")] == [""] * 4
