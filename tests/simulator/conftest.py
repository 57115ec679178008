"""A simulated platform on a hand-driven clock, a caller, and a real webhook receiver."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
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
async def connect() -> AsyncIterator[Callable[[Simulator], httpx.AsyncClient]]:
    """Makes callers of a simulator, with its token, without a socket."""
    async with AsyncExitStack() as stack:

        def connected(simulator: Simulator) -> httpx.AsyncClient:
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(simulator.app),
                base_url="http://graph.test/v25.0",
                headers={"Authorization": f"Bearer {TOKEN}"},
            )
            stack.push_async_callback(client.aclose)
            return client

        yield connected


@pytest.fixture
def graph(
    simulator: Simulator, connect: Callable[[Simulator], httpx.AsyncClient]
) -> httpx.AsyncClient:
    return connect(simulator)
