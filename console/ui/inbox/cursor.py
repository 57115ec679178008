"""Where the keyboard stands in the list, also when its row moves or goes."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer

from console.ui.inbox.geometry import Entry
from console.ui.inbox.order import Group, InboxOrder

PAUSE_MS = 600


class ListCursor:
    """An entry of the list, or None while there is none."""

    def __init__(self) -> None:
        self._entry: Entry | None = None
        self._place: tuple[Group, int] | None = None
        self._slipped = QElapsedTimer()

    @property
    def entry(self) -> Entry | None:
        """The entry it stands on."""
        return self._entry

    def stand_on(self, entry: Entry | None) -> Entry | None:
        """Go where the rep wants; the entry before."""
        before, self._entry = self._entry, entry
        self._slipped.invalidate()
        return before

    def may_open(self) -> bool:
        """Whether Enter means this row: not when it has just slipped under the cursor."""
        return not self._slipped.isValid() or self._slipped.hasExpired(PAUSE_MS)

    def remember(self, order: InboxOrder) -> None:
        """Note the place, before rows move."""
        self._place = order.place_of(self._entry.session_id) if self._entry else None

    def follow(self, order: InboxOrder) -> None:
        """After rows moved: stay on the row, or take the next one when it is gone."""
        entry = self._entry
        if entry is None or entry.is_header:
            return
        place = order.place_of(entry.session_id)
        if place is not None:
            self._entry = Entry(place[0], entry.session_id)
            return
        section, index = self._place or (entry.section, 0)
        keys = order.section(section)
        self._entry = Entry(section, keys[min(index, len(keys) - 1)][2]) if keys else None
        self._slipped.start()
