"""Migrate: brings a database of either engine to the tables this hub knows."""

import logging
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from console.domain.errors import Unavailable
from console.domain.texts import _
from console.hub.store import schema
from console.hub.store.store import LIMITS, Store

_STEPS = Path(__file__).parent / "migrations"
_LOCK = 7_302_117  # any number, the same for all replicas
_log = logging.getLogger(__name__)

#: What each step leaves behind: the oldest revision whose hubs can work with the tables now.
compat = sa.Table(
    "schema_compat",
    schema.metadata,
    sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("oldest", sa.Text, nullable=False),
)


async def migrate(store: Store) -> None:
    """The tables are as this hub knows them; one replica does it, others wait for it.

    A newer hub's tables stay as they are if this one can work with them too.

    Raises:
        Unavailable: it can't.
    """
    async with store.engine.begin() as connection:
        if not store.is_sqlite:  # SQLite's write transaction is such a lock already
            for limit in LIMITS:  # a step may take its time
                await connection.execute(sa.text(f"SET LOCAL {limit} = 0"))
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        await connection.run_sync(_upgrade)
    await store.ensure_heads()


def _upgrade(connection: sa.Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    if _is_newer(connection):
        _refuse_unless_compatible(connection)
        _log.warning("the database is a newer hub’s; this one can still work with it")
        return
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    return config


def newest() -> str:
    """The revision that this hub brings a database to."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision(connection: sa.Connection) -> str:
    """The revision that a database is at; empty before the first step."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _is_newer(connection: sa.Connection) -> bool:
    return revision(connection) > newest()  # they are numbered: 0001, 0002


def _refuse_unless_compatible(connection: sa.Connection) -> None:
    oldest = None
    if sa.inspect(connection).has_table(compat.name):
        oldest = connection.execute(sa.select(compat.c.oldest)).scalar()
    if oldest is None or oldest > newest():
        raise Unavailable(
            _("The database was made by a newer hub. Start that one, or restore a backup.")
        )


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
