"""Prices as the platform tells them: free by an ad, free of the month, charged."""

from datetime import UTC, datetime

import httpx

from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, Receiver, text_to

LUCAS = "+33612345678"
NOVEMBER = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)


async def test_three_days_from_the_first_answer_to_an_ad_click_cost_nothing(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock, receiver: Receiver
) -> None:
    await clock.advance_to(NOVEMBER)
    lucas = simulator.customer(LUCAS)
    lucas.comes_by_ad("Is it still there?", "Solvik sofa")
    await simulator.settle()

    async def price_of(text: str) -> tuple[bool, str]:
        await graph.post(f"/{PHONE}/messages", json=text_to(LUCAS, text))
        await simulator.settle()
        told = receiver.statuses[-1]["pricing"]
        return told["billable"], told["type"]

    await clock.advance(hours=23)
    assert await price_of("It is") == (False, "free_entry_point")
    await clock.advance(hours=71)
    lucas.writes("Good")
    await simulator.settle()
    assert await price_of("Shall we keep it?") == (False, "free_entry_point")
    await clock.advance(hours=2)
    assert await price_of("Hello?") == (False, "free_customer_service")
