"""A simulated platform on a hand-driven clock, a caller, and a real webhook receiver."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from console.simulator.simulator import Simulator
from tests.fakes import HandClock, serving
from tests.simulator.receiving import TOKEN, Receiver, simulated


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 5, 14, 12, 0, tzinfo=UTC))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    async with serving(receiver.app) as base:
        receiver.url = base + "/webhook"
        yield receiver


@pytest.fixture
def simulator(clock: HandClock, receiver: Receiver) -> Simulator:
    return simulated(clock, receiver.url)


@pytest.fixture
async def graph(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(simulator.app)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    base = "http://graph.test/v25.0"
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
        yield client
