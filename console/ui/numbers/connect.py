"""Connecting a number: a token, one of the numbers it reaches, and what it is called here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from console.domain.findings import Finding, Kind, note
from console.domain.ids import QueueId
from console.domain.texts import _, number
from console.ui.numbers.finding_row import show_findings
from console.ui.numbers.pane import Pane, buttons
from console.ui.numbers.reuse import ReuseCheck
from console.ui.templates.field import Field
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.wire.numbers import ConnectNumber, FoundAccount, FoundNumber, FoundNumbers
from console.wire.views import QueueView

_NAME_MOST = 60


class ConnectForm(Pane):
    """What is written stays until the number is connected or it is thrown away.

    Signals:
        find_wanted: the numbers that this token reaches, and those of this account too.
        submitted: connect this.
        left: away from it.
    """

    find_wanted = Signal(str, str)
    submitted = Signal(ConnectNumber)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Connect a number"))
        self.token, self.account = _secret(self), QLineEdit(self)
        self.search = PushButton(_("Find numbers"), parent=self, icon_name="magnifying-glass")
        self.numbers, self.queue = QComboBox(self), QComboBox(self)
        self.name, self.app_secret = QLineEdit(self), _secret(self)
        self.verify_token = QLineEdit(secrets.token_urlsafe(18), self)
        self.connect_ = PushButton(_("Connect"), "primary", self)
        self.cancel = PushButton(_("Cancel"), "ghost", self)
        self._told, self._room = QVBoxLayout(), QVBoxLayout()
        self._found: list[tuple[FoundAccount, FoundNumber]] = []
        self._rest: list[QWidget] = []
        self.fields = {
            "token": Field(_("Access token"), self.token, self),
            "account": Field(
                _("WhatsApp account, if the token names none"), self.account, self
            ),
            "number": Field(_("Number"), self.numbers, self),
            "name": Field(_("Name for reps"), self.name, self),
            "queue": Field(_("Queue of its sessions"), self.queue, self),
            "secret": Field(_("App secret"), self.app_secret, self),
            "verify": Field(_("Verify token"), self.verify_token, self),
        }
        self._lay_out()
        self._signals()
        self._show_rest(shown=False)

    def begin(self, queues: Sequence[QueueView]) -> None:
        """The form is on show; what was written before is still there."""
        chosen = self.queue.currentData()
        self.queue.clear()
        for one in queues:
            self.queue.addItem(one.name, one.queue_id)
        self.queue.setCurrentIndex(max(0, self.queue.findData(chosen)))
        self.token.setFocus()

    def forget(self) -> None:
        """Nothing of what was written is left, keys least of all."""
        for line in (self.token, self.account, self.name, self.app_secret):
            line.clear()
        self.verify_token.setText(secrets.token_urlsafe(18))
        self._found = []
        self._show_rest(shown=False)
        show_findings(self._told, [], self.page)

    def is_dirty(self) -> bool:
        """Whether something was written."""
        lines = (self.token, self.account, self.name, self.app_secret)
        return any(line.text().strip() for line in lines)

    def show_found(self, found: FoundNumbers) -> None:
        """Show what the token reaches, to choose from."""
        told = [one for one in found.findings if one.kind is not Kind.OK]
        self._found = [(account, one) for account in found.accounts for one in account.numbers]
        if not self._found and not told:
            words = _("Add the number to the account in Meta’s WhatsApp Manager first.")
            told = [note(_("The accounts of this token have no number yet."), words)]
        show_findings(self._told, told or list(found.findings), self.page)
        self.numbers.clear()
        for account, one in self._found:
            self.numbers.addItem(_line(account, one))
        free = next((at for at, (_a, one) in enumerate(self._found) if not one.here), 0)
        self.numbers.setCurrentIndex(free if self._found else -1)
        self._show_rest(shown=bool(self._found))
        self._follow()
        if self._found:
            self.numbers.setFocus()

    def _follow(self, *_args: object) -> None:
        at = self.numbers.currentIndex()
        if not 0 <= at < len(self._found):
            return
        account, one = self._found[at]
        here = _("It is connected already, as {name}.").format(name=one.here)
        self.fields["number"].complain(here if one.here else "")
        if not self.name.isModified():
            self.name.setText(one.verified_name[:_NAME_MOST])
        show_findings(self._room, [_room(account)], self.page)

    def _submit(self) -> None:
        at = self.numbers.currentIndex()
        problems = {
            "token": "" if self.token.text().strip() else _("Paste the token."),
            "name": "" if self.name.text().strip() else _("Give it a name."),
            "secret": "" if self.app_secret.text().strip() else _("Write the app secret."),
            "verify": "" if self.verify_token.text().strip() else _("Write a verify token."),
        }
        for place, words in problems.items():
            self.fields[place].complain(words)
        bad = next((self.fields[place] for place, words in problems.items() if words), None)
        if bad is not None:
            bad.control.setFocus()
        if bad is not None or not 0 <= at < len(self._found) or self._found[at][1].here:
            return
        account, one = self._found[at]
        self.submitted.emit(
            ConnectNumber(
                access_token=self.token.text().strip(),
                app_secret=self.app_secret.text().strip(),
                verify_token=self.verify_token.text().strip(),
                account=account.account,
                number_id=one.number_id,
                name=self.name.text().strip(),
                queue_id=QueueId(str(self.queue.currentData() or "")),
            )
        )

    def _signals(self) -> None:
        self.search.clicked.connect(self._find)
        self.token.returnPressed.connect(self._find)
        self.account.returnPressed.connect(self._find)
        self.numbers.currentIndexChanged.connect(self._follow)
        self.connect_.clicked.connect(self._submit)
        self.cancel.clicked.connect(self.left)

    def _find(self) -> None:
        if self.search.isEnabled():
            self.find_wanted.emit(self.token.text().strip(), self.account.text().strip())

    def _show_rest(self, *, shown: bool) -> None:
        for widget in self._rest:
            widget.setVisible(shown)
        self.connect_.setEnabled(shown)

    def _lay_out(self) -> None:
        self.name.setMaxLength(_NAME_MOST)
        title = PlainLabel(_("Connect a number"), self.page, step="title")
        self.column.addWidget(title)
        first = self.card(_("Can the number be used?"))
        self.reuse = ReuseCheck(self.page)
        first.addWidget(self.reuse)
        second = self.card(
            _("Token and account"),
            _(
                "Make a token of a system user at Meta that doesn’t end and has both WhatsApp "
                "permissions. The hub keeps it encrypted."
            ),
        )
        second.addWidget(self.fields["token"])
        second.addWidget(self.fields["account"])
        buttons(second, self.search)
        second.addLayout(self._told)
        third = self.card(_("The number and its name here"))
        for place in ("number", "name", "queue"):
            third.addWidget(self.fields[place])
        third.addLayout(self._room)
        fourth = self.card(
            _("The app at Meta"),
            _(
                "The app secret stands in the app’s basic settings; it shows that webhooks are "
                "Meta’s. Enter the verify token in the app’s WhatsApp configuration."
            ),
        )
        fourth.addWidget(self.fields["secret"])
        fourth.addWidget(self.fields["verify"])
        self._rest = [_frame(third), _frame(fourth)]
        buttons(self.column, self.connect_, self.cancel)
        self.column.addStretch(1)


def _secret(parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _frame(card: QVBoxLayout) -> QWidget:
    frame = card.parentWidget()
    assert frame is not None  # a card's layout is its frame's
    return frame


def _line(account: FoundAccount, one: FoundNumber) -> str:
    words = f"{one.display_number}  {one.verified_name}"
    return f"{words} ({account.name})" if account.name else words


def _room(account: FoundAccount) -> Finding:
    """How many numbers the portfolio has of those it may have."""
    words = _("{used} of {room} numbers of this business portfolio are in use.").format(
        used=number(account.used), room=number(account.room)
    )
    if account.used < account.room:
        return Finding(Kind.OK, words)
    advice = _("For more, verify the business at Meta, or ask Meta’s support.")
    return note(words, advice)
