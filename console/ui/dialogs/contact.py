"""Sending a contact card."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain import cards
from console.domain.messages import ContactCard, Contacts
from console.domain.texts import _
from console.ui.dialogs.counted import CountedField
from console.ui.dialogs.dialog import Dialog
from console.ui.titles import called


class ContactDialog(Dialog):
    """One person or place to call: the customer can save it and write to it."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(
            _("Send a contact"),
            parent,
            sentence=_("{name} can save it and write or call.").format(name=called(name)),
            confirm=_("Send to {name}").format(name=called(name)),
        )
        self.name = CountedField(_(cards.NAME), cards.LONGEST, self)
        self.phone = CountedField(_(cards.PHONE), 32, self, hint="+31 30 123 4567")
        self.mail = CountedField(_(cards.EMAIL), cards.LONGEST, self)
        self.company = CountedField(_(cards.COMPANY), cards.LONGEST, self)
        for field in (self.name, self.phone, self.mail, self.company):
            self.body.addWidget(field)
            field.edited.connect(lambda: self.foot_words.setText(""))
        self.name.setFocus()

    def contacts(self) -> Contacts:
        """The card as it would be sent now."""
        phone, mail = self.phone.text(), self.mail.text()
        card = ContactCard(
            name=self.name.text(),
            phones=(phone,) if phone else (),
            emails=(mail,) if mail else (),
            organisation=self.company.text(),
        )
        return Contacts(cards=(card,))

    def problem(self) -> str:
        """What keeps it from being sent."""
        return cards.problem(self.contacts())
