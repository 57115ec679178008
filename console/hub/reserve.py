"""Reserve: room on the disk that is given back when it is full, so that what began can end.

While it is not there nothing new is taken in: what was sent is still recorded, and the hub
goes on by itself once there is room to make it again.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from console.hub import audit, outage
from console.hub.audit import Action
from console.hub.store.store import Store

LOOK_S = 5.0
LEAST_FREE = 16 * 1024 * 1024
_NAME = "reserve"
_PIECE = 1024 * 1024
_log = logging.getLogger(__name__)


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Reserve:
    """A file of `size_bytes` in the hub's folder; with 0 there is none and all is taken in."""

    def __init__(
        self, folder: Path, size_bytes: int, free: Callable[[Path], int] = _free_bytes
    ) -> None:
        self._path = folder / _NAME
        self._size_bytes = size_bytes
        self._free = free
        self._is_there = True
        self._recorded = True

    def refuse_if_gone(self) -> None:
        """Raises `Unavailable` in words while the disk has no room for anything new."""
        if not self._is_there:
            raise outage.full()

    def give_up(self) -> None:
        """The room is free for whoever writes next; the disk is full."""
        if self._size_bytes == 0 or not self._is_there:
            return
        self._is_there = False
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        _log.error(
            "the disk is full: nothing new is taken in until there is room for the reserve "
            "of %d MiB again",
            self._size_bytes // _PIECE,
        )

    def look(self) -> None:
        """Gives it up before the disk is full, and makes it again once there is room."""
        if self._size_bytes == 0:
            return
        free = self._free(self._path.parent)
        if self._is_whole():
            self._is_there = True
            if free < LEAST_FREE:
                self.give_up()
        elif free < self._size_bytes + 2 * LEAST_FREE:
            self.give_up()
        else:
            self._make()

    async def watch(self, store: Store) -> None:
        """Looks every few seconds and keeps on record what changed, until cancelled."""
        while True:
            await asyncio.to_thread(self.look)
            await self._record(store)
            await store.clock.sleep(LOOK_S * store.clock.rate)

    async def _record(self, store: Store) -> None:
        is_there = self._is_there
        if is_there == self._recorded:
            return
        action = Action.DISK_HAS_ROOM if is_there else Action.DISK_FULL
        async with store.transaction() as tx:
            audit.append(tx, action, "hub", by=audit.HUB)
        self._recorded = is_there

    def _is_whole(self) -> bool:
        try:
            return self._path.stat().st_size == self._size_bytes
        except OSError:
            return False

    def _make(self) -> None:
        try:
            with self._path.open("wb") as file:
                _fill(file.fileno(), self._size_bytes)
        except OSError:
            self.give_up()
            self._path.unlink(missing_ok=True)
            return
        if not self._is_there:
            _log.warning("the disk has room again: the hub goes on")
        self._is_there = True


def _fill(file: int, size_bytes: int) -> None:
    """Every byte has its place on the disk; a hole in the file would be none."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size_bytes)
        return
    piece = bytes(_PIECE)
    for start in range(0, size_bytes, _PIECE):
        os.write(file, piece[: size_bytes - start])
