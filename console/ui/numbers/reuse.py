"""The guided check before connecting: can this number be used, and what must be done first."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from console.domain.business_numbers import number_flaw
from console.domain.findings import Finding, note, ok, trouble
from console.domain.texts import N_, _
from console.ui.numbers.finding_row import show_findings
from console.ui.templates.field import Field

_USES = (
    (N_("It is new, or was used for calls only"), "new"),
    (N_("It is used in the WhatsApp app on a phone"), "app"),
    (N_("It is used at another WhatsApp provider"), "provider"),
    (N_("It is used in a marketing tool"), "marketing"),
    (N_("It is used at another hub, such as a test hub"), "hub"),
    (N_("It can take neither text messages nor calls"), "deaf"),
)
_ANSWERS = {
    "new": ok(N_("It can be used. Add it to a WhatsApp account at Meta, then connect it.")),
    "app": note(
        N_("It can be used once it is free."),
        N_(
            "Delete the account in the app on the phone first; its chats stay on the phone. Or "
            "link the app at Meta, so that both may write (coexistence)."
        ),
    ),
    "provider": note(
        N_("It can be moved."),
        N_(
            "Have two-step verification switched off at the provider, then move the number to "
            "your WhatsApp account at Meta. Name, quality and limits stay; templates don’t."
        ),
    ),
    "marketing": note(
        N_("It can be used here only if the tool lets two programs share it."),
        N_(
            "With unified messaging (conversation routing) both may be attached. Otherwise "
            "take another number in a WhatsApp account of its own."
        ),
    ),
    "hub": note(
        N_("A WhatsApp account belongs to one hub at a time."),
        N_(
            "Take it off the other hub, then connect it here: its messages go where its "
            "account was subscribed last."
        ),
    ),
    "deaf": trouble(
        N_("It can’t be used: Meta sends a code by text message or call."),
        N_("Take a number that can receive one of them; a voice menu in front must be off."),
    ),
}


class ReuseCheck(QWidget):
    """Nothing of it is sent anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.use = QLineEdit(self), QComboBox(self)
        self.number.setPlaceholderText("+31 20 123 45 67")
        for words, key in _USES:
            self.use.addItem(_(words), key)
        self._field = Field(_("Phone number"), self.number, self)
        self._answer = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._field)
        column.addWidget(Field(_("How it is used now"), self.use, self))
        column.addLayout(self._answer)
        self.number.textEdited.connect(self._follow)
        self.use.activated.connect(self._follow)

    def _follow(self, *_args: object) -> None:
        text = self.number.text().strip()
        flaw = number_flaw(text) if text else ""
        self._field.complain(flaw)
        answer = _ANSWERS[str(self.use.currentData())]
        said = Finding(answer.kind, _(answer.what), _(answer.advice) if answer.advice else "")
        show_findings(self._answer, [said] if text and not flaw else [], self)
