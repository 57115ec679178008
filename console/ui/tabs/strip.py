"""The tab strip: the bar, and a button with the tabs that don't fit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.domain.care_window import next_change
from console.domain.ids import SessionId
from console.domain.texts import ngettext
from console.ui.tabs.bar import SessionTabBar
from console.ui.tabs.faces import TabFace, tabs_that_fit
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService
from console.ui.widgets.menu import Menu
from console.ui.widgets.push_button import PushButton

_CLOSED_KEPT = 20
_OVERFLOW_W = 56


class TabStrip(QWidget):
    """Open sessions, one tab each, in the order the rep gave them.

    Signals:
        chosen: the current tab is another one; empty when the last was closed.
    """

    chosen = Signal(str)

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._closed: list[TabFace] = []
        self.bar = SessionTabBar(clock, self)
        self._overflow = PushButton("", "ghost", self, size="small")
        self._overflow.hide()
        self.setFixedHeight(current_theme().px("layout.tabstrip"))
        set_kind(self, "window")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._overflow, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.bar.currentChanged.connect(self._on_current_changed)
        self.bar.close_wanted.connect(self.close_session)
        self.bar.tabMoved.connect(self._fit)
        self._overflow.clicked.connect(self._show_overflow)

    def current_id(self) -> SessionId:
        """The session whose tab is current; empty if none is."""
        return self.bar.session_at(self.bar.currentIndex())

    def open_ids(self) -> list[SessionId]:
        """The open sessions in order."""
        return [self.bar.session_at(i) for i in range(self.bar.count())]

    def open(self, face: TabFace) -> None:
        """Go to the session's one tab, which is made if it has none."""
        before = self.current_id()
        # the bar's first tab is current before it has its session: tell of it afterwards
        self.bar.blockSignals(True)
        self.bar.setCurrentIndex(self.bar.show_face(face))
        self.bar.blockSignals(False)
        self._watch(face)
        self._fit()
        if before != face.session_id:
            self.chosen.emit(face.session_id)

    def update_faces(self, faces: Iterable[TabFace]) -> None:
        """Show changes of sessions that have a tab; others are left alone."""
        for face in faces:
            if self.bar.index_of(face.session_id) >= 0:
                self.bar.show_face(face)
                self._watch(face)

    def close_session(self, session_id: str) -> None:
        """Close its tab, if it has one."""
        index = self.bar.index_of(session_id)
        face = self.bar.face(session_id)
        if index < 0 or face is None:
            return
        self._closed = [*self._closed[-_CLOSED_KEPT:], face]
        self._clock.unwatch(("tab", session_id))
        self.bar.removeTab(index)
        self._fit()

    def close_all(self) -> None:
        """Close every tab, and forget which were closed."""
        for session_id in self.open_ids():
            self.close_session(session_id)
        self._closed = []

    def close_current(self) -> None:
        """Close the current tab."""
        self.close_session(self.current_id())

    def reopen_closed(self) -> SessionId | None:
        """The session whose tab was closed last and is not open; None if there is none."""
        while self._closed:
            face = self._closed.pop()
            if self.bar.index_of(face.session_id) < 0:
                return face.session_id
        return None

    def step(self, by: int) -> None:
        """Go to the next or previous tab, around the ends."""
        count = self.bar.count()
        if count:
            self.bar.setCurrentIndex((self.bar.currentIndex() + by) % count)

    def go_to(self, place: int) -> None:
        """Go to the tab at a place, counted from 0; 8 is the last one."""
        last = self.bar.count() - 1
        self.bar.setCurrentIndex(last if place == 8 else min(place, last))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide what doesn't fit."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line that the current tab breaks."""
        painter = QPainter(self)
        theme = current_theme()
        painter.fillRect(self.rect(), theme.color("bg.window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border.default"))

    def _on_current_changed(self, index: int) -> None:
        self._fit()
        self.chosen.emit(self.bar.session_at(index))

    def _fit(self, *_args: object) -> None:
        count, current = self.bar.count(), self.bar.currentIndex()
        shown = set(tabs_that_fit(count, current, self.width() - 16 - _OVERFLOW_W))
        for index in range(count):
            self.bar.setTabVisible(index, index in shown)
        hidden = count - len(shown)
        self._overflow.setVisible(hidden > 0)
        self._overflow.setText(f"+{hidden}")
        words = ngettext("{count} more open session", "{count} more open sessions", hidden)
        self._overflow.setAccessibleName(words.format(count=hidden))
        self.bar.update()
        self.bar.updateGeometry()

    def _show_overflow(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for index in range(self.bar.count()):
            face = self.bar.face(self.bar.session_at(index))
            if face is not None and not self.bar.isTabVisible(index):
                entry = menu.addAction(face.name.replace("&", "&&"))
                entry.setData(face.session_id)
        menu.triggered.connect(self._on_overflow_chosen)
        menu.open_below(self._overflow)

    def _on_overflow_chosen(self, entry: object) -> None:
        data = getattr(entry, "data", lambda: "")()
        self.bar.setCurrentIndex(self.bar.index_of(str(data)))

    def _watch(self, face: TabFace) -> None:
        def due(now: datetime) -> datetime | None:
            return next_change(face.expires_at, now) if face.has_window else None

        self._clock.watch(("tab", face.session_id), due, self.bar.update)
