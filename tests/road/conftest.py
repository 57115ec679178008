"""The stage on SQLite, and on PostgreSQL where a story asks for both."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.postgres import Databases
from tests.stage import Stage


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with postgres.server() as running:
        yield running


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(tmp_path) as stage:
        yield stage


@pytest.fixture(params=["sqlite", "postgresql"])
async def either_stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    url = ""
    if request.param == "postgresql":
        url = await request.getfixturevalue("databases").fresh()
    async with Stage(tmp_path, database_url=url) as stage:
        yield stage
