"""The dialog of one message's delivery: how it stands, what happened, price, what next."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.dead_letters import NEEDS_A_PERSON
from console.domain.texts import _
from console.ui.dialogs.dialog import Dialog
from console.ui.ledger import wording
from console.ui.ledger.story import Story
from console.ui.paint.ticks import TICKS
from console.ui.theme.style import set_kind
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.ui.widgets.tone_box import ToneBox
from console.wire.ledger import LedgerView

_WIDTH_PX, _MOST_PX = 480, 300
_INK = {"info": "icon.default", "warning": "warning.fg", "danger": "danger.fg"}


class LedgerDialog(Dialog):
    """Esc closes; Ctrl Enter does what can be done now.

    Signals:
        acted: "send_again" or "try_now"; the dialog stays and shows what comes of it.
    """

    acted = Signal(str)

    def __init__(self, said: str, author: str, parent: QWidget | None) -> None:
        super().__init__(
            _("Delivery details"), parent, confirm=_("Send again"), width_px=_WIDTH_PX
        )
        self._author = author
        self._act = ""
        self.letter_wanted = False
        self._said = PlainLabel(said, self, elide="right")
        self._stands = ToneBox(self)
        self._story = Story(self)
        self._scroll = self._scrolled()
        self._price = PlainLabel("", self)
        self._letter = PushButton(
            _("Open dead letter"), "ghost", self, icon_name="messageState.deadLetter"
        )
        self._letter.setAutoDefault(False)
        self._letter.clicked.connect(self._on_letter)
        self.cancel.setText(_("Close"))
        self.cancel.setAccessibleName(_("Close"))
        self._arrange()

    def show_ledger(self, ledger: LedgerView, now: datetime) -> None:
        """Show this, and what can be done now."""
        stands = wording.standing(ledger, now)
        glyph = TICKS[ledger.state].icon
        self._stands.say(_INK[stands.tone], glyph, stands.title, stands.words)
        self._story.show_lines(wording.story(ledger, self._author), now)
        self._price.setText(wording.price_words(ledger))
        self._act, label = wording.act_of(ledger)
        self.confirm.setVisible(bool(self._act))
        self.confirm.set_text(label)
        self._letter.setVisible(ledger.state in NEEDS_A_PERSON)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the whole story if there is room."""
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        inner = self.body.contentsMargins()
        height = self._story.height_at(_WIDTH_PX - inner.left() - inner.right())
        self._scroll.setFixedHeight(min(height, _MOST_PX))
        # adjustSize alone stops at two thirds of the screen
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))

    def try_accept(self) -> None:
        """Do what can be done; the dialog stays."""
        if self._act:
            self.acted.emit(self._act)

    def _on_letter(self) -> None:
        self.letter_wanted = True
        self.accept()

    def _arrange(self) -> None:
        card = QFrame(self)
        set_kind(card, "card")
        words = QVBoxLayout(card)
        words.setContentsMargins(12, 8, 12, 8)
        words.addWidget(self._said)
        self.body.addWidget(card)
        self.body.addWidget(self._stands)
        self.body.addWidget(_heading(_("What happened"), self))
        self.body.addWidget(self._scroll)
        price = QHBoxLayout()
        price.setSpacing(8)
        price.addWidget(_heading(_("Price"), self))
        price.addWidget(self._price)
        price.addStretch(1)
        self.body.addLayout(price)
        self.foot.insertWidget(0, self._letter)

    def _scrolled(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("What happened"))
        scroll.setWidget(self._story)
        # the dialog's own ground shows through
        scroll.viewport().setAutoFillBackground(False)
        self._story.setAutoFillBackground(False)
        OverlayScrollBar(scroll)
        return scroll


def _heading(words: str, parent: QWidget) -> PlainLabel:
    return PlainLabel(words, parent, step="caption", weight=600, kind="secondary")
