"""Changing one's password: the old one, and the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain import passwords
from console.domain.texts import _
from console.ui.dialogs.dialog import Dialog, labelled
from console.ui.theme.style import set_kind
from console.ui.widgets.password_field import PasswordField
from console.ui.widgets.text import PlainLabel


class PasswordDialog(Dialog):
    """Stays open until the hub has taken it.

    Signals:
        wanted: the old password and the new one, to be put to the hub.
    """

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            _("Change your password"),
            parent,
            sentence=_("At other computers you are signed out then."),
            confirm=_("Change it"),
        )
        self._old, self._new, self._again = (PasswordField(self) for _field in range(3))
        rules = _(
            "{least} characters or more: a few words that don’t belong together are strong and "
            "easy to keep in mind."
        ).format(least=passwords.SHORTEST)
        self._verdict = PlainLabel(parent=self, step="caption", wrap=True)
        self.body.addLayout(labelled(_("Your password now"), self._old, self))
        new = labelled(_("New password"), self._new, self)
        new.addWidget(PlainLabel(rules, self, step="caption", kind="tertiary", wrap=True))
        new.addWidget(self._verdict)
        self.body.addLayout(new)
        self.body.addLayout(labelled(_("New password once more"), self._again, self))
        self._verdict.hide()
        self._new.textEdited.connect(self._judge)
        for field in (self._old, self._new, self._again):
            field.textEdited.connect(lambda: self.foot_words.setText(""))
        self._old.returnPressed.connect(self._new.setFocus)
        self._new.returnPressed.connect(self._again.setFocus)
        self._again.returnPressed.connect(self.try_accept)
        self._old.setFocus()

    def problem(self) -> str:
        """What is missing or too weak, as far as this computer can tell."""
        if not self._old.text():
            return _("Enter the password that you have now.")
        if trouble := passwords.trouble(self._new.text()):
            return trouble
        if self._new.text() != self._again.text():
            return _("The new password isn’t the same twice.")
        return ""

    def try_accept(self) -> None:
        """Put it to the hub, or say why not."""
        if problem := self.problem():
            self.refuse(problem)
        elif self.confirm.isEnabled():
            self.confirm.set_busy(_("Changing…"))
            self.wanted.emit(self._old.text(), self._new.text())

    def refuse(self, words: str) -> None:
        """Say why it was not taken."""
        self.confirm.set_busy("")
        set_kind(self.foot_words, "danger")
        self.foot_words.setText(words)
        self.adjustSize()

    def _judge(self, typed: str) -> None:
        trouble = passwords.trouble(typed)
        set_kind(self._verdict, "secondary" if trouble else "success")
        self._verdict.setText(trouble or _("Good."))
        self._verdict.setVisible(bool(typed))
        self.adjustSize()  # or the words above would make room
