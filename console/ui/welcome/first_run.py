"""The first page: connect to a hub, try the demo, or open a setup file."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.domain.texts import _
from console.ui.dialogs.dialog import labelled
from console.ui.theme.style import set_kind
from console.ui.welcome.logo import Logo
from console.ui.welcome.parts import CheckLine, ChoiceCard, in_the_middle
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_PAUSE_MS = 600
_WIDTH, _LEFT = 952, 360


class FirstRun(QWidget):
    """Choices left, what the chosen one needs right.

    Signals:
        check_wanted: look at the hub at this address.
        continue_wanted: the address is good; go on to sign-in.
        demo_wanted, setup_wanted: the other two choices.
    """

    check_wanted = Signal(str)
    continue_wanted = Signal(str)
    demo_wanted = Signal()
    setup_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._good_url = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self.address = QLineEdit(self)
        self.checks = [CheckLine(self) for _ in range(3)]
        self._on = PushButton(_("Continue to sign-in"), "primary", self)
        self._on.setEnabled(False)
        self._cards = QStackedWidget(self)
        self._connect_card = ChoiceCard(
            "setup.hub",
            _("Connect to a hub"),
            _("Your company runs one. It looks after numbers, queues and templates."),
            self,
        )
        self._demo_card = ChoiceCard(
            "setup.demo",
            _("Try the demo"),
            _(
                "A made-up furniture store with simulated customers. Nothing leaves this "
                "computer."
            ),
            self,
        )
        self._setup_card = ChoiceCard(
            "setup.setupFile",
            _("Open a setup file"),
            _("Your IT team gave you a .rcsetup file. It fills in everything."),
            self,
        )
        self._lay_out()
        self._connect()
        self._connect_card.setChecked(True)

    def show_address(self, address: str) -> None:
        """Fill in an address and look at it."""
        self._connect_card.setChecked(True)
        self._cards.setCurrentIndex(0)
        self.address.setText(address)
        if address:
            self._check()

    def show_outcome(self, url: str, lines: list[tuple[str, str, bool]]) -> None:
        """Show what was found at an address: words, detail, whether it is good."""
        if url != self.address.text().strip():
            return
        for place, check in enumerate(self.checks):
            what, detail, good = lines[place] if place < len(lines) else ("", "", True)
            check.say(what, detail, good=good)
        good = bool(lines) and all(line[2] for line in lines)
        self._good_url = url if good else ""
        self._on.setEnabled(good)

    def _connect(self) -> None:
        self.address.textChanged.connect(self._on_typed)
        self.address.returnPressed.connect(self._on_enter)
        self._on.clicked.connect(self._go_on)
        for place, card in enumerate((self._connect_card, self._demo_card, self._setup_card)):
            card.toggled.connect(
                lambda on, place=place: self._cards.setCurrentIndex(place) if on else None
            )

    def _on_typed(self) -> None:
        self._good_url = ""
        self._on.setEnabled(False)
        for check in self.checks:
            check.say("", good=True)
        self._pause.start()

    def _on_enter(self) -> None:
        if self._good_url:
            self._go_on()
        else:
            self._check()

    def _check(self) -> None:
        self._pause.stop()
        url = self.address.text().strip()
        if url:
            self.check_wanted.emit(url)

    def _go_on(self) -> None:
        self.continue_wanted.emit(self._good_url)

    def _lay_out(self) -> None:
        content = QWidget(self)
        content.setFixedWidth(_WIDTH - 80)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(28)
        column.addLayout(self._head(content))
        left = QVBoxLayout()
        left.setSpacing(4)
        for card in (self._connect_card, self._demo_card, self._setup_card):
            card.setFixedWidth(_LEFT)
            left.addWidget(card)
        left.addStretch(1)
        self._cards.addWidget(self._connect_page())
        self._cards.addWidget(
            self._simple_page(
                _("The demo"),
                _(
                    "It starts a hub of its own and customers who write, wait and fall silent, "
                    "so that you can try everything. It ends when you close it."
                ),
                _("Start the demo"),
                self.demo_wanted,
            )
        )
        self._cards.addWidget(
            self._simple_page(
                _("A setup file"),
                _("It holds the address of your hub. You sign in with your own password."),
                _("Open a setup file…"),
                self.setup_wanted,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(32)
        row.addLayout(left)
        row.addWidget(self._cards, 1)
        column.addLayout(row)
        in_the_middle(self, content)

    def _head(self, content: QWidget) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(_("Welcome to Rep Console"), content, step="display"))
        words.addWidget(
            PlainLabel(
                _("Choose where this computer gets its conversations from."),
                content,
                kind="secondary",
            )
        )
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Logo(content))
        row.addLayout(words, 1)
        return row

    def _connect_page(self) -> QWidget:
        card, column = _card(self._cards)
        column.addWidget(PlainLabel(_("Your hub"), card, step="title"))
        self.address.setPlaceholderText("https://hub.company.example")
        column.addLayout(labelled(_("Address of the hub"), self.address, card))
        words = _("Your IT team knows it. It begins with https://.")
        column.addWidget(PlainLabel(words, card, step="caption", kind="tertiary"))
        for check in self.checks:
            column.addWidget(check)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._on)
        column.addLayout(foot)
        return card

    def _simple_page(
        self, title: str, words: str, verb: str, wanted: SignalInstance
    ) -> QWidget:
        card, column = _card(self._cards)
        column.addWidget(PlainLabel(title, card, step="title"))
        column.addWidget(PlainLabel(words, card, kind="secondary", wrap=True))
        column.addStretch(1)
        button = PushButton(verb, "primary", card)
        button.clicked.connect(wanted)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button)
        column.addLayout(foot)
        return card


def _card(parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    set_kind(card, "card")
    card.setMinimumHeight(300)
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 18)
    column.setSpacing(12)
    return card, column
