"""Over the hub's doors: costs of a month and a customer, the wallet, the price list."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId
from console.domain.messages import Text
from console.domain.money_rule import MoneyRule
from console.domain.people import Role
from console.hub import costs as counting
from console.hub import timeline
from console.hub.store.money_tables import cost
from console.wire import requests
from console.wire.codec import from_json
from console.wire.money import (
    COSTS,
    PREVIEW_PRICES,
    PRICES,
    SESSION_COSTS,
    TOP_UP,
    CostsView,
    PricePreview,
    SessionCosts,
)
from console.wire.requests import Snapshot
from tests.fakes import HandClock
from tests.given import GivenHub, a_hub

NOVEMBER = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)
LIST = (
    "valid_from,market,countries,category,currency,price,credits\n"
    "2026-10-01,Netherlands,NL,utility,EUR,0.0400,1\n"
    "2026-10-01,Netherlands,NL,marketing,EUR,0.1300,4\n"
)
FILE = {"name": "prices.csv", "text": LIST}
RULE = MoneyRule(time_zone="Europe/Amsterdam", free_each_month=0, wallet=True, allowance=100)


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    """Maya has answered Lucas once, and it was delivered."""
    async with a_hub(tmp_path, money=RULE, clock=HandClock(NOVEMBER)) as given:
        await given.rep("maya")
        await given.rep("ada", role=Role.ADMIN, queues=())
        yield given


async def costs(client: httpx.AsyncClient) -> CostsView:
    return from_json(CostsView, (await client.get(COSTS)).content)


async def test_an_administrator_looks_at_a_list_and_then_replaces_the_prices(
    hub: GivenHub,
) -> None:
    async with hub.client("ada") as ada:
        seen = from_json(PricePreview, (await ada.post(PREVIEW_PRICES, json=FILE)).content)
        assert (seen.rows, [change.before for change in seen.changes]) == (2, [None, None])
        assert (await costs(ada)).prices is None
        await ada.post(PRICES, json=FILE)
        found = (await costs(ada)).prices
        assert found is not None
        assert (found.name, found.by, found.rows) == ("prices.csv", "Ada", 2)
        dearer = FILE | {"text": LIST.replace("0.0400", "0.0500")}
        seen = from_json(PricePreview, (await ada.post(PREVIEW_PRICES, json=dearer)).content)
        [change] = seen.changes
        assert change.before is not None
        assert change.after is not None
        assert (change.before.amount, change.after.amount) == (Decimal("0.04"), Decimal("0.05"))
        assert (await ada.post(PREVIEW_PRICES, json=FILE)).json()["changes"] == []


async def test_a_faulty_list_is_refused_with_its_line_and_changes_nothing(
    hub: GivenHub,
) -> None:
    async with hub.client("ada") as ada:
        await ada.post(PRICES, json=FILE)
        bad = FILE | {"text": LIST + "soon,Netherlands,NL,service,EUR,1,1\n"}
        answer = await ada.post(PRICES, json=bad)
        assert answer.status_code == 422
        assert "prices.csv, line 4: valid_from “soon” is no day." in answer.text
        found = (await costs(ada)).prices
        assert found is not None
        assert found.rows == 2


async def test_a_top_up_counts_once_and_the_desks_hear_what_is_left(hub: GivenHub) -> None:
    async with hub.client("ada") as ada:
        await ada.post(TOP_UP, json={"entry_id": "e", "credits": 50})
        answer = await ada.post(TOP_UP, json={"entry_id": "e", "credits": 50})
        wallet = from_json(CostsView, answer.content).wallet
        assert wallet is not None
        assert (wallet.left, wallet.allowance, wallet.below) == (150, 100, None)
        snapshot = from_json(Snapshot, (await ada.get(requests.SNAPSHOT)).content)
        assert snapshot.wallet == wallet
        answer = await ada.post(TOP_UP, json={"entry_id": "f", "credits": -131})
        wallet = from_json(CostsView, answer.content).wallet
        assert wallet is not None
        assert (wallet.left, wallet.below) == (19, 20)


async def test_a_customers_costs_and_the_months_are_what_was_delivered(hub: GivenHub) -> None:
    async with hub.client("ada") as ada, hub.client("maya") as maya:
        await ada.post(PRICES, json=FILE)
        await hub.customer_writes("Hello")
        session = from_json(Snapshot, (await maya.get(requests.SNAPSHOT)).content).sessions[0]
        path = SESSION_COSTS.format(session_id=session.session_id)
        await _deliver(hub, session.conversation_id)
        found = from_json(SessionCosts, (await maya.get(path)).content)
        assert found.quotes["marketing"].price == Decimal("0.13")
        assert found.quotes["marketing"].credits == 4
        assert found.quotes["service"].price == Decimal("0.04")
        [spent] = found.conversation
        assert (spent.amount, spent.currency) == (Decimal("0.04"), "EUR")
        month = await costs(ada)
        assert month.since == datetime(2026, 10, 31, 23, tzinfo=UTC)
        [line] = month.lines
        assert (line.category, line.market, line.count, line.free) == (
            "service",
            "Netherlands",
            1,
            0,
        )
        assert line.amount is not None
        assert line.amount.amount == Decimal("0.04")
        [coming] = month.forecasts
        assert coming.so_far == Decimal("0.04") <= coming.least <= coming.most
        assert [number.free for number in month.numbers] == [0]


async def _deliver(hub: GivenHub, conversation_id: str) -> None:
    async with hub.hub.store.transaction() as tx:
        message_id = await timeline.add(
            tx,
            conversation_id=ConversationId(conversation_id),
            direction=Direction.OUTBOUND,
            body=Text(text="Yes"),
            at=tx.now,
            state=Delivery.DELIVERED,
        )
        await counting.expect(tx, message_id)
        await tx.execute(cost.update().values(landed_at=tx.now - timedelta(minutes=1)))
