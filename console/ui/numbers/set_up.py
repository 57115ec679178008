"""A number's set-up at Meta: code, registration, PIN, webhooks, keys, each with its state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from console.domain.business_numbers import (
    PIN_DIGITS,
    REGISTRATIONS,
    CodeMethod,
    NumberFacts,
    pin_flaw,
)
from console.domain.findings import Finding, note, ok
from console.domain.template_languages import LANGUAGES
from console.domain.texts import _, language, ngettext
from console.ui.numbers.finding_row import show_findings
from console.ui.numbers.pane import Pane, buttons
from console.ui.picker.choices import language_name
from console.ui.templates.field import Field
from console.ui.widgets.push_button import PushButton
from console.wire.numbers import ChannelReport
from console.wire.views import QueueView, RepView


class SetUp(Pane):
    """Steps may be done again, as after a change of the display name.

    Signals:
        code_wanted: have a code sent, in this way and language.
        code_entered: this code came.
        register_wanted, pin_wanted: with this PIN.
        webhooks_wanted: have the account's messages come here.
        keys_wanted: work with this token and app secret; what is empty stays.
        assign_wanted: new sessions go to this queue, or to this rep alone.
    """

    code_wanted = Signal(CodeMethod, str)
    code_entered = Signal(str)
    register_wanted = Signal(str)
    pin_wanted = Signal(str)
    webhooks_wanted = Signal()
    keys_wanted = Signal(str, str)
    assign_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Set-up at Meta"))
        self.method, self.language = QComboBox(self), QComboBox(self)
        self.method.addItem(_("Text message"), CodeMethod.SMS)
        self.method.addItem(_("Call"), CodeMethod.VOICE)
        self.language.setAccessibleName(_("Language of the code"))
        for code in sorted(LANGUAGES, key=lambda one: language_name(one).casefold()):
            self.language.addItem(language_name(code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(_own_language())))
        self.code, self.pin, self.new_pin = QLineEdit(self), _pin(self), _pin(self)
        self.token, self.app_secret = _secret(self), _secret(self)
        self.send_code = PushButton(_("Send a code"), parent=self)
        self.enter_code = PushButton(_("Verify"), parent=self)
        self.register = PushButton(_("Register"), parent=self)
        self.set_pin = PushButton(_("Set PIN"), parent=self)
        self.subscribe = PushButton(_("Have messages come here"), parent=self)
        self.use_keys = PushButton(_("Use these keys"), parent=self)
        self.goes_to = QComboBox(self)
        self.assign = PushButton(_("Have new sessions go there"), parent=self)
        self._states: dict[str, QVBoxLayout] = {}
        self._register = Field(_("PIN of six digits"), self.pin, self)
        self._new_pin = Field(_("New PIN"), self.new_pin, self)
        self._code = Field(_("Code"), self.code, self)
        self._keys: list[QWidget] = []
        self._lay_out()
        self._signals()

    def show_report(self, report: ChannelReport) -> None:
        """Show how far the number is."""
        for name, found in _states(report).items():
            show_findings(self._states[name], [found], self.page)
        place = f"rep {report.rep_id}" if report.rep_id else f"queue {report.queue_id}"
        self.goes_to.setCurrentIndex(self.goes_to.findData(place))
        left = REGISTRATIONS - report.registered
        words = ngettext(
            "{count} more registration within 72 hours",
            "{count} more registrations within 72 hours",
            left,
        )
        self._register.note(words.format(count=left))
        self.register.setEnabled(left > 0)
        for widget in self._keys:
            widget.setVisible(not report.in_file)

    def _signals(self) -> None:
        self.send_code.clicked.connect(
            lambda: self.code_wanted.emit(
                CodeMethod(self.method.currentData()), str(self.language.currentData())
            )
        )
        self.enter_code.clicked.connect(self._enter_code)
        self.code.returnPressed.connect(self._enter_code)
        self.register.clicked.connect(lambda: self._with_pin(self._register))
        self.set_pin.clicked.connect(lambda: self._with_pin(self._new_pin))
        self.subscribe.clicked.connect(self.webhooks_wanted)
        self.assign.clicked.connect(self._on_assign)
        self.use_keys.clicked.connect(
            lambda: self.keys_wanted.emit(self.token.text(), self.app_secret.text())
        )

    def show_places(self, queues: Sequence[QueueView], reps: Sequence[RepView]) -> None:
        """Where sessions may go: to a queue, or to one rep alone."""
        chosen = self.goes_to.currentData()
        self.goes_to.clear()
        for queue in queues:
            if not queue.queue_id.startswith("own-"):
                self.goes_to.addItem(queue.name, f"queue {queue.queue_id}")
        for rep in reps:
            words = _("{name} alone").format(name=rep.name)
            self.goes_to.addItem(words, f"rep {rep.rep_id}")
        self.goes_to.setCurrentIndex(self.goes_to.findData(chosen))

    def _on_assign(self) -> None:
        kind, _space, key = str(self.goes_to.currentData() or "").partition(" ")
        if key:
            self.assign_wanted.emit(*((key, "") if kind == "queue" else ("", key)))

    def _enter_code(self) -> None:
        text = self.code.text().strip()
        self._code.complain("" if text else _("Enter the code that came."))
        if text:
            self.code_entered.emit(text)

    def _with_pin(self, field: Field) -> None:
        line = self.pin if field is self._register else self.new_pin
        flaw = pin_flaw(line.text())
        field.complain(flaw)
        if flaw:
            line.setFocus()
        elif field is self._register:
            self.register_wanted.emit(line.text())
        else:
            self.pin_wanted.emit(line.text())

    def _lay_out(self) -> None:
        code = self._step("code", _("1. Show that the number is yours"))
        way = Field(_("Way and language of the code"), self.method, self, self.language)
        code.addWidget(way)
        buttons(code, self.send_code)
        code.addWidget(self._code)
        buttons(code, self.enter_code)
        register = self._step("register", _("2. Register it"))
        register.addWidget(self._register)
        buttons(register, self.register)
        webhooks = self._step("webhooks", _("3. Have its messages come to this hub"))
        buttons(webhooks, self.subscribe)
        pin = self._step("pin", _("4. Two-step verification"))
        pin.addWidget(self._new_pin)
        buttons(pin, self.set_pin)
        people = self.card(
            _("Whose number it is"),
            _("A rep’s own number rings nobody else; the rep can still hand sessions on."),
        )
        people.addWidget(Field(_("New sessions go to"), self.goes_to, self))
        buttons(people, self.assign)
        keys = self._step("keys", _("Keys"))
        token = Field(_("New access token"), self.token, self)
        secret = Field(_("New app secret"), self.app_secret, self)
        self._keys = [token, secret, self.use_keys]
        keys.addWidget(token)
        keys.addWidget(secret)
        buttons(keys, self.use_keys)
        self.column.addStretch(1)

    def _step(self, name: str, title: str) -> QVBoxLayout:
        card = self.card(title)
        self._states[name] = QVBoxLayout()
        card.addLayout(self._states[name])
        return card


def _states(report: ChannelReport) -> dict[str, Finding]:
    facts = report.facts
    return {
        "code": ok(_("Meta knows that it is yours."))
        if facts.is_code_verified
        else note(
            _("Meta doesn’t know yet that it is yours."),
            _("Have a code sent to it, then enter the code."),
        ),
        "register": _registered(facts),
        "webhooks": ok(_("Messages come to this hub."))
        if facts.webhooks_here
        else note(_("Messages don’t come here yet."), _webhook_words(report)),
        "pin": ok(_("It is on. A new PIN takes the place of the one before."))
        if facts.is_pin_set
        else note(_("It is off: whoever gets a code could take the number."), _("Set a PIN.")),
        "keys": note(
            _("This number stands in hub.toml."),
            _("Write new keys there; the hub takes them within seconds."),
        )
        if report.in_file
        else ok(_("They are kept encrypted. What you leave empty stays as it is.")),
    }


def _registered(facts: NumberFacts) -> Finding:
    if not facts.ready:
        return note(
            _("It isn’t registered, so it can’t send."),
            _("Enter the number’s PIN; if it never had one, this becomes its PIN."),
        )
    if facts.new_name_status == "APPROVED":
        return note(
            _("Meta has approved another display name."),
            _("Register the number once more, and customers see it."),
        )
    return ok(_("It is registered."))


def _webhook_words(report: ChannelReport) -> str:
    if report.callback:
        return _("They will come to {address}.").format(address=report.callback)
    return _("Set public_url in hub.toml first, or enter this hub’s address at Meta.")


def _own_language() -> str:
    return language().replace("-", "_")


def _pin(parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setMaxLength(PIN_DIGITS)
    line.setPlaceholderText("••••••")
    return line


def _secret(parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
