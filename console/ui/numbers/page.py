"""The page of numbers: the list, and what a look at the chosen one found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.numbers.number_list import NumberList
from console.ui.numbers.report import Report
from console.ui.theme.style import set_kind
from console.ui.widgets.banner import Banner
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_HEAD_H, _LIST_W = 56, 260


class NumbersPage(QWidget):
    """Everything on it comes from outside.

    Signals:
        check_wanted: look at the chosen number again.
        left: Escape.
    """

    check_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.numbers = NumberList(self)
        self.report = Report(self)
        self.trouble = Banner(self)
        self.check = PushButton(_("Check again"), parent=self, icon_name="common.retry")
        self.check.clicked.connect(self.check_wanted)
        self._arrange()

    def complain(self, problem: str) -> None:
        """Say above the report what went wrong; empty takes it away."""
        self.trouble.hide()
        if problem:
            self.trouble.say("warning", problem, icon_name="status.warning")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to work."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        top = QWidget(self)
        top.setFixedHeight(_HEAD_H)
        head = QHBoxLayout(top)
        head.setContentsMargins(20, 0, 16, 0)
        head.addWidget(PlainLabel(_("Numbers"), self, step="title"))
        head.addStretch(1)
        head.addWidget(self.check)
        side = QWidget(self)
        set_kind(side, "pane")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(_LIST_W)
        lines = QVBoxLayout(side)
        lines.setContentsMargins(0, 8, 0, 0)
        lines.addWidget(self.numbers)
        panes = QHBoxLayout()
        panes.setSpacing(0)
        panes.addWidget(side)
        panes.addWidget(self.report, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QFrame(self)
        set_kind(line, "line")
        for widget in (top, line, self.trouble):
            column.addWidget(widget)
        column.addLayout(panes, 1)
