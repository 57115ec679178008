"""Full-text search of what the cache holds; the index is all words, so in memory alone."""

import sqlite3
from collections.abc import Callable, Iterable


class Search:
    """Begins when it is asked for the first time; called on the cache's own thread."""

    def __init__(
        self, connection: sqlite3.Connection, opened: Callable[[str, bytes], str]
    ) -> None:
        self._conn, self._opened = connection, opened
        self._begun = False

    def ids(self, words: str, limit: int) -> list[str]:
        """The newest messages with all of the words; the last word may be unfinished."""
        asked = _match(words)
        if not asked:
            return []
        if not self._begun:
            self._begin()
        rows = self._conn.execute(
            "select message_id from message join temp.found on found.rowid = message.rowid"
            " where found match ? order by at desc, place desc limit ?",
            [asked, limit],
        ).fetchall()
        return [message_id for (message_id,) in rows]

    def note(self, messages: Iterable[tuple[str, str]]) -> None:
        """These messages, by id, have these words from now on."""
        if self._begun:
            self._conn.executemany(
                "insert or replace into temp.found (rowid, words)"
                " select rowid, ? from message where message_id = ?",
                [(words, message_id) for message_id, words in messages],
            )

    def _begin(self) -> None:
        rows = self._conn.execute("select rowid, message_id, words from message").fetchall()
        self._conn.execute(
            "create virtual table temp.found using fts5"
            " (words, tokenize='unicode61 remove_diacritics 2')"
        )
        with self._conn:
            self._conn.executemany(
                "insert into temp.found (rowid, words) values (?, ?)",
                [(rowid, self._opened(ref, sealed)) for rowid, ref, sealed in rows],
            )
        self._begun = True


def _match(words: str) -> str:
    """The words as quoted terms, so that nothing in them is read as an operator."""
    terms = ['"' + word.replace('"', '""') + '"' for word in words.split() if _says(word)]
    return " ".join(terms) + "*" if terms else ""


def _says(word: str) -> bool:
    return any(letter.isalnum() for letter in word)
