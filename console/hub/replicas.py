"""Replicas: hubs on one PostgreSQL wake each other; a lost wake-up costs a poll, no more."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

CHANNEL = "console_journal"
AT_MOST_EVERY_S = 0.01  # so many commits make one notification
AGAIN_AFTER_S = 2.0

_log = logging.getLogger(__name__)


class Replicas:
    """Tells other replicas of this one's commits, and calls `wake` for theirs.

    The notification goes out after the commit, on a connection of its own: within a business
    transaction it would make all commits queue for one lock. It carries only the place.
    """

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        self._store = store
        self._wake = wake
        self._told = asyncio.Event()
        self._place = 0
        store.on_commit(self._committed)

    def _committed(self, tx: Transaction) -> None:
        if tx.seq:
            self._place = max(self._place, tx.seq)
            self._told.set()

    async def run(self) -> None:
        """Tells and listens until cancelled; there is nobody to tell on SQLite."""
        if self._store.is_sqlite:
            return
        while True:
            try:
                await self._connected()
            except Exception as error:  # noqa: BLE001 - a driver's error must not end the hub
                _log.info("the line to other replicas broke: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _connected(self) -> None:
        async with self._store.engine.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.add_listener(CHANNEL, self._heard)
            try:
                while True:
                    await self._told.wait()
                    self._told.clear()
                    await connection.execute(
                        sa.select(sa.func.pg_notify(CHANNEL, str(self._place)))
                    )
                    await asyncio.sleep(AT_MOST_EVERY_S)
            finally:
                with contextlib.suppress(Exception):
                    await driver.remove_listener(CHANNEL, self._heard)

    def _heard(self, *_said: object) -> None:
        self._wake()
