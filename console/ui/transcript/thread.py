"""The rows on show, in order, found by id."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from console.desk.rows import TranscriptRow


def place_of(row: TranscriptRow) -> tuple[datetime, int]:
    """What rows are sorted by."""
    return row.message.at, row.message.order


class ThreadRows:
    """Rows sorted by time and order; each id once."""

    def __init__(self) -> None:
        self.rows: list[TranscriptRow] = []
        # places are counted from a movable origin: older pages then cost nothing per row
        self._places: dict[str, int] = {}
        self._origin = 0

    def __len__(self) -> int:
        return len(self.rows)

    def reset(self, rows: Sequence[TranscriptRow]) -> None:
        """Show these instead of all others; they come in order."""
        self.rows = list(rows)
        self._number()

    def index(self, message_id: str) -> int | None:
        """Where a message stands; None if it isn't here."""
        place = self._places.get(message_id)
        return None if place is None else place - self._origin

    def prepend(self, rows: Sequence[TranscriptRow]) -> int:
        """Put older rows before all others; how many were new."""
        older = [row for row in rows if row.message.message_id not in self._places]
        self.rows[:0] = older
        self._origin -= len(older)
        for index, row in enumerate(older):
            self._places[row.message.message_id] = index + self._origin
        return len(older)

    def replace(self, row: TranscriptRow) -> int | None:
        """Put a newer picture of a row in its place; None if it is new or has to move."""
        index = self.index(row.message.message_id)
        if index is None or place_of(self.rows[index]) != place_of(row):
            return None
        self.rows[index] = row
        return index

    def insert(self, row: TranscriptRow) -> int:
        """Put a new row in order; its index."""
        index = len(self.rows)
        if self.rows and place_of(self.rows[-1]) > place_of(row):
            index = bisect_right(self.rows, place_of(row), key=place_of)
        self.rows.insert(index, row)
        if index == len(self.rows) - 1:
            self._places[row.message.message_id] = index + self._origin
        else:
            self._number()
        return index

    def remove(self, message_id: str) -> int | None:
        """Take a row out; where it stood."""
        index = self.index(message_id)
        if index is not None:
            del self.rows[index]
            self._number()
        return index

    def _number(self) -> None:
        self._origin = 0
        self._places = {row.message.message_id: i for i, row in enumerate(self.rows)}
