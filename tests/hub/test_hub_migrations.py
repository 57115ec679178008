"""Upgrades on both engines: killed half way, and old and new hubs on one database."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from console.domain.errors import Unavailable
from console.hub import audit
from console.hub.store import migrate as migrating
from console.hub.store import schema
from console.hub.store.migrate import compat, differences, migrate, newest, revision
from console.hub.store.store import Store
from tests.conftest import ExpectedLogs
from tests.fakes import HandClock


def steps() -> list[str]:
    """All revisions, the first one first."""
    found = ScriptDirectory.from_config(migrating._config()).walk_revisions()
    return sorted(one.revision for one in found)


@pytest.fixture
async def empty(database_url: str, clock: HandClock) -> AsyncIterator[Store]:
    store = Store(database_url, clock=clock)
    yield store
    await store.close()


def raise_to(connection: sa.Connection, target: str) -> None:
    config = migrating._config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def tables(connection: sa.Connection) -> sa.MetaData:
    found = sa.MetaData()
    found.reflect(connection)
    return found


def row_of(table: sa.Table) -> dict[str, object]:
    """A row as a hub of that revision could write it: what it doesn't know it leaves out."""
    values: dict[str, object] = {}
    for column in table.columns:
        if column.server_default is not None or column.nullable:
            continue
        if isinstance(column.type, sa.Integer) and column.primary_key and not _is_key(table):
            continue  # numbered by the database
        values[column.name] = _value(column)
    return values


def _is_key(table: sa.Table) -> bool:
    return "id" not in table.columns


def _value(column: sa.Column[Any]) -> object:
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.JSON):
        return {}
    return b"x" if isinstance(kind, sa.LargeBinary) else "x"


#: Single rows and an append-only table: the hub's own code is what writes them.
_OF_THE_HUB = {
    "alembic_version", "schema_compat", "journal", "journal_head", "audit_head", "audit_trail",
}  # fmt: skip


def live(connection: sa.Connection, known: sa.MetaData) -> None:
    """What a hub of an older revision does in all tables that it knows."""
    used = [table for table in known.sorted_tables if table.name not in _OF_THE_HUB]
    for table in used:
        connection.execute(table.insert().values(row_of(table)))
        found = connection.execute(sa.select(*table.columns).limit(1)).mappings().one()
        plain = [column for column in table.columns if not column.primary_key]
        if plain:
            connection.execute(table.update().values({c.name: found[c.name] for c in plain}))
    for table in reversed(used):
        connection.execute(table.delete())


@pytest.mark.parametrize("former", [steps()[0], steps()[-2]])  # all at once, and the newest
async def test_f26_a_migration_killed_at_any_statement_leaves_the_old_tables_or_the_new(
    empty: Store, former: str
) -> None:
    async with empty.engine.begin() as connection:
        await connection.run_sync(raise_to, former)
        before = await connection.run_sync(shapes)
    statements, dies_at = 0, 0

    def count(raw: sa.Connection, *_more: object) -> None:
        nonlocal statements
        statements += 1
        if statements == dies_at:
            driver = raw.connection.driver_connection
            if not empty.is_sqlite and driver is not None:
                driver.terminate()  # as the database sees a killed hub
            raise sa.exc.OperationalError("", None, OSError("killed"))

    sa.event.listen(empty.engine.sync_engine, "before_cursor_execute", count)
    try:
        while True:
            statements, dies_at = 0, dies_at + 1
            try:
                await migrate(empty)
            except (sa.exc.DBAPIError, OSError):
                statements = -(10**6)
                await empty.engine.dispose()  # or the pool would hand out the dead connection
                async with empty.engine.begin() as connection:
                    at = await connection.run_sync(revision)
                    if at == former:
                        assert await connection.run_sync(shapes) == before
                    else:
                        assert at == newest()
            else:
                break
    finally:
        sa.event.remove(empty.engine.sync_engine, "before_cursor_execute", count)
    assert dies_at > 3
    assert await differences(empty) == []


def shapes(connection: sa.Connection) -> set[tuple[str, str, str]]:
    """Every column with its type."""
    found = tables(connection).sorted_tables
    return {(t.name, c.name, str(c.type)) for t in found for c in t.columns}


@pytest.mark.parametrize("former", steps()[:-1])
async def test_f26_a_hub_of_the_former_revision_lives_on_beside_a_new_one(
    empty: Store, former: str, database_url: str, clock: HandClock
) -> None:
    async with empty.engine.begin() as connection:
        await connection.run_sync(raise_to, former)
        known = await connection.run_sync(tables)
        await connection.run_sync(live, known)
    new = Store(database_url, clock=clock)
    try:
        await migrate(new)  # the old one keeps its connections and its prepared statements
        for _ in range(2):
            async with empty.engine.begin() as connection:
                await connection.run_sync(live, known)
            async with new.transaction() as tx:
                audit.append(tx, audit.Action.PURGED, "webhooks", by=audit.HUB)
                tx.tell("rep", "maya", ["all"])
        assert await differences(new) == []
    finally:
        await new.close()


async def mark(store: Store, made_by: str, oldest: str | None) -> None:
    """As a hub of the revision `made_by` would leave it."""
    async with store.engine.begin() as connection:
        await connection.execute(
            sa.text("UPDATE alembic_version SET version_num = :made_by"), {"made_by": made_by}
        )
        await connection.execute(compat.delete())
        if oldest is not None:
            await connection.execute(compat.insert().values(one=1, oldest=oldest))


@pytest.mark.parametrize("oldest", ["9998", None])
async def test_f26_an_old_hub_refuses_newer_tables_that_it_cannot_work_with(
    empty: Store, oldest: str | None
) -> None:
    await migrate(empty)
    await mark(empty, "9999", oldest)
    with pytest.raises(Unavailable) as refused:
        await migrate(empty)
    assert refused.value.message == (
        "The database was made by a newer hub. Start that one, or restore a backup."
    )


async def test_f26_an_old_hub_starts_again_on_newer_tables_that_it_can_work_with(
    empty: Store, expected_logs: ExpectedLogs
) -> None:
    await migrate(empty)
    await mark(empty, "9999", newest())
    expected_logs("can still work with it")
    await migrate(empty)
    async with empty.transaction() as tx:
        tx.tell("rep", "maya", ["all"])
    async with empty.reading() as connection:
        at = sa.select(schema.journal_head.c.seq)
        assert (await connection.execute(at)).scalar_one() == 1
