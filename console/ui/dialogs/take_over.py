"""Taking a session over from its owner: a reason, and a message to them."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.ui.dialogs.dialog import Dialog, labelled
from console.ui.titles import called

REASONS = (
    "Escalation – needs a decision",
    "The owner can’t be reached",
    "The customer asked for a supervisor",
    "Training",
    "Other",
)


class TakeOverDialog(Dialog):
    """The owner sees reason and message, and keeps reading."""

    def __init__(self, owner: str, parent: QWidget | None) -> None:
        name = called(owner)
        super().__init__(
            f"Take over from {name}?" if owner else "Take this conversation?",
            parent,
            sentence=f"The conversation moves to you at this desk. {name} sees it "
            "read-only at once, and unsent text is kept."
            if owner
            else "It leaves the queue and moves to you at this desk.",
            confirm="Take over",
        )
        self._reason = QComboBox(self)
        self._reason.addItems(list(REASONS))
        self._message = QLineEdit(self)
        aside = f"{name} and the log see this" if owner else "The log shows this"
        self.body.addLayout(labelled("Reason", self._reason, self, aside))
        if owner:
            self.body.addLayout(labelled(f"Message to {name}", self._message, self))
        self._reason.setFocus()

    def reason(self) -> str:
        """Why."""
        return self._reason.currentText()

    def message(self) -> str:
        """Words for the former owner; may be empty."""
        return self._message.text().strip()
