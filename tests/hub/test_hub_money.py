"""What a message is going to cost, and whether the wallet lets it go."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from console.domain.charges import Free, Quote
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ChannelId, ConversationId
from console.domain.messages import Text
from console.domain.money_rule import MoneyRule
from console.domain.people import Role
from console.hub import money, timeline
from console.hub.store import money_tables as tables
from console.wire.codec import to_plain
from tests.floor import Floor

WA = ChannelId("wa")
OCTOBER = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)
PRICES = (
    "valid_from,market,countries,category,currency,price,credits\n"
    "2026-07-01,Netherlands,NL,utility,EUR,0.0400,1\n"
    "2026-07-01,Netherlands,NL,marketing,EUR,0.1300,4\n"
)


@pytest.fixture(autouse=True)
async def _october(floor: Floor) -> None:
    await floor.clock.advance_to(OCTOBER)


async def keep(floor: Floor, rule: MoneyRule | None = None, left: int = 0) -> None:
    async with floor.store.transaction() as tx:
        await tx.execute(
            tables.price_list.insert().values(at=tx.now, by="Ruth", name="p.csv", text=PRICES)
        )
        if rule is not None:
            await tx.execute(tables.money_rule.insert().values(one=1, rule=to_plain(rule)))
            await tx.execute(tables.wallet.insert().values(one=1, left=left))


async def quote(floor: Floor, category: str, country: str = "NL", **more: Any) -> Quote:
    async with floor.store.transaction() as tx:
        asked = {"inside_window": True} | more
        return await money.quote(tx, WA, category, country, tx.now, **asked)


async def answers(floor: Floor, thread: ConversationId, count: int, at: datetime) -> None:
    """So many answers that were delivered then."""
    async with floor.store.transaction() as tx:
        for _nth in range(count):
            message_id = await timeline.add(
                tx,
                conversation_id=thread,
                direction=Direction.OUTBOUND,
                body=Text(text="Yes"),
                at=at,
                state=Delivery.DELIVERED,
            )
            await tx.execute(
                tables.cost.insert().values(
                    message_id=message_id,
                    channel_id=WA,
                    accepted_at=at,
                    landed_at=at,
                    country="NL",
                    category="service",
                    market="",
                    currency="",
                    free="",
                    credits=0,
                    open=False,
                )
            )


async def test_without_a_price_list_and_a_wallet_nothing_is_known_and_nothing_held(
    floor: Floor,
) -> None:
    assert await quote(floor, "marketing") == Quote()


async def test_a_template_costs_what_the_list_says(floor: Floor) -> None:
    await keep(floor)
    found = await quote(floor, "marketing")
    assert (found.price, found.currency, found.market) == (
        Decimal("0.1300"),
        "EUR",
        "Netherlands",
    )
    assert (found.credits, found.credits_left, found.blocked) == (0, None, None)
    assert (await quote(floor, "marketing", "FR")).price is None


async def test_the_newest_list_holds(floor: Floor) -> None:
    await keep(floor)
    async with floor.store.transaction() as tx:
        text = PRICES.replace("0.1300", "0.2000")
        await tx.execute(
            tables.price_list.insert().values(at=tx.now, by="Ruth", name="q.csv", text=text)
        )
    assert (await quote(floor, "marketing")).price == Decimal("0.2000")


async def test_answers_are_free_until_the_numbers_thousand_of_the_month_are_used(
    floor: Floor,
) -> None:
    await keep(floor, MoneyRule(free_each_month=3))
    thread = await floor.customer("lucas")
    await answers(floor, thread, 2, OCTOBER)
    found = await quote(floor, "service")
    assert (found.free, found.price) == (Free.MONTHLY, Decimal(0))
    await answers(floor, thread, 1, OCTOBER)
    found = await quote(floor, "service")
    assert (found.free, found.price) == (None, Decimal("0.0400"))


async def test_a_month_begins_in_the_accounts_time_zone(floor: Floor) -> None:
    thread = await floor.customer("lucas")
    await answers(floor, thread, 1, datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    await keep(floor, MoneyRule(free_each_month=1, zones={WA: "Europe/Amsterdam"}))
    assert (await quote(floor, "service")).free is None
    async with floor.store.transaction() as tx:
        rule = to_plain(MoneyRule(free_each_month=1))
        await tx.execute(tables.money_rule.update().values(rule=rule))
    assert (await quote(floor, "service")).free is Free.MONTHLY


async def test_all_is_free_for_three_days_after_the_answer_to_an_ad_click(floor: Floor) -> None:
    await keep(floor)
    thread = await floor.customer("lucas")
    await floor.writes(thread, "I saw your ad")
    clicked = floor.clock.now()
    async with floor.store.transaction() as tx:
        click = await timeline.add(
            tx,
            conversation_id=thread,
            direction=Direction.INBOUND,
            body=Text(text="the ad"),
            at=clicked,
        )
        await tx.execute(tables.ad_click.insert().values(message_id=click, at=clicked))

    async def is_free() -> bool:
        found = await quote(floor, "marketing", conversation=thread)
        return found.free is Free.ENTRY_POINT

    assert await is_free()
    await floor.clock.advance_to(clicked + timedelta(hours=23))
    await answers(floor, thread, 1, floor.clock.now())
    await floor.clock.advance_to(clicked + timedelta(hours=23 + 71))
    assert await is_free()
    assert not (await quote(floor, "marketing")).free
    await floor.clock.advance_to(clicked + timedelta(hours=23 + 72))
    assert not await is_free()


async def test_an_empty_wallet_holds_templates_in_words_and_lets_answers_go(
    floor: Floor,
) -> None:
    await floor.rep("ruth", role=Role.ADMIN)
    await keep(floor, MoneyRule(wallet=True, free_each_month=0), left=3)
    found = await quote(floor, "utility")
    assert (found.credits, found.credits_left, found.blocked) == (1, 3, None)
    found = await quote(floor, "marketing")
    assert found.credits == 4
    assert found.blocked == "Only 3 message credits are left, too few. Ask Ruth to top up."
    async with floor.store.transaction() as tx:
        await tx.execute(tables.wallet.update().values(left=0))
    found = await quote(floor, "utility")
    assert found.blocked == "No message credits are left. Ask Ruth to top up."
    assert (await quote(floor, "service")).blocked is None
    async with floor.store.transaction() as tx:
        rule = to_plain(MoneyRule(wallet=True, free_each_month=0, hold_answers=True))
        await tx.execute(tables.money_rule.update().values(rule=rule))
    assert (await quote(floor, "service")).blocked == found.blocked
