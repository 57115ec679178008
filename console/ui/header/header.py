"""The conversation's header: avatar, name, channel, countdown and buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.desk.rows import InboxRow
from console.ui.actions import name_button
from console.ui.paint.marks import channel_name
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService
from console.ui.widgets.countdown import CountdownPill
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.portrait import Portrait
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_NUMBER_FROM = 620
_UNTIL_FROM = 560
_END_LABEL_FROM = 500


class ConversationHeader(QWidget):
    """Who this is and what can be done.

    Signals:
        wanted: the name of an action.
        more_wanted: where the menu should open, in global coordinates.
    """

    wanted = Signal(str)
    more_wanted = Signal(QPoint)

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: InboxRow | None = None
        self.avatar = Portrait(32, parent=self)
        self._name = PlainLabel(parent=self, step="title", elide="right")
        self._where = PlainLabel(parent=self, step="caption", kind="secondary", elide="right")
        self.pill = CountdownPill(clock, parent=self)
        self._transfer = IconButton("session.transfer", "Transfer", self)
        self._flag = IconButton("session.raiseFlag", "Raise a flag", self, checkable=True)
        self._more = IconButton("session.more", "More", self)
        self._end = PushButton("End", parent=self, icon_name="session.end")
        self._end_small = IconButton("session.end", "End the session", self)
        self.details = IconButton(
            "session.details", "Show or hide details", self, checkable=True
        )
        for button, action in (
            (self._transfer, "transfer"),
            (self._flag, "flag"),
            (self._end, "end"),
            (self._end_small, "end"),
            (self.details, "details"),
        ):
            name_button(button, action)
            button.clicked.connect(lambda _on=False, name=action: self.wanted.emit(name))
        self._more.clicked.connect(self._on_more)
        # a name in another script keeps the left edge
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        self._name.setAlignment(left | Qt.AlignmentFlag.AlignVCenter)
        self._name.setFixedHeight(current_theme().line("title"))
        self.setFixedHeight(current_theme().px("layout.conversationHeader"))
        self._lay_out()

    def show_row(self, row: InboxRow) -> None:
        """Show this session; the acts that need the lease are there only for its holder."""
        self._row = row
        self.avatar.set_person(row.customer_id, row.name)
        self._name.setText(row.name)
        self.pill.set_window(row.expires_at, has_window=row.has_window)
        self._flag.setChecked(row.flagged)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface and the hairline below it."""
        painter = QPainter(self)
        theme = current_theme()
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border.subtle"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop the number, then the end of the window, then the label of End."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        row, width = self._row, self.width()
        if row is None:
            return
        parts = [channel_name(row.channel_kind)]
        if width >= _NUMBER_FROM:
            parts.append(row.number)
        self._where.setText(" · ".join(part for part in (*parts, row.queue) if part))
        self.pill.show_until(width >= _UNTIL_FROM)
        self._transfer.setVisible(row.here)
        self._end.setVisible(row.here and width >= _END_LABEL_FROM)
        self._end_small.setVisible(row.here and width < _END_LABEL_FROM)

    def _on_more(self) -> None:
        self.more_wanted.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._where)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(0)
        row.addWidget(self.avatar)
        row.addSpacing(12)
        row.addLayout(words, 1)
        row.addSpacing(12)
        row.addWidget(self.pill)
        row.addSpacing(12)
        for button in (self._transfer, self._flag, self._more, self._end_small):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addSpacing(2)
        row.addWidget(self._end)
        row.addSpacing(2)
        row.addWidget(self.details)
