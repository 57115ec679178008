"""What has one of many values is found by its index, however much is kept."""

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from console.hub import unheard
from console.hub.store import schema
from console.hub.store.among import among
from console.hub.store.prepared import prepare
from console.hub.store.store import Store

_raw = schema.raw_webhook
_ALONE = _raw.update().where(among(_raw.c.id, "ids"))
_WITH_MORE = sa.select(_raw.c.id).where(among(_raw.c.id, "ids"), _raw.c.done_at.is_(None))
_EITHER = sa.select(_raw.c.id).where(sa.or_(among(_raw.c.id, "ids"), _raw.c.id == 7))


async def plan_of(store: Store, statement: sa.Executable, *names: str) -> list[str]:
    text = prepare(statement, names, sqlite.dialect(paramstyle="qmark")).text
    values = tuple("1" for _ in range(text.count("?")))
    async with store.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        return [step.detail for step in plan]


async def test_one_of_many_values_is_looked_up_and_no_table_is_looked_through(
    store: Store,
) -> None:
    if not store.is_sqlite:
        return
    for statement in (_ALONE, _WITH_MORE, _EITHER):
        steps = await plan_of(store, statement, "ids", "done_at")
        assert any("USING INTEGER PRIMARY KEY" in step for step in steps), steps
        assert not any(step.startswith("SCAN raw_webhook") for step in steps), steps


async def test_what_a_batch_is_about_is_not_looked_for_among_all_messages(store: Store) -> None:
    if not store.is_sqlite:
        return
    steps = await plan_of(store, unheard.HEARD_OF, "names")
    assert not any(step.startswith(("SCAN message", "SCAN orphan")) for step in steps), steps
