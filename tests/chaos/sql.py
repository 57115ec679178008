"""SQLite without threads: what aiosqlite's connection is to SQLAlchemy, run in the loop."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from random import Random
from types import TracebackType
from typing import Any

_BUSY_FOR_S = 10.0


class Power:
    """Whether a process still has its connections.

    Attributes:
        slow_s: the longest that one commit takes.
        at_commit: called just before and just after each commit.
    """

    def __init__(self, chance: Random, path: str, *, slow_s: float = 0.0) -> None:
        self.on = True
        self.at_commit: Callable[[], None] = lambda: None
        self._path = path
        self.slow_s = slow_s
        self._chance = chance
        self._open: list[sqlite3.Connection] = []
        self._peek = sqlite3.connect(path, timeout=0, isolation_level=None)

    def connect(self) -> "SimConnection":
        """A new connection of this process."""
        self.check()
        connection = sqlite3.connect(
            self._path, timeout=0, isolation_level=None, check_same_thread=False
        )
        self._open.append(connection)
        return SimConnection(connection, self)

    def peek(self, query: str, *values: object) -> object:
        """One value of the committed state, without SQLAlchemy's price."""
        self.check()
        row = self._peek.execute(query, values).fetchone()
        return None if row is None else row[0]

    def check(self) -> None:
        """Raises what a dead database connection raises."""
        if not self.on:
            raise sqlite3.OperationalError("connection closed")

    def cut(self) -> None:
        """The process has died: open transactions are rolled back, nothing more is written."""
        self.on = False
        for connection in (self._peek, *self._open):
            connection.close()
        self._open.clear()

    def drop(self, connection: sqlite3.Connection) -> None:
        """One connection is closed."""
        connection.close()
        if connection in self._open:
            self._open.remove(connection)

    def is_writing(self) -> bool:
        """Whether a transaction is open."""
        return any(connection.in_transaction for connection in self._open)

    async def step(self) -> None:
        """Others get a turn before each statement."""
        await asyncio.sleep(0)
        self.check()

    async def commit_takes(self) -> None:
        """The time a commit takes passes."""
        await asyncio.sleep(self._chance.random() * self.slow_s)
        self.at_commit()
        self.check()

    async def while_busy(self, run: Callable[[], Any]) -> Any:
        """What `run` gives once no other process writes; waits as SQLite does, virtually."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _BUSY_FOR_S
        while True:
            try:
                return run()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or loop.time() > until:
                    raise
            await asyncio.sleep(0.001 + 0.05 * self._chance.random())
            self.check()


class SimConnection:
    """The connection; names and shapes are aiosqlite's."""

    def __init__(self, connection: sqlite3.Connection, power: Power) -> None:
        self._connection = connection
        self._power = power

    def cursor(self) -> "SimCursor":
        self._power.check()
        return SimCursor(self._connection.cursor(), self._power)

    async def create_function(self, *args: Any, **more: Any) -> None:
        self._connection.create_function(*args, **more)

    async def commit(self) -> None:
        await self._power.commit_takes()
        await self._power.while_busy(self._connection.commit)
        self._power.at_commit()
        self._power.check()

    async def run(self, statement: str, values: Any) -> tuple[int, list[Any]]:
        cursor = await self.cursor().execute(statement, values)
        rows = await cursor.fetchall() if cursor.description else []
        return cursor.rowcount, rows

    async def finish(self, steps: Iterable[tuple[str, Any]]) -> int:
        cursor = self.cursor()
        for statement, values in steps:
            await cursor.execute(statement, values)
        await self.commit()
        return cursor.rowcount

    async def alone(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        await self.cursor().execute("BEGIN IMMEDIATE")
        try:
            done = work(self._connection)
            await self.commit()
        except BaseException:
            await self.rollback()
            raise
        return done

    async def rollback(self) -> None:
        if self._power.on:
            self._connection.rollback()

    async def close(self) -> None:
        self._power.drop(self._connection)

    def stop(self) -> None:
        self._power.drop(self._connection)


class SimCursor:
    """The cursor; names and shapes are aiosqlite's."""

    def __init__(self, cursor: sqlite3.Cursor, power: Power) -> None:
        self._cursor = cursor
        self._power = power

    async def __aenter__(self) -> "SimCursor":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, statement: str, values: Any = ()) -> "SimCursor":
        await self._power.step()
        await self._power.while_busy(lambda: self._cursor.execute(statement, values))
        return self

    async def executemany(self, statement: str, rows: Iterable[Any]) -> "SimCursor":
        await self._power.step()
        self._cursor.executemany(statement, rows)
        return self

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()
