"""Sending contact cards: one, or several in one message."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain import cards
from console.domain.messages import ContactCard, Contacts
from console.domain.texts import _, number
from console.ui.dialogs.counted import CountedField
from console.ui.dialogs.dialog import Dialog
from console.ui.titles import called
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_FORM_H = 288


class ContactDialog(Dialog):
    """People or places to call: the customer can save them and write to them."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(
            _("Send a contact"),
            parent,
            sentence=_("{name} can save it and write or call.").format(name=called(name)),
            confirm=_("Send to {name}").format(name=called(name)),
        )
        self.cards: list[CardFields] = []
        self.another = PushButton(_("Another contact"), "ghost", self, icon_name="common.add")
        self.another.clicked.connect(self.add)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFixedHeight(_FORM_H)
        self._scroll.setWidget(self._page)
        for ground in (self._scroll.viewport(), self._page):
            ground.setAutoFillBackground(False)  # the dialog's own shows through
        self.body.addWidget(self._scroll)
        self.add()

    def add(self) -> None:
        """One more card to fill in."""
        card = CardFields(self._page)
        card.edited.connect(lambda: self.foot_words.setText(""))
        card.dropped.connect(lambda: self._drop(card))
        self.cards.append(card)
        self._column.insertWidget(len(self.cards) - 1, card)
        self._tell()
        card.name.setFocus()

    def contacts(self) -> Contacts:
        """The cards as they would be sent now; of several, blank ones are left out."""
        made = [card.card() for card in self.cards]
        filled = tuple(card for card in made if card != ContactCard(name=""))
        return Contacts(cards=filled or tuple(made[:1]))

    def problem(self) -> str:
        """What keeps them from being sent."""
        return cards.problem(self.contacts())

    def _drop(self, card: CardFields) -> None:
        self.cards.remove(card)
        card.deleteLater()
        self._tell()
        self.cards[-1].name.setFocus()

    def _tell(self) -> None:
        for place, card in enumerate(self.cards, 1):
            card.show_place(place, alone=len(self.cards) == 1)


class CardFields(QWidget):
    """One card.

    Signals:
        edited: something that is typed changed.
        dropped: it isn't wanted.
    """

    edited = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = PlainLabel(parent=self, step="caption", weight=600)
        self._drop = IconButton("common.close", "", self, small=True, icon_px=14)
        self._drop.clicked.connect(self.dropped)
        self.name = CountedField(_(cards.NAME), cards.LONGEST, self)
        self.phone = CountedField(_(cards.PHONE), 32, self, hint="+31 30 123 4567")
        self.mail = CountedField(_(cards.EMAIL), cards.LONGEST, self)
        self.company = CountedField(_(cards.COMPANY), cards.LONGEST, self)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        for field in (self.name, self.phone, self.mail, self.company):
            column.addWidget(field)
            field.edited.connect(self.edited)

    def show_place(self, place: int, *, alone: bool) -> None:
        """Say which of several it is."""
        self._title.setText(_("Contact {count}").format(count=number(place)))
        self._drop.set_name(_("Leave contact {count} out").format(count=number(place)))
        self._title.setHidden(alone)
        self._drop.setHidden(alone)

    def card(self) -> ContactCard:
        """What is filled in."""
        phone, mail = self.phone.text(), self.mail.text()
        return ContactCard(
            name=self.name.text(),
            phones=(phone,) if phone else (),
            emails=(mail,) if mail else (),
            organisation=self.company.text(),
        )
