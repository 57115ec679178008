"""What must not be lost: drafts and outgoing messages, sealed on disk before a call returns."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from console.desk.rows import Draft
from console.desk.sealing import Seal, WrongSeal
from console.domain.errors import InvalidInput
from console.domain.ids import ConversationId, Fence, MediaId, MessageId, SessionId
from console.domain.messages import Body
from console.wire.codec import from_json, to_json

T = TypeVar("T")
_log = logging.getLogger(__name__)
_TABLES = """
create table if not exists draft (session_id text primary key, json blob not null);
create table if not exists outgoing (
    place integer primary key autoincrement,
    message_id text not null unique,
    session_id text not null,
    json blob not null
);
create table if not exists taken (what text primary key);
create table if not exists seal (only integer primary key, sealed blob not null);
"""
_PROOF = "proof"  # sealed, so that the key can be told from another


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message on its way to the hub.

    Attributes:
        fence: the session's number when Send was pressed.
        file: path of a file to upload first; empty once it is at the hub, or if there is none.
        media_id: the hub's id of the file, once it is there.
        based_on: time of the newest message the rep could have seen when pressing Send.
        shown_file: the path as it was chosen, for a picture of what is on its way.
        more_files, more_media_ids: the same of files after the first, as far as they are there.
    """

    message_id: MessageId
    session_id: SessionId
    conversation_id: ConversationId
    fence: Fence
    body: Body
    created_at: datetime
    reply_to: MessageId | None = None
    file: str = ""
    media_id: MediaId | None = None
    shown_file: str = ""
    based_on: datetime | None = None
    more_files: tuple[str, ...] = ()
    more_media_ids: tuple[MediaId, ...] = ()


class Store:
    """One SQLite file per hub and person; never thrown away, synced at every commit.

    May be used by several threads: each call is one short transaction.

    Raises:
        WrongSeal: it was sealed with another key; nothing in it is changed.
        sqlite3.DatabaseError: it is damaged.
    """

    def __init__(self, path: Path, seal: Seal) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock, self._seal = threading.Lock(), seal
        self._conn = sqlite3.connect(path, check_same_thread=False)
        try:
            self._begin()
        except (WrongSeal, sqlite3.Error):
            self._conn.close()
            raise
        with suppress(OSError):
            path.chmod(0o600)

    def _begin(self) -> None:
        self._conn.execute("pragma journal_mode = wal")
        self._conn.execute("pragma synchronous = full")
        self._conn.execute("pragma fullfsync = on")
        self._conn.execute("pragma temp_store = memory")
        self._conn.executescript(_TABLES)
        with self._conn:
            row = self._conn.execute("select sealed from seal").fetchone()
            if row is not None:
                self._seal.open(row[0], _PROOF)
                return
            self._conn.execute(
                "insert into seal values (1, ?)", (self._seal.shut(b"", _PROOF),)
            )

    def close(self) -> None:
        """The file is closed."""
        with self._lock:
            self._conn.close()

    def drafts(self) -> dict[SessionId, Draft]:
        """All drafts."""
        with self._lock:
            rows = self._conn.execute("select session_id, json from draft").fetchall()
        found = ((SessionId(ref), self._read(Draft, line, ref)) for ref, line in rows)
        return {ref: draft for ref, draft in found if draft is not None}

    def write_drafts(self, take: Callable[[], dict[SessionId, Draft]]) -> None:
        """The drafts that `take` gives are kept; empty ones are gone.

        They are taken under the lock, so that a draft which was sent meanwhile stays gone.
        """
        with self._lock, self._conn:
            self._write_drafts(take())

    def outgoing(self) -> list[Outgoing]:
        """What waits to be sent, in the order in which Send was pressed."""
        with self._lock:
            rows = self._conn.execute(
                "select message_id, json from outgoing order by place"
            ).fetchall()
        found = (self._read(Outgoing, line, ref) for ref, line in rows)
        return [entry for entry in found if entry is not None]

    def queue(self, entries: Iterable[Outgoing], draft: SessionId | None) -> None:
        """The messages wait to be sent, and the draft they were made of is gone."""
        with self._lock, self._conn:
            self._conn.executemany(
                "insert into outgoing (message_id, session_id, json) values (?, ?, ?)",
                [(e.message_id, e.session_id, self._shut(e, e.message_id)) for e in entries],
            )
            if draft is not None:
                self._conn.execute("delete from draft where session_id = ?", (draft,))

    def update(self, entry: Outgoing) -> None:
        """The waiting message is kept as it is now."""
        with self._lock, self._conn:
            self._conn.execute(
                "update outgoing set json = ? where message_id = ?",
                (self._shut(entry, entry.message_id), entry.message_id),
            )

    def settle(
        self, ids: Iterable[MessageId], drafts: dict[SessionId, Draft] | None = None
    ) -> None:
        """The messages wait no more; what came back of them is in the drafts."""
        with self._lock, self._conn:
            self._conn.executemany(
                "delete from outgoing where message_id = ?", [(ref,) for ref in ids]
            )
            self._write_drafts(drafts or {})

    def take(self, what: str, drafts: dict[SessionId, Draft]) -> bool:
        """Whether this came for the first time; if so, the drafts are kept with it."""
        with self._lock, self._conn:
            added = self._conn.execute("insert or ignore into taken values (?)", (what,))
            if added.rowcount == 1:
                self._write_drafts(drafts)
            return added.rowcount == 1

    def _write_drafts(self, drafts: dict[SessionId, Draft]) -> None:
        gone = [(ref,) for ref, draft in drafts.items() if is_empty(draft)]
        self._conn.executemany("delete from draft where session_id = ?", gone)
        self._conn.executemany(
            "insert or replace into draft values (?, ?)",
            [
                (ref, self._shut(draft, ref))
                for ref, draft in drafts.items()
                if not is_empty(draft)
            ],
        )

    def take_over(
        self,
        drafts: Iterable[tuple[str, str]],
        outgoing: Iterable[tuple[str, str, str]],
        taken: Iterable[tuple[str]],
    ) -> None:
        """What an earlier version kept in the open, as it lay there, is here in its order."""
        with self._lock, self._conn:
            self._conn.executemany(
                "insert into draft values (?, ?)",
                [
                    (ref, self._seal.shut(line.encode(), _about(Draft, ref)))
                    for ref, line in drafts
                ],
            )
            self._conn.executemany(
                "insert into outgoing (message_id, session_id, json) values (?, ?, ?)",
                [
                    (ref, session_id, self._seal.shut(line.encode(), _about(Outgoing, ref)))
                    for ref, session_id, line in outgoing
                ],
            )
            self._conn.executemany("insert into taken values (?)", taken)

    def _shut(self, thing: Draft | Outgoing, ref: str) -> bytes:
        return self._seal.shut(to_json(thing), _about(type(thing), ref))

    def _read(self, shape: type[T], sealed: bytes, ref: str) -> T | None:
        """What it says; None if another version wrote it, and then it stays on the disk."""
        try:
            return from_json(shape, self._seal.open(sealed, _about(shape, ref)))
        except (InvalidInput, WrongSeal) as problem:
            name = shape.__name__
            _log.warning("A %s can't be read and is left alone: %s", name, problem)
            return None


def _about(shape: type[object], ref: str) -> str:
    return f"{'draft' if shape is Draft else 'outgoing'} {ref}"


def is_empty(draft: Draft) -> bool:
    """Whether nothing of a draft is worth keeping."""
    return not draft.text.strip() and not draft.files
