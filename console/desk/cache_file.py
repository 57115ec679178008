"""The tables of the cache and what is asked of them; called on the cache's own thread.

Whatever a person could read is sealed. Ids, kinds and times aren't: rows are found by them.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.desk.cache_search import Search
from console.desk.model import Place, Written
from console.desk.sealing import Seal
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
    objects: dict[str, list[bytes]] = field(default_factory=dict)


def cursor_of(message: MessageView) -> Cursor:
    """The place of a message; sorts as the transcript does."""
    return (message.at.astimezone(UTC).isoformat(timespec="microseconds"), message.order)


class CacheFile:
    """The file, open, with its tables up to date.

    Raises:
        WrongSeal: from any call: it was sealed with another key.
    """

    def __init__(self, path: Path, seal: Seal) -> None:
        from sqlite_utils import Database

        self._seal = seal
        self._conn = sqlite3.connect(path, check_same_thread=False)
        self._conn.execute("pragma journal_mode = wal")
        self._conn.execute("pragma synchronous = normal")
        self._conn.execute("pragma temp_store = memory")
        _migrations().apply(Database(self._conn))
        self._search = Search(self._conn, self._words)

    def close(self) -> None:
        """The file is closed."""
        self._conn.close()

    def load(self) -> Kept:
        """All objects and the place."""
        objects: dict[str, list[bytes]] = {}
        for kind, ref, sealed in self._conn.execute("select kind, ref, json from object"):
            line = self._seal.open(sealed, f"{kind} {ref}")
            objects.setdefault(kind, []).append(line)
        row = self._conn.execute("select epoch, seq, heard_at from place").fetchone()
        if row is None:
            return Kept(None, objects)
        return Kept(Place(row[0], Seq(row[1]), datetime.fromisoformat(row[2])), objects)

    def write(self, written: Written, place: Place | None, *, anew: bool, missed: bool) -> None:
        """One batch, in one transaction."""
        with self._conn:
            if anew:
                self._conn.execute("delete from object where kind != 'saved'")
            if missed:
                self._conn.execute("delete from coverage")
            self._write_objects(written.objects)
            self._write_messages(written.messages.values())
            if place is not None:
                self._conn.execute(
                    "insert or replace into place values (1, ?, ?, ?)",
                    (place.epoch, place.seq, place.heard_at.isoformat()),
                )

    def keep_page(self, messages: tuple[MessageView, ...], coverage: Coverage | None) -> None:
        """A page and what is complete with it, in one transaction."""
        with self._conn:
            self._write_messages(messages)
            if coverage is not None:
                self._conn.execute(
                    "insert or replace into coverage values (?, ?, ?, ?)",
                    (coverage.conversation_id, *coverage.floor, coverage.earlier),
                )

    def coverage(self, conversation_id: ConversationId) -> Coverage | None:
        """From where on a thread is complete."""
        row = self._conn.execute(
            "select at, place, earlier from coverage where conversation_id = ?",
            [conversation_id],
        ).fetchone()
        return None if row is None else Coverage(conversation_id, (row[0], row[1]), row[2])

    def page(
        self,
        conversation_id: ConversationId,
        before: Cursor | None,
        limit: int,
        floor: Cursor | None,
    ) -> list[MessageView]:
        """The newest messages of a stretch, in order."""
        rows = self._conn.execute(
            "select message_id, json from message where conversation_id = ?"
            " and (at, place) < (?, ?) and (at, place) >= (?, ?)"
            " order by at desc, place desc limit ?",
            [conversation_id, *(before or ("9999", 0)), *(floor or ("", -1)), limit],
        ).fetchall()
        return [self._message(*row) for row in reversed(rows)]

    def messages(self, ids: Iterable[str]) -> list[MessageView]:
        """Messages by id, in order."""
        rows = self._conn.execute(
            "select message_id, json from message"
            " where message_id in (select value from json_each(?)) order by at, place",
            [json.dumps(tuple(ids))],
        ).fetchall()
        return [self._message(*row) for row in rows]

    def search(self, words: str, limit: int) -> list[SearchHit]:
        """Newest first; none for words without a letter or digit."""
        found = self.messages(self._search.ids(words, limit))
        names = self._names() if found else {}
        return [
            SearchHit(
                message=message,
                session_id=message.session_id,
                customer_name=names.get(message.conversation_id, ""),
            )
            for message in reversed(found)
        ]

    def take_over(
        self,
        objects: Iterable[tuple[str, str, str]],
        coverage: Iterable[tuple[str, str, int, str | None]],
        messages: Iterable[tuple[str, str, str, int, str, str]],
        place: tuple[str, int, str] | None,
    ) -> None:
        """Rows as an earlier version kept them in the open are here, sealed."""
        shut = self._seal.shut
        with self._conn:
            self._conn.executemany(
                "insert into object values (?, ?, ?)",
                (
                    (kind, ref, shut(line.encode(), f"{kind} {ref}"))
                    for kind, ref, line in objects
                ),
            )
            self._conn.executemany("insert into coverage values (?, ?, ?, ?)", coverage)
            self._conn.executemany(
                "insert into message values (?, ?, ?, ?, ?, ?)",
                (
                    (
                        *columns,
                        shut(words.encode(), f"words {columns[0]}"),
                        shut(line.encode(), f"message {columns[0]}"),
                    )
                    for *columns, words, line in messages
                ),
            )
            if place is not None:
                self._conn.execute("insert into place values (1, ?, ?, ?)", place)

    def _words(self, message_id: str, sealed: bytes) -> str:
        return self._seal.open(sealed, f"words {message_id}").decode()

    def _message(self, message_id: str, sealed: bytes) -> MessageView:
        return from_json(MessageView, self._seal.open(sealed, f"message {message_id}"))

    def _names(self) -> dict[ConversationId, str]:
        rows = self._conn.execute("select ref, json from object where kind = 'session'")
        lines = [self._seal.open(sealed, f"session {ref}") for ref, sealed in rows]
        sessions = [from_json(SessionView, line) for line in lines]
        return {view.conversation_id: view.customer_name for view in sessions}

    def _write_objects(self, objects: dict[tuple[str, str], object | None]) -> None:
        gone = [key for key, value in objects.items() if value is None]
        self._conn.executemany("delete from object where kind = ? and ref = ?", gone)
        self._conn.executemany(
            "insert or replace into object values (?, ?, ?)",
            [
                (kind, ref, self._seal.shut(to_json(value), f"{kind} {ref}"))
                for (kind, ref), value in objects.items()
                if value is not None
            ],
        )

    def _write_messages(self, messages: Iterable[MessageView]) -> None:
        kept = [(message, _words_of(message)) for message in messages]
        self._conn.executemany(
            "insert into message values (?, ?, ?, ?, ?, ?)"
            " on conflict (message_id) do update set"
            " at = excluded.at, place = excluded.place, words = excluded.words,"
            " json = excluded.json",
            [
                (
                    message.message_id,
                    message.conversation_id,
                    *cursor_of(message),
                    self._seal.shut(words.encode(), f"words {message.message_id}"),
                    self._seal.shut(to_json(message), f"message {message.message_id}"),
                )
                for message, words in kept
            ],
        )
        self._search.note((message.message_id, words) for message, words in kept)


def _words_of(message: MessageView) -> str:
    """What it is found by; nothing once its writer has changed or deleted it."""
    gone = message.deleted_at is not None or message.edited_at is not None
    return "" if gone else preview(message.body)


def _migrations() -> "Migrations":
    from sqlite_utils.migrations import Migrations

    steps = Migrations("desk_cache")

    @steps()
    def sealed_tables(db: "Database") -> None:
        db.table("place").create(
            {"only": int, "epoch": str, "seq": int, "heard_at": str}, pk="only"
        )
        db.table("object").create({"kind": str, "ref": str, "json": bytes}, pk=("kind", "ref"))
        db.table("coverage").create(
            {"conversation_id": str, "at": str, "place": int, "earlier": str},
            pk="conversation_id",
        )
        columns = {"message_id": str, "conversation_id": str, "at": str, "place": int}
        db.table("message").create(columns | {"words": bytes, "json": bytes}, pk="message_id")
        db.table("message").create_index(["conversation_id", "at", "place"])

    return steps
