"""The page on which a customer is written to first, in three steps side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from console.domain.texts import _
from console.ui.starting.check_column import CheckColumn
from console.ui.starting.customer_column import CustomerColumn
from console.ui.starting.message_column import MessageColumn
from console.ui.theme.style import set_kind
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.room_page import RoomPage
from console.ui.widgets.text import PlainLabel

_WIDE_FROM, _LEFT_W, _RIGHT_W = 1280, (388, 316), (372, 300)


class StartPage(RoomPage):
    """Everything on it comes from outside.

    Signals:
        send_wanted: the button, or Ctrl Enter.
    """

    send_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Start a conversation"), parent)
        words = _(
            "The customer hasn’t written in the last 24 hours, so it begins with an approved "
            "template."
        )
        self.head.addWidget(PlainLabel(words, self, kind="tertiary", elide="right"), 1)
        self.several = PushButton(_("Several customers…"), parent=self, icon_name="people.reps")
        self.head.addWidget(self.several)
        self.customer = CustomerColumn(self)
        self.message = MessageColumn(self)
        self.check = CheckColumn(self)
        for pane in (self.customer, self.check):
            pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for widget in (self.customer, _edge(self), self.message, _edge(self), self.check):
            self.panes.addWidget(widget, 1 if widget is self.message else 0)
        self.check.send_wanted.connect(self.send_wanted)

    def congratulate(self, words: str) -> None:
        """Say below the heading what was done."""
        self.trouble.say("success", words, icon_name="status.ok")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter sends."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have narrower steps."""
        super().resizeEvent(event)
        narrow = self.width() < _WIDE_FROM
        self.customer.setFixedWidth(_LEFT_W[narrow])
        self.check.setFixedWidth(_RIGHT_W[narrow])


def _edge(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    set_kind(line, "line-upright")
    return line
