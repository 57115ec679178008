"""The page of numbers: the list, and what a look at the chosen one found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.numbers.number_list import NumberList
from console.ui.numbers.report import Report
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.room_page import RoomPage, pane

_LIST_W = 260


class NumbersPage(RoomPage):
    """Everything on it comes from outside.

    Signals:
        check_wanted: look at the chosen number again.
    """

    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Numbers"), parent)
        self.numbers = NumberList(self)
        self.report = Report(self)
        self.check = PushButton(_("Check again"), parent=self, icon_name="common.retry")
        self.check.clicked.connect(self.check_wanted)
        self.head.addStretch(1)
        self.head.addWidget(self.check)
        side = pane(self)
        side.setFixedWidth(_LIST_W)
        lines = QVBoxLayout(side)
        lines.setContentsMargins(0, 8, 0, 0)
        lines.addWidget(self.numbers)
        self.panes.addWidget(side)
        self.panes.addWidget(self.report, 1)
