"""Fills the list and the figure on the rail: everything once, then only what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from console.desk.changes import InboxChanged
from console.desk.inbox_row import InboxRow
from console.domain.ids import SessionId
from console.domain.sessions import OPEN

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.window import MainWindow


class InboxFilling:
    """However many sessions there are, one that changes costs the same."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        self._desk = desk
        self._list, self._rail_button = window.inbox, window.rail.inbox
        self._unread: set[SessionId] = set()
        self._waiting: set[SessionId] = set()

    @property
    def somebody_waits(self) -> bool:
        """Whether a customer of the rep's own inbox waits."""
        return bool(self._waiting)

    def show_all(self) -> None:
        """Show all sessions of whoever is signed in."""
        everybody = self._sees_all()
        own = [row for row in self._desk.inbox() if row.mine]
        self._list.show_everybody(everybody)
        # what is on offer has its card above the list
        self._list.set_rows(self._desk.all_sessions() if everybody else own)
        self._unread = {row.session_id for row in own if row.unread}
        self._waiting = {row.session_id for row in own if row.customer_waits}
        self._rail_button.set_count(len(self._unread))

    def take(self, change: InboxChanged) -> None:
        """Show what the notice tells."""
        if change.whole:
            self.show_all()
            return
        rows = {key: self._desk.row(key) for key in change.changed}
        everybody = self._sees_all()
        shown = [row for row in rows.values() if row and (everybody or _is_own(row))]
        gone = change.gone | (rows.keys() - {row.session_id for row in shown})
        self._list.update_rows(shown, gone)
        self._count(shown, gone)

    def _count(self, shown: Collection[InboxRow], gone: Iterable[SessionId]) -> None:
        rows = [row for row in shown if _is_own(row)]
        for ids in (self._unread, self._waiting):
            ids.difference_update(gone)
            ids.difference_update(row.session_id for row in shown)
        self._unread.update(row.session_id for row in rows if row.unread)
        self._waiting.update(row.session_id for row in rows if row.customer_waits)
        self._rail_button.set_count(len(self._unread))

    def _sees_all(self) -> bool:
        me = self._desk.me
        return bool(me and me.role.leads)


def _is_own(row: InboxRow) -> bool:
    """Whether it belongs in the rep's own inbox."""
    return row.mine and row.status in OPEN
