"""A customer's shared files are found however many messages are kept."""

from pathlib import Path

import sqlalchemy as sa

from console.domain.ids import CustomerId
from console.hub.store.store import Store
from console.hub.views import customers
from tests.fakes import HandClock
from tests.given import NOON


async def test_a_customers_files_are_found_without_looking_at_all_messages(
    tmp_path: Path,
) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/hub.db", clock=HandClock(NOON))
    await store.create_tables()
    async with store.reading() as connection:
        query = customers.files_of(CustomerId("lucas")).compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
        plan = await connection.execute(sa.text(f"EXPLAIN QUERY PLAN {query}"))
        steps = [str(row.detail) for row in plan]
    await store.close()
    assert [step for step in steps if step.startswith("SCAN")] == []
