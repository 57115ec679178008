"""Small questions and notices: end, flag, note, sign out, whether to follow a link."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.links import Link
from console.domain.texts import _
from console.ui.dialogs.dialog import Dialog, labelled, text_box
from console.ui.theme.style import set_kind
from console.ui.widgets.text import PlainLabel

_TEXT_H = 84


class ConfirmDialog(Dialog):
    """One sentence and a verb; Enter confirms because nothing is written."""

    def __init__(
        self,
        title: str,
        sentence: str,
        confirm: str,
        parent: QWidget | None,
        *,
        kind: str = "primary",
    ) -> None:
        super().__init__(title, parent, sentence=sentence, confirm=confirm, kind=kind, hint="")
        self.confirm.setDefault(True)
        self.confirm.setFocus()


class NoticeDialog(ConfirmDialog):
    """Something to know, with nothing to decide."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None) -> None:
        super().__init__(title, sentence, _("Close"), parent)
        self.cancel.hide()


class TextDialog(Dialog):
    """Asks for some words; with `needed` they must not be empty."""

    def __init__(
        self,
        title: str,
        label: str,
        confirm: str,
        parent: QWidget | None,
        *,
        sentence: str = "",
        aside: str = "",
        needed: str = "",
    ) -> None:
        super().__init__(title, parent, sentence=sentence, confirm=confirm)
        self._needed = needed
        self._text = text_box(_TEXT_H, self)
        self.body.addLayout(labelled(label, self._text, self, aside))
        self._text.setFocus()

    def words(self) -> str:
        """What was written."""
        return self._text.toPlainText().strip()

    def problem(self) -> str:
        """What is missing."""
        return self._needed if self._needed and not self.words() else ""


class LinkDialog(ConfirmDialog):
    """Shows the true host of an address before it is opened."""

    def __init__(self, link: Link, parent: QWidget | None) -> None:
        host = link.host
        super().__init__(
            _("Open this link?"),
            _("It came in a conversation. Check the address before you open it."),
            _("Open {host}").format(host=host) if len(host) < 32 else _("Open the link"),
            parent,
        )
        # wrapped, not shortened: the end of a name says whose it is
        self.body.addWidget(PlainLabel(host, self, step="title", wrap=True))
        whole = PlainLabel(link.url, self, step="caption", kind="secondary", elide="middle")
        self.body.addWidget(whole)
        if link.may_deceive:
            warning = PlainLabel(
                _("This name contains letters that can look like others."), self, wrap=True
            )
            set_kind(warning, "warning")
            self.body.addWidget(warning)
