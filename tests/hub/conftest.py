"""What tests of the hub are given: a store on either engine, and a floor on it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.hub.store.store import Store
from tests.fakes import HandClock
from tests.floor import Floor


@pytest.fixture
async def floor(tmp_path: Path) -> AsyncIterator[Floor]:
    clock = HandClock(datetime(2026, 5, 14, 12, 0, tzinfo=UTC))
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/hub.db", clock=clock)
    await store.create_tables()
    yield await Floor(store, clock).furnish()
    await store.close()
