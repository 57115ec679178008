"""What tests of the hub are given: a store on either engine, and a floor on it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.hub.store.store import Store
from tests import postgres
from tests.fakes import HandClock
from tests.floor import Floor

_ENGINES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql")),
]


@pytest.fixture(scope="session")
def databases() -> Iterator[postgres.Databases]:
    with postgres.server() as found:
        yield found


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 5, 14, 12, 0, tzinfo=UTC))


@pytest.fixture(params=_ENGINES)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/hub.db"
    found: postgres.Databases = request.getfixturevalue("databases")
    return await (found.furnished() if "store" in request.fixturenames else found.fresh())


@pytest.fixture
async def store(database_url: str, clock: HandClock) -> AsyncIterator[Store]:
    opened = Store(database_url, clock=clock)
    await (opened.create_tables() if opened.is_sqlite else opened.ensure_heads())
    yield opened
    await opened.close()


@pytest.fixture
async def floor(store: Store, clock: HandClock) -> Floor:
    return await Floor(store, clock).furnish()
