"""The rows behind the view: their order, their places, and changes that wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from console.desk.inbox_row import InboxRow
from console.ui.inbox.filters import InboxFilter
from console.ui.inbox.geometry import ListGeometry
from console.ui.inbox.held import HeldMoves
from console.ui.inbox.order import InboxOrder
from console.ui.theme.theme import current_theme


class InboxContent(QObject):
    """Takes changes and says what must be drawn again.

    Signals:
        about_to_move: places are going to change; remember what is on top.
        moved: places have changed.
        row_changed: one row shows something else in its place.
    """

    about_to_move = Signal()
    moved = Signal()
    row_changed = Signal(str)

    def __init__(self, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.order = InboxOrder(now)
        self.held = HeldMoves(self._release, self)
        self._now = now
        self._gone: set[str] = set()
        self._early: dict[str, InboxRow] = {}
        self.geometry = ListGeometry(self.order, 0, 0)
        self.measure()

    def measure(self) -> None:
        """Take the heights of the theme in use."""
        theme = current_theme()
        self.geometry.row_px = theme.px("density.sessionRow")
        self.geometry.header_px = theme.px("layout.sectionHeader")

    def set_rows(self, rows: Iterable[InboxRow], now: datetime) -> None:
        """Replace everything."""
        self._now = now
        self._gone.clear()
        self._early.clear()
        self.order.set_rows(rows, now)
        self.moved.emit()

    def set_filter(self, wanted: InboxFilter, now: datetime) -> None:
        """Narrow and sort anew."""
        self._now = now
        self.held.release()
        self.order.set_filter(wanted, now)
        self.moved.emit()

    def update_rows(
        self, changed: Iterable[InboxRow], removed: Iterable[str], now: datetime
    ) -> bool:
        """Take changes; whatever would move waits while the pointer moves over the list.

        True if something moved, which `moved` has told then.
        """
        self._now = now
        if self.held.holding:
            self._hold(changed, removed)
            return False
        return self._apply(changed, removed)

    def advance(self, now: datetime) -> None:
        """Move what time alone has moved."""
        self._now = now
        due = self.order.advance(now)
        rows = [self.order.rows[session_id] for session_id in due]
        if rows:
            self.update_rows(rows, (), now)

    def _apply(self, changed: Iterable[InboxRow], removed: Iterable[str]) -> bool:
        self.about_to_move.emit()
        moved = False
        for row in changed:
            if self.order.put(row, self._now):
                moved = True
            else:
                self.row_changed.emit(row.session_id)
        for session_id in removed:
            moved |= self.order.remove(session_id)
        if moved:
            self.moved.emit()
        return moved

    def _hold(self, changed: Iterable[InboxRow], removed: Iterable[str]) -> None:
        for row in changed:
            self._gone.discard(row.session_id)
            if self.order.place_of(row.session_id) is None:
                self._early[row.session_id] = row
            else:
                self.order.put_in_place(row)
                self.row_changed.emit(row.session_id)
            self.held.keep(row.session_id)
        for session_id in removed:
            self._early.pop(session_id, None)
            self._gone.add(session_id)
            self.held.keep(session_id)

    def _release(self, ids: frozenset[str]) -> None:
        gone, self._gone = self._gone, set()
        early, self._early = self._early, {}
        rows = [early.get(each) or self.order.rows.get(each) for each in ids - gone]
        self._apply([row for row in rows if row is not None], gone)
