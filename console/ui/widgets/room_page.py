"""Base of the pages between rail and status bar: heading, trouble, and Escape back to work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.ui.theme.style import set_kind
from console.ui.widgets.banner import Banner
from console.ui.widgets.text import PlainLabel

_HEAD_H = 56


class RoomPage(QWidget):
    """Everything on it comes from outside; what it is made of goes into `head` and `panes`.

    Attributes:
        head: the line of the title, for counts and buttons; they begin right of the title.
        panes: what stands below, side by side.

    Signals:
        left: Escape.
    """

    left = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.trouble = Banner(self)
        top = QWidget(self)
        top.setFixedHeight(_HEAD_H)
        self.head = QHBoxLayout(top)
        self.head.setContentsMargins(20, 0, 16, 0)
        self.head.setSpacing(12)
        self.head.addWidget(PlainLabel(title, self, step="title"))
        line = QFrame(self)
        set_kind(line, "line")
        self.panes = QHBoxLayout()
        self.panes.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (top, line, self.trouble):
            column.addWidget(widget)
        column.addLayout(self.panes, 1)

    def complain(self, problem: str) -> None:
        """Say below the heading what went wrong; empty takes it away."""
        self.trouble.hide()
        if problem:
            self.trouble.say("warning", problem, icon_name="status.warning")

    def go_back(self) -> None:
        """What Escape does: leave, unless a page has something to close first."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)


def pane(parent: QWidget) -> QWidget:
    """An empty side pane on its own ground."""
    made = QWidget(parent)
    set_kind(made, "pane")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made
