"""Migrate: brings a database of either engine to the tables this hub knows."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError

from console.domain.errors import Unavailable
from console.hub.store import schema
from console.hub.store.store import Store

_STEPS = Path(__file__).parent / "migrations"
_LOCK = 7_302_117  # any number, the same for all replicas


async def migrate(store: Store) -> None:
    """The tables are as this hub knows them; one replica does it, others wait for it.

    Raises:
        Unavailable: the database was made by a newer hub.
    """
    async with store.engine.begin() as connection:
        if not store.is_sqlite:  # SQLite's write transaction is such a lock already
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        try:
            await connection.run_sync(_upgrade)
        except CommandError:
            raise Unavailable(
                "The database was made by a newer hub. Start that one, or restore a backup."
            ) from None
    await store.ensure_journal()


def _upgrade(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def differences(store: Store) -> list[object]:
    """Where a migrated database differs from the schema; empty, or a step is missing."""

    def compare(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, schema.metadata))

    async with store.engine.begin() as connection:
        return await connection.run_sync(compare)


def first_script(dialect: sa.Dialect) -> str:
    """The schema's tables and indexes as SQL for one engine, in an order that works."""
    parts = []
    for table in schema.metadata.sorted_tables:
        parts.append(str(sa.schema.CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        parts += [
            str(sa.schema.CreateIndex(one).compile(dialect=dialect)).strip() for one in indexes
        ]
    lines = ("\n".join(line.strip() for line in part.split("\n")) for part in parts)
    return ";\n".join(lines) + ";\n"
