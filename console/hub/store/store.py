"""Store: opens either engine, runs transactions, wakes whoever waits for their outcome."""

import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, PoolProxiedConnection

from console.hub import outage
from console.hub.ports import Clock, Ids, random_id
from console.hub.store import audit_trail, inline, schema, soundness
from console.hub.store import consent_rule_table as _rules  # noqa: F401 - of the schema
from console.hub.store import consent_table as _consents  # noqa: F401 - of the schema
from console.hub.store import dead_letter_table as _dead_letters  # noqa: F401 - of the schema
from console.hub.store import former_identity_table as _former  # noqa: F401 - of the schema
from console.hub.store import group_table as _groups  # noqa: F401 - of the schema
from console.hub.store import hold_table as _holds  # noqa: F401 - of the schema
from console.hub.store import merge_table as _merges  # noqa: F401 - of the schema
from console.hub.store import money_tables as _money  # noqa: F401 - of the schema
from console.hub.store import notification_list_table as _lists  # noqa: F401 - of the schema
from console.hub.store import notification_table as _notified  # noqa: F401 - of the schema
from console.hub.store import number_table as _numbers  # noqa: F401 - of the schema
from console.hub.store import proof_table as _proofs  # noqa: F401 - of the schema
from console.hub.store import sign_in_table as _sign_ins  # noqa: F401 - of the schema
from console.hub.store.prepared import Direct, told
from console.hub.store.together import Together
from console.hub.store.transaction import Transaction

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
#: PostgreSQL ends what a hub that stands still, or went wrong, would keep locked.
LIMITS = {"idle_in_transaction_session_timeout": "10s", "statement_timeout": "30s"}


class Store:
    """The database behind one hub replica.

    SQLite has one writer, so writes queue for the single connection of `_writer`; reads have
    connections of their own (WAL), and those that read much have theirs in threads.
    PostgreSQL uses one pool for all.

    Attributes:
        on_full: called when SQLite has no room left on the disk.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        ids: Ids = random_id,
        engines: tuple[AsyncEngine, AsyncEngine] | None = None,
    ) -> None:
        self.clock = clock
        self.ids = ids
        self.is_sqlite = is_sqlite(url)
        self._writer, self._reader = engines or open_engines(url)
        # connects to nothing before the first search
        threaded = self.is_sqlite and engines is None
        self._searcher = _sqlite_engine(url, 2, None) if threaded else self._reader
        self.on_full: Callable[[], None] = lambda: None
        self._database = sa.make_url(url).database or ""
        self._is_damaged = False
        self._listeners: list[Callable[[Transaction], None]] = []
        self.together = Together(self.transaction, shares=self.is_sqlite)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A write transaction; leaving it normally appends to the journal and commits.

        Times of one transaction are equal: `tx.now`. Listeners are woken after the commit.
        """
        with self._watched():
            async with self._writer.begin() as connection:
                direct = await self._direct(connection)
                tx = Transaction(connection, now=self.clock.now(), ids=self.ids, direct=direct)
                yield tx
                await tx.append()
        self._tell(tx)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """A damaged file is used no more, and who waits for a full disk is told."""
        if self._is_damaged:
            raise soundness.damaged(self._database)
        try:
            yield
        except Exception as error:
            if self.is_sqlite and soundness.is_damage(error):
                self._is_damaged = True
                _log.critical("the database %s is damaged, used no more", self._database)
                raise soundness.damaged(self._database) from None
            if self.is_sqlite and outage.is_full(error):
                self.on_full()
            raise

    def _tell(self, tx: Transaction) -> None:
        for listener in tuple(self._listeners):
            listener(tx)

    async def write_alone(self, work: Callable[[sqlite3.Connection], _T], *, woken: str) -> _T:
        """What `work` returned, committed; SQLite only, and the journal tells nothing of it.

        It runs in a thread, in one turn with the transactions, and speaks SQLite's own words.
        Runners of the jobs `woken` wake if it returned anything.
        """
        with self._watched():
            done, tx = await self._done_alone(work)
        if done:
            tx.woken.add(woken)
            self._tell(tx)
        return done

    async def _done_alone(
        self, work: Callable[[sqlite3.Connection], _T]
    ) -> tuple[_T, Transaction]:
        async with self._writer.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            try:
                done: _T = await driver.alone(work)
            except sqlite3.Error as error:
                raise told("a piece of work", error, connection.dialect) from error
            return done, Transaction(connection, now=self.clock.now(), ids=self.ids)

    async def _direct(self, connection: AsyncConnection) -> Direct | None:
        if not self.is_sqlite:
            return None
        raw = await connection.get_raw_connection()
        return Direct(raw.driver_connection, connection.dialect)

    @asynccontextmanager
    async def reading(self, *, much: bool = False) -> AsyncIterator[AsyncConnection]:
        """A consistent read: every statement inside sees the same state.

        `much` keeps statements that look through many rows off the loop's thread.
        """
        engine = self._searcher if much else self._reader
        with self._watched():
            async with engine.connect() as connection:
                if not self.is_sqlite:
                    connection = await connection.execution_options(
                        isolation_level="REPEATABLE READ"
                    )
                async with connection.begin():
                    yield connection

    def on_commit(self, listener: Callable[[Transaction], None]) -> None:
        """Calls `listener` after each of this replica's commits."""
        self._listeners.append(listener)

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes, for migrations and LISTEN."""
        return self._writer

    async def create_tables(self) -> None:
        """An empty database with every table, for tests; migrations do it in earnest."""
        async with self._writer.begin() as connection:
            await connection.run_sync(schema.metadata.create_all)
        await self.ensure_heads()

    async def ensure_heads(self) -> None:
        """The one head row of the journal exists, and that of the audit trail."""
        insert = sqlite.insert if self.is_sqlite else postgresql.insert
        heads = (
            insert(schema.journal_head).values(one=1, seq=0, epoch=self.ids()),
            insert(audit_trail.audit_head).values(
                one=1, number=0, hash=audit_trail.NOTHING_YET
            ),
        )
        async with self._writer.begin() as connection:
            for head in heads:
                # replicas may start at once: whoever is second changes nothing
                await connection.execute(head.on_conflict_do_nothing())

    async def present(self) -> datetime:
        """The present by the database's own clock; PostgreSQL only."""
        query = sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))
        async with self._reader.connect() as connection:
            return (await connection.execute(query)).scalar_one()

    async def close(self) -> None:
        """Gives all connections back."""
        await self._writer.dispose()
        for engine in {self._reader, self._searcher} - {self._writer}:
            await engine.dispose()


def is_sqlite(url: str) -> bool:
    """Whether the database is a file of this machine."""
    return sa.make_url(url).get_backend_name() == "sqlite"


def open_engines(
    url: str, *, creator: Callable[..., Awaitable[Any]] | None = None
) -> tuple[AsyncEngine, AsyncEngine]:
    """The engine that writes and the one that reads; `creator` makes SQLite's connections."""
    if is_sqlite(url):
        made_by = creator or partial(inline.connect, sa.make_url(url).database or ":memory:")
        return _sqlite_engine(url, 1, made_by), _sqlite_engine(url, 4, made_by)
    both = _engine(url)
    return both, both


def _json(value: object) -> str:
    try:
        return to_json(value).decode()
    except PydanticSerializationError:  # half a character
        return json.dumps(value)


def _engine(url: str) -> AsyncEngine:
    return create_async_engine(
        url,
        json_serializer=_json,
        pool_size=10,
        max_overflow=5,
        hide_parameters=True,
        connect_args={"server_settings": LIMITS},
    )


def _sqlite_engine(
    url: str, size: int, creator: Callable[..., Awaitable[Any]] | None
) -> AsyncEngine:
    made_by = {} if creator is None else {"async_creator": creator}
    engine = create_async_engine(
        url,
        json_serializer=_json,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # errors are logged; texts and numbers are not
        connect_args={"timeout": 10, "isolation_level": None},  # we say BEGIN ourselves
        **made_by,
    )

    @sa.event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: a commit that was answered survives a power cut; NORMAL can lose it
        cursor.execute("PRAGMA synchronous=FULL")
        # 16 MB: pages that many commits change are copied into the file once for all of them
        cursor.execute("PRAGMA wal_autocheckpoint=4000")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    begin = "BEGIN IMMEDIATE" if size == 1 else "BEGIN"

    def start(connection: PoolProxiedConnection) -> None:
        cursor = connection.cursor()
        cursor.execute(begin)
        cursor.close()

    # as a statement of SQLAlchemy's it would be a fifth of what an empty transaction costs
    engine.dialect.do_begin = start  # type: ignore[method-assign, assignment]
    return engine
