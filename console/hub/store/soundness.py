"""Soundness: whether a copy of the SQLite database is whole, and what is in it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from console.domain.errors import InvalidInput, Unavailable
from console.domain.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a database holds.

    Attributes:
        revision: of its tables.
        journal: the journal's last place.
        rows: how many each table has.
    """

    revision: str
    journal: int
    rows: dict[str, int]


def contents(connection: sqlite3.Connection) -> Contents:
    """What is in a hub's database, as one look sees it.

    Raises:
        InvalidInput: it isn't a hub's.
    """
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = sorted(str(name) for (name,) in connection.execute(named))
    if not {"alembic_version", "journal", "journal_head"} <= set(names):
        raise InvalidInput("It isn’t the database of a hub.")
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    (journal,) = connection.execute("SELECT max(seq) FROM journal_head").fetchone()
    rows = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in names
    }
    return Contents(revision=str(revision), journal=int(journal or 0), rows=rows)


def examined(path: Path) -> Contents:
    """What is in the file, which is whole: every page, every reference, the journal.

    Raises:
        InvalidInput: it isn't; says what is wrong.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            _look_at_pages(file)
            _look_at_journal(file)
            return contents(file)
    except sqlite3.DatabaseError as error:
        raise InvalidInput(f"The database in it is damaged ({error}).") from None


def refuse_damaged(path: Path) -> None:
    """Every page of the database that a hub is to run on is whole; a new file is fine.

    Raises:
        Unavailable: it is damaged. Nothing was changed.
    """
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path)) as file:
            (found,) = file.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return  # locked, or not to be opened: whoever opens it next says so
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        words = _(
            "The database {path} is damaged ({reason}) and was left as it is. Keep a copy of "
            "it, then put the last backup in its place: python3 -m console hub restore."
        )
        raise Unavailable(words.format(path=path, reason=" ".join(found.split())))


def is_damage(error: BaseException) -> bool:
    """Whether SQLite said that the file is not, or no longer, a whole database."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def damaged(path: str) -> Unavailable:
    """What people and the platform are told by a hub whose database was damaged meanwhile."""
    words = _(
        "The hub’s database is damaged, so nothing is shown or kept any more. Tell your "
        "administrator: stop the hub, keep a copy of {path}, then put the last backup in its "
        "place: python3 -m console hub restore."
    )
    return Unavailable(words.format(path=path), retry_after_s=60)


def _look_at_pages(file: sqlite3.Connection) -> None:
    (found,) = file.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise InvalidInput(f"The database in it is damaged ({found}).")
    broken = file.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise InvalidInput(f"The database in it misses rows that {broken[0]} refers to.")


def _look_at_journal(file: sqlite3.Connection) -> None:
    look = "SELECT count(*), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM journal"
    count, first, last = file.execute(look).fetchone()
    (head,) = file.execute("SELECT coalesce(max(seq), 0) FROM journal_head").fetchone()
    if count != last - first + 1 or last != head:
        raise InvalidInput("The journal in it has a gap, so it isn’t a whole backup.")
