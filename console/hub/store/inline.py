"""SQLite on the loop's own thread: statements take microseconds, only commits are waited for.

A thread a connection, as aiosqlite has it, costs two thread switches a statement, many times
what the statement itself takes. Here statements run at once; the commit, which waits for the
disk, runs in a thread. Statements that read much belong on an aiosqlite connection.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

BUSY_LIMIT_S, _BUSY_LOOK_S = 10.0, 0.005
_T = TypeVar("_T")


class InlineConnection:
    """What SQLAlchemy's aiosqlite dialect wants of a connection.

    Attributes:
        hands_over: whether commits wait in a thread; needless if none waits for the disk.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.hands_over = True
        self._rows_on_disk = connection.total_changes
        self._connection: sqlite3.Connection | None = connection

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("no active connection")
        return self._connection

    def cursor(self) -> "InlineCursor":
        """A cursor; also works as the context manager that the dialect enters."""
        return InlineCursor(self._open.cursor())

    async def create_function(self, *args: Any, **more: Any) -> None:
        """Registers a function for SQL."""
        self._open.create_function(*args, **more)

    async def commit(self) -> None:
        """The transaction is on the disk."""
        if not self._open.in_transaction:
            return
        # who only read waits for no disk either
        if self.hands_over and self._open.total_changes != self._rows_on_disk:
            await _on_disk(self._open.commit)
        else:
            self._open.commit()
        self._rows_on_disk = self._open.total_changes

    async def run(self, statement: str, values: Sequence[Any]) -> tuple[int, list[Any]]:
        """How many rows one statement of a write transaction changed, and all it returned.

        Nobody holds it up: the transaction has the one lock there is.
        """
        cursor = self._open.execute(statement, values)
        rows = cursor.fetchall() if cursor.description else []
        return cursor.rowcount, rows

    async def alone(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """What `work` returned; all it did is one transaction, done and committed in a thread.

        If it raises, it never was.
        """
        await self.cursor().execute("BEGIN IMMEDIATE")

        def run() -> _T:
            try:
                done = work(self._open)
                self._open.commit()
            except BaseException:
                self._open.rollback()
                raise
            return done

        done = await _on_disk(run) if self.hands_over else run()
        self._rows_on_disk = self._open.total_changes
        return done

    async def rollback(self) -> None:
        """The transaction never was."""
        self._open.rollback()

    async def close(self) -> None:
        """Gives the file back."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await _on_disk(connection.close)

    def stop(self) -> None:
        """Gives the file back without waiting."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


class InlineCursor:
    """What SQLAlchemy's aiosqlite dialect wants of a cursor."""

    arraysize = 1

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    async def __aenter__(self) -> "InlineCursor":
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._cursor.close()

    @property
    def description(self) -> Any:
        """Of the last statement's columns."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """Of the last row inserted."""
        return self._cursor.lastrowid

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> "InlineCursor":
        """Runs one statement; one that another process holds up waits without blocking."""
        give_up_at = asyncio.get_running_loop().time() + BUSY_LIMIT_S
        while True:
            try:
                self._cursor.execute(statement, values)
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or asyncio.get_running_loop().time() >= give_up_at:
                    raise
            else:
                return self
            await asyncio.sleep(_BUSY_LOOK_S)

    async def executemany(self, statement: str, rows: Any) -> "InlineCursor":
        """Runs one statement for each of the rows."""
        self._cursor.executemany(statement, rows)
        return self

    async def fetchall(self) -> list[Any]:
        """All rows of the last statement."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Gives the cursor back."""
        self._cursor.close()


def _is_busy(error: sqlite3.OperationalError) -> bool:
    primary_code = error.sqlite_errorcode & 0xFF
    return primary_code == sqlite3.SQLITE_BUSY


async def _on_disk(work: Callable[[], _T]) -> _T:
    """Done in a thread; a cancelled caller still waits for it, so that nothing overlaps."""
    done = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(done)
    except asyncio.CancelledError:
        await asyncio.wait({done})
        raise


async def connect(path: str, *_args: object, **_options: object) -> InlineConnection:
    """A connection to the file that says BEGIN only when told to."""
    raw = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    return InlineConnection(raw)
