"""One hub: a lock beside an SQLite file that ends with the process that holds it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from console.domain.errors import Unavailable

_PID_BYTES = 20


def file_of(database_url: str) -> Path | None:
    """The SQLite file of an address; None for other engines and for memory."""
    url = sa.make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(url.database or "")


@contextmanager
def alone(database_url: str) -> Iterator[None]:
    """Nobody else runs a hub on this SQLite file; PostgreSQL is made for several.

    Raises:
        Unavailable: somebody does.
    """
    database = file_of(database_url)
    if database is None:
        yield
        return
    handle = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock(handle):
            raise Unavailable(_refusal(database, handle))
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}".encode())
        yield
    finally:
        os.close(handle)  # and the lock with it; the file stays, or two could hold "it"


def _refusal(database: Path, handle: int) -> str:
    by = os.read(handle, _PID_BYTES).decode("ascii", "replace").strip()
    who = f"Process {by}" if by else "Another process"
    return f"{who} uses {database} already. Stop it first, or choose another data_folder."


if sys.platform == "win32":
    import msvcrt

    _PLACE = 1024  # beyond the process's number, which others read

    def _lock(handle: int) -> bool:
        os.lseek(handle, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
