"""What has one of many values is found by its index, however much is kept."""

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from console.hub.store import schema
from console.hub.store.among import among
from console.hub.store.prepared import prepare
from console.hub.store.store import Store

_raw = schema.raw_webhook
_ALONE = _raw.update().where(among(_raw.c.id, "ids"))
_WITH_MORE = sa.select(_raw.c.id).where(among(_raw.c.id, "ids"), _raw.c.done_at.is_(None))
_EITHER = sa.select(_raw.c.id).where(sa.or_(among(_raw.c.id, "ids"), _raw.c.id == 7))


async def test_one_of_many_values_is_looked_up_and_no_table_is_looked_through(
    store: Store,
) -> None:
    if not store.is_sqlite:
        return
    for statement in (_ALONE, _WITH_MORE, _EITHER):
        text = prepare(statement, ["ids", "done_at"], sqlite.dialect(paramstyle="qmark")).text
        async with store.reading() as connection:
            plan = await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {text}", tuple("1" for _ in range(text.count("?")))
            )
            steps = [step.detail for step in plan]
        assert any("USING INTEGER PRIMARY KEY" in step for step in steps), steps
        assert not any(step.startswith("SCAN raw_webhook") for step in steps), steps
