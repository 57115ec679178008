"""The tables of the cache and what is asked of them; called on the cache's own thread."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.desk.inbox_row import InboxRow
from console.desk.model import Place, Written
from console.desk.picture import encode
from console.domain.ids import ConversationId, Seq
from console.domain.messages import preview
from console.wire.codec import from_json, to_json
from console.wire.views import MessageView, SearchHit, SessionView

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

Cursor = tuple[str, int]  # (at in ISO form, order): a place in a transcript


@dataclass(frozen=True, slots=True)
class Coverage:
    """A thread is complete from `floor` to its end; `earlier` is the hub's cursor before it."""

    conversation_id: ConversationId
    floor: Cursor
    earlier: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a cache holds at the start: JSON by kind."""

    place: Place | None
    objects: dict[str, list[str]] = field(default_factory=dict)


def cursor_of(message: MessageView) -> Cursor:
    """The place of a message; sorts as the transcript does."""
    return (message.at.astimezone(UTC).isoformat(timespec="microseconds"), message.order)


def open_file(path: Path) -> "Database":
    """The file, with its tables up to date."""
    from sqlite_utils import Database

    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    db = Database(connection)
    _migrations().apply(db)
    return db


def _migrations() -> "Migrations":
    from sqlite_utils.migrations import Migrations

    steps = Migrations("desk_cache")

    @steps()
    def first_tables(db: "Database") -> None:
        db.table("place").create(
            {"only": int, "epoch": str, "seq": int, "heard_at": str}, pk="only"
        )
        db.table("object").create({"kind": str, "ref": str, "json": str}, pk=("kind", "ref"))
        db.table("picture").create({"session_id": str, "json": str}, pk="session_id")
        db.table("coverage").create(
            {"conversation_id": str, "at": str, "place": int, "earlier": str},
            pk="conversation_id",
        )
        columns = {"message_id": str, "conversation_id": str, "at": str, "place": int}
        db.table("message").create(columns | {"words": str, "json": str}, pk="message_id")
        db.table("message").create_index(["conversation_id", "at", "place"])
        db.table("message").enable_fts(
            ["words"], create_triggers=True, tokenize="unicode61 remove_diacritics 2"
        )

    return steps


def load(db: "Database") -> Kept:
    """All objects and the place."""
    objects: dict[str, list[str]] = {}
    for kind, line in db.execute("select kind, json from object"):
        objects.setdefault(kind, []).append(line)
    row = db.execute("select epoch, seq, heard_at from place").fetchone()
    if row is None:
        return Kept(None, objects)
    return Kept(Place(row[0], Seq(row[1]), datetime.fromisoformat(row[2])), objects)


def write(
    db: "Database",
    written: Written,
    place: Place | None,
    picture: dict[str, InboxRow | None],
    *,
    anew: bool,
    missed: bool,
) -> None:
    """One batch, in one transaction."""
    with db.conn:
        if anew:
            db.conn.execute("delete from object where kind != 'saved'")
            db.conn.execute("delete from picture")
        if missed:
            db.conn.execute("delete from coverage")
        _write_objects(db.conn, written.objects)
        _write_messages(db.conn, written.messages.values())
        _write_picture(db.conn, picture)
        if place is not None:
            db.conn.execute(
                "insert or replace into place values (1, ?, ?, ?)",
                (place.epoch, place.seq, place.heard_at.isoformat()),
            )


def _write_objects(
    conn: sqlite3.Connection, objects: dict[tuple[str, str], object | None]
) -> None:
    gone = [key for key, value in objects.items() if value is None]
    conn.executemany("delete from object where kind = ? and ref = ?", gone)
    conn.executemany(
        "insert or replace into object values (?, ?, ?)",
        [
            (*key, to_json(value).decode())
            for key, value in objects.items()
            if value is not None
        ],
    )


def _write_messages(conn: sqlite3.Connection, messages: Iterable[MessageView]) -> None:
    conn.executemany(
        "insert into message values (?, ?, ?, ?, ?, ?)"
        " on conflict (message_id) do update set"
        " at = excluded.at, place = excluded.place, words = excluded.words,"
        " json = excluded.json",
        [
            (
                message.message_id,
                message.conversation_id,
                *cursor_of(message),
                preview(message.body),
                to_json(message).decode(),
            )
            for message in messages
        ],
    )


def _write_picture(conn: sqlite3.Connection, picture: dict[str, InboxRow | None]) -> None:
    gone = [(ref,) for ref, row in picture.items() if row is None]
    conn.executemany("delete from picture where session_id = ?", gone)
    kept = [(ref, encode(row)) for ref, row in picture.items() if row is not None]
    conn.executemany("insert or replace into picture values (?, ?)", kept)


def keep_page(
    db: "Database", messages: tuple[MessageView, ...], coverage: Coverage | None
) -> None:
    """A page and what is complete with it, in one transaction."""
    with db.conn:
        _write_messages(db.conn, messages)
        if coverage is not None:
            db.conn.execute(
                "insert or replace into coverage values (?, ?, ?, ?)",
                (coverage.conversation_id, *coverage.floor, coverage.earlier),
            )


def coverage(db: "Database", conversation_id: ConversationId) -> Coverage | None:
    """From where on a thread is complete."""
    row = db.execute(
        "select at, place, earlier from coverage where conversation_id = ?", [conversation_id]
    ).fetchone()
    return None if row is None else Coverage(conversation_id, (row[0], row[1]), row[2])


def page(
    db: "Database",
    conversation_id: ConversationId,
    before: Cursor | None,
    limit: int,
    floor: Cursor | None,
) -> list[MessageView]:
    """The newest messages of a stretch, in order."""
    rows = db.execute(
        "select json from message where conversation_id = ? and (at, place) < (?, ?)"
        " and (at, place) >= (?, ?) order by at desc, place desc limit ?",
        [conversation_id, *(before or ("9999", 0)), *(floor or ("", -1)), limit],
    ).fetchall()
    return [from_json(MessageView, line) for (line,) in reversed(rows)]


def messages(db: "Database", ids: tuple[str, ...]) -> list[MessageView]:
    """Messages by id, in order."""
    rows = db.execute(
        "select json from message where message_id in (select value from json_each(?))"
        " order by at, place",
        [json.dumps(ids)],
    ).fetchall()
    return [from_json(MessageView, line) for (line,) in rows]


class Search:
    """Full-text search of what is kept."""

    def __init__(self, db: "Database") -> None:
        self._db = db

    def hits(self, words: str, limit: int) -> list[SearchHit]:
        """Newest first; none for words without a letter or digit."""
        asked = _match(words)
        if not asked:
            return []
        rows = self._db.execute(
            "select message.json from message join message_fts"
            " on message_fts.rowid = message.rowid where message_fts match ?"
            " order by message.at desc, message.place desc limit ?",
            [asked, limit],
        ).fetchall()
        found = [from_json(MessageView, line) for (line,) in rows]
        names = self._names()
        return [
            SearchHit(
                message=message,
                session_id=message.session_id,
                customer_name=names.get(message.conversation_id, ""),
            )
            for message in found
        ]

    def _names(self) -> dict[ConversationId, str]:
        rows: Any = self._db.execute("select json from object where kind = 'session'")
        sessions = [from_json(SessionView, line) for (line,) in rows]
        return {view.conversation_id: view.customer_name for view in sessions}


def _match(words: str) -> str:
    """The words as quoted terms, so that nothing in them is read as an operator."""
    terms = ['"' + word.replace('"', '""') + '"' for word in words.split() if _says(word)]
    return " ".join(terms) + "*" if terms else ""


def _says(word: str) -> bool:
    return any(letter.isalnum() for letter in word)
