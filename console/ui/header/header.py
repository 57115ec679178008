"""The conversation's header: avatar, name, channel, countdown and buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.desk.inbox_row import InboxRow
from console.domain.texts import _
from console.ui.actions import name_button
from console.ui.paint.marks import channel_name
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService
from console.ui.widgets.countdown import CountdownPill
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.portrait import Portrait
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_LEFT_PX, _AVATAR_GAP_PX, _PILL_GAP_PX, _GAP_PX, _RIGHT_PX = 20, 12, 8, 2, 12
_GAPS_PX = _LEFT_PX + _AVATAR_GAP_PX + 2 * _PILL_GAP_PX + 5 * _GAP_PX + _RIGHT_PX
_FORMS = (
    # number, "until", End's label: dropped in this order while the words don't fit
    (True, True, True),
    (False, True, True),
    (False, False, True),
    (False, False, False),
)


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
        self._transfer = IconButton("session.transfer", _("Transfer"), self)
        self._flag = IconButton("session.raiseFlag", _("Raise a flag"), self, checkable=True)
        self._more = IconButton("session.more", _("More"), self)
        self._end = PushButton(_("End"), parent=self, icon_name="session.end")
        self._end_small = IconButton("session.end", _("End the session"), self)
        self.details = IconButton(
            "session.details", _("Show or hide details"), self, checkable=True
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
        row = self._row
        if row is None:
            return
        self._transfer.setVisible(row.here)
        words = ""
        for number, until, end_label in _FORMS:
            parts = (channel_name(row.channel_kind), row.number if number else "", row.queue)
            words = " · ".join(part for part in parts if part)
            self._end.setVisible(row.here and end_label)
            self._end_small.setVisible(row.here and not end_label)
            self.pill.show_until(until)
            if QFontMetrics(self._where.font()).horizontalAdvance(words) < self._room():
                break
        self._where.setText(words)

    def _room(self) -> int:
        """Width left for the words."""
        controls = (
            self.avatar,
            self.pill,
            self._transfer,
            self._flag,
            self._more,
            self._end,
            self._end_small,
            self.details,
        )
        taken = sum(
            min(each.sizeHint().width(), each.maximumWidth())
            for each in controls
            if not each.isHidden()
        )
        return self.width() - taken - _GAPS_PX

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
        row.setContentsMargins(_LEFT_PX, 0, _RIGHT_PX, 0)
        row.setSpacing(0)
        row.addWidget(self.avatar)
        row.addSpacing(_AVATAR_GAP_PX)
        row.addLayout(words, 1)
        row.addSpacing(_PILL_GAP_PX)
        row.addWidget(self.pill)
        row.addSpacing(_PILL_GAP_PX)
        for button in (self._transfer, self._flag, self._more, self._end_small):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addSpacing(_GAP_PX)
        row.addWidget(self._end)
        row.addSpacing(_GAP_PX)
        row.addWidget(self.details)
