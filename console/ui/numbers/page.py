"""The page of numbers: the list, and the chosen one's check, set-up, profile and links."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.numbers.blocked import BlockedPane
from console.ui.numbers.connect import ConnectForm
from console.ui.numbers.links import LinksPane
from console.ui.numbers.number_list import NumberList
from console.ui.numbers.profile import ProfilePane
from console.ui.numbers.report import Report
from console.ui.numbers.set_up import SetUp
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.room_page import RoomPage, pane
from console.ui.widgets.segmented import Segmented

_LIST_W = 260


class NumbersPage(RoomPage):
    """Everything on it comes from outside.

    Signals:
        check_wanted: look at the chosen number again.
        connect_wanted: the form for a new number.
        place_chosen: another side of the number is on show.
    """

    check_wanted = Signal()
    connect_wanted = Signal()
    place_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Numbers"), parent)
        self.numbers = NumberList(self)
        self.report, self.set_up = Report(self), SetUp(self)
        self.connecting = ConnectForm(self)
        self.profile, self.links = ProfilePane(self), LinksPane(self)
        self.blocked = BlockedPane(self)
        self.sides: dict[str, QWidget] = {
            "check": self.report,
            "set_up": self.set_up,
            "profile": self.profile,
            "links": self.links,
            "blocked": self.blocked,
        }
        choices = [
            ("check", _("Check")),
            ("set_up", _("Set-up")),
            ("profile", _("Profile")),
            ("links", _("Links")),
            ("blocked", _("Blocked")),
        ]
        self.places = Segmented(choices, _("Sides of the number"), self)
        self.check = PushButton(_("Check again"), parent=self, icon_name="common.retry")
        self.connect_ = PushButton(_("Connect a number…"), parent=self, icon_name="common.add")
        self._stack = QStackedWidget(self)
        for side in (*self.sides.values(), self.connecting):
            self._stack.addWidget(side)
        self._side = pane(self)
        self._arrange()
        self.check.clicked.connect(self.check_wanted)
        self.connect_.clicked.connect(self.connect_wanted)
        self.places.chosen.connect(self._on_place)

    def place(self) -> str:
        """Which side of the number is on show."""
        return self.places.value()

    def is_connecting(self) -> bool:
        """Whether the form for a new number is on show."""
        return self._stack.currentWidget() is self.connecting

    def begin_connecting(self) -> None:
        """The form is on show; the list has to wait."""
        self._stack.setCurrentWidget(self.connecting)
        self._lock(connecting=True)

    def stop_connecting(self) -> None:
        """Back to the chosen number."""
        self._lock(connecting=False)
        self._stack.setCurrentWidget(self.sides[self.place()])
        self.numbers.setFocus()

    def go_to(self, place: str) -> None:
        """This side of the number is on show."""
        self.places.set_value(place)
        self._on_place(place)

    def go_back(self) -> None:
        """The form first, then back to work."""
        if self.is_connecting():
            self.connecting.left.emit()
        else:
            self.left.emit()

    def _on_place(self, place: str) -> None:
        self._stack.setCurrentWidget(self.sides[place])
        self.place_chosen.emit()

    def _lock(self, *, connecting: bool) -> None:
        for widget in (self._side, self.places, self.check, self.connect_):
            widget.setEnabled(not connecting)

    def _arrange(self) -> None:
        self.head.addSpacing(8)
        self.head.addWidget(self.places)
        self.head.addStretch(1)
        self.head.addWidget(self.check)
        self.head.addWidget(self.connect_)
        self._side.setFixedWidth(_LIST_W)
        lines = QVBoxLayout(self._side)
        lines.setContentsMargins(0, 8, 0, 0)
        lines.addWidget(self.numbers)
        self.panes.addWidget(self._side)
        self.panes.addWidget(self._stack, 1)
