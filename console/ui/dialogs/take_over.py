"""Taking a session over from its owner: a reason, and a message to them."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.domain.texts import N_, _
from console.ui.dialogs.dialog import Dialog, labelled
from console.ui.titles import called

REASONS = (
    N_("Escalation – needs a decision"),
    N_("The owner can’t be reached"),
    N_("The customer asked for a supervisor"),
    N_("Training"),
    N_("Other"),
)


class TakeOverDialog(Dialog):
    """The owner sees reason and message, and keeps reading."""

    def __init__(self, owner: str, parent: QWidget | None) -> None:
        name = called(owner)
        super().__init__(
            _("Take over from {name}?").format(name=name)
            if owner
            else _("Take this conversation?"),
            parent,
            sentence=_(
                "The conversation moves to you at this desk. {name} sees it read-only at "
                "once, and unsent text is kept."
            ).format(name=name)
            if owner
            else _("It leaves the queue and moves to you at this desk."),
            confirm=_("Take over"),
        )
        self._reason = QComboBox(self)
        self._reason.addItems([_(reason) for reason in REASONS])
        self._message = QLineEdit(self)
        aside = (
            _("{name} and the log see this").format(name=name)
            if owner
            else _("The log shows this")
        )
        self.body.addLayout(labelled(_("Reason"), self._reason, self, aside))
        if owner:
            self.body.addLayout(
                labelled(_("Message to {name}").format(name=name), self._message, self)
            )
        self._reason.setFocus()

    def reason(self) -> str:
        """Why."""
        return REASONS[self._reason.currentIndex()]

    def message(self) -> str:
        """Words for the former owner; may be empty."""
        return self._message.text().strip()
