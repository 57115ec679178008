"""What earlier versions kept in the open is carried over once, sealed; the open files are gone.

A program killed meanwhile begins again: the open file goes only when the sealed one is whole.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from console.desk.cache_file import CacheFile
from console.desk.installation import aside, remove_database
from console.desk.sealing import Seal
from console.desk.store import Store

_log = logging.getLogger(__name__)
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def carry_store(path: Path, seal: Seal) -> bool:
    """Whether drafts and outgoing messages lie sealed at `path`, if there were any.

    A damaged file is sealed as it is and set aside.

    Raises:
        sqlite3.Error, OSError: the disk takes nothing; the open file is as it was.
    """
    old = _open_file(path)
    try:
        _carry(old, path, lambda connection, half: _store_from(connection, half, seal))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        _log.warning("%s is damaged and is set aside: %s", old.name, error)
        aside(path).write_bytes(seal.shut(old.read_bytes(), "unreadable"))
        remove_database(old)
        return False
    remove_database(old)
    return True


def carry_cache(path: Path, seal: Seal) -> None:
    """What the hub had told lies sealed at `path`, if it can be had; previews are gone."""
    old = _open_file(path)
    try:
        _carry(old, path, lambda connection, half: _cache_from(connection, half, seal))
    except sqlite3.Error as error:
        _log.info("%s can't be carried over; the hub tells it again: %s", old.name, error)
    remove_database(old)
    shutil.rmtree(path.with_name(f"{path.stem}-pictures"), ignore_errors=True)


def is_damage(error: Exception) -> bool:
    """Whether a database is broken, and it isn't the disk that is full."""
    if not isinstance(error, sqlite3.Error):
        return False
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _open_file(path: Path) -> Path:
    return path.with_suffix(".sqlite")


def _carry(old: Path, path: Path, work: Callable[[sqlite3.Connection, Path], None]) -> None:
    half = path.with_suffix(".half")
    remove_database(half)
    if not old.exists() or path.exists():
        return
    try:
        with closing(sqlite3.connect(old)) as connection:
            work(connection, half)
        os.replace(half, path)  # noqa: PTH105 - replaces on Windows too
    finally:
        remove_database(half)


def _store_from(old: sqlite3.Connection, half: Path, seal: Seal) -> None:
    with closing(Store(half, seal)) as new:
        new.take_over(
            old.execute("select session_id, json from draft"),
            old.execute("select message_id, session_id, json from outgoing order by place"),
            old.execute("select what from taken"),
        )


def _cache_from(old: sqlite3.Connection, half: Path, seal: Seal) -> None:
    with closing(CacheFile(half, seal)) as new:
        new.take_over(
            old.execute("select kind, ref, json from object"),
            old.execute("select conversation_id, at, place, earlier from coverage"),
            old.execute(
                "select message_id, conversation_id, at, place, words, json from message"
            ),
            old.execute("select epoch, seq, heard_at from place").fetchone(),
        )
