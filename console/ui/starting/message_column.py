"""The second step: the template, what is filled in, and when it goes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.templates import Template
from console.domain.texts import _
from console.ui.picker.choices import Choice, prefilled, same_blanks
from console.ui.picker.form import TemplateForm
from console.ui.picker.language_box import LanguageBox
from console.ui.starting.step_head import StepHead
from console.ui.starting.when_row import WhenRow
from console.ui.titles import called
from console.ui.widgets.text import PlainLabel
from console.wire.views import ChannelView

_LANGUAGE_W = 130


class MessageColumn(QWidget):
    """Template, fields, time.

    Signals:
        chosen: another template or language, or none.
        edited: what is filled in has changed.
        channel_chosen: another number to write from.
    """

    chosen = Signal()
    edited = Signal()
    channel_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.current: Template | None = None
        self._choices: list[Choice] = []
        self._known: dict[str, str] = {}
        self.channel = QComboBox(self)
        self.channel.setAccessibleName(_("Number to write from"))
        self.template = QComboBox(self)
        self.template.setAccessibleName(_("Template"))
        self.template.setPlaceholderText(_("Choose a template"))
        self.language = LanguageBox(self)
        self.language.setFixedWidth(_LANGUAGE_W)
        self._fields = QWidget(self)
        self.form = TemplateForm(self._fields)
        self.hours = PlainLabel(parent=self, step="caption", kind="secondary", wrap=True)
        self.to_inbox = QCheckBox(self)
        self.to_inbox.setChecked(True)
        self.when = WhenRow(self)
        self._lay_out()
        self._connect()
        self.show_name("")
        self._fields.hide()
        self.language.hide()

    def show_channels(self, channels: list[ChannelView]) -> None:
        """Show the numbers to choose from; one alone needs no choosing."""
        before = self.channel.currentData()
        self.channel.clear()
        for one in channels:
            self.channel.addItem(f"{one.name} · {one.display_number}", one.channel_id)
        self.channel.setCurrentIndex(max(self.channel.findData(before), 0))
        self.channel.setVisible(len(channels) > 1)

    def show_name(self, name: str) -> None:
        """Whose answer it is about."""
        self.to_inbox.setText(
            _("Put the conversation in my inbox when {name} answers").format(name=called(name))
            if name
            else _("Put the conversation in my inbox when they answer")
        )

    def know(self, known: dict[str, str]) -> None:
        """Fill in what is known of the customer, unless the rep has begun to write."""
        self._known = known
        if self.current is not None and not self.form.touched:
            self.form.show_template(self.current, prefilled(self.current, known))
            self.form.touched = False
            self._fit_form()
            self.edited.emit()

    def show_choices(self, choices: list[Choice]) -> None:
        """Offer these templates; the chosen one stays so while it is among them."""
        self._choices = [choice for choice in choices if choice.able]
        name = self.current.name if self.current else ""
        self.template.clear()
        for choice in self._choices:
            self.template.addItem(choice.title, choice.template.name)
        self.template.setCurrentIndex(self.template.findData(name))
        self.template.setEnabled(bool(self._choices))
        if self.template.currentIndex() < 0 and self.current is not None:
            self._show(None)

    def clear(self) -> None:
        """Nothing is chosen or written any more."""
        self.form.touched = False
        self.when.clear()
        self.template.setCurrentIndex(-1)
        self._show(None)

    def choose(self, template: Template, values: Mapping[str, str] | None = None) -> None:
        """Choose this template in this language, filled in with these values."""
        place = self.template.findData(template.name)
        if place >= 0:
            self.template.setCurrentIndex(place)
            self._offer_languages(place, template)
            self._show(template)
        for field in self.form.fields if values else ():
            if value := (values or {}).get(field.variable.key):
                field.set_value(value)

    def _on_template(self, place: int) -> None:
        if 0 <= place < len(self._choices):
            choice = self._choices[place]
            self._offer_languages(place, choice.template)
            self._show(choice.template)

    def _offer_languages(self, place: int, chosen: Template) -> None:
        languages = list(self._choices[place].languages)
        known = [one.template_id for one in languages]
        if chosen.template_id in known:
            self.language.show_languages(languages, languages[known.index(chosen.template_id)])

    def _show(self, template: Template | None) -> None:
        before, self.current = self.current, template
        self._fields.setVisible(template is not None)
        self.language.setVisible(template is not None)
        if template is not None and not (before is not None and same_blanks(before, template)):
            self.form.show_template(template, prefilled(template, self._known))
            self.form.touched = False
            self._fit_form()
        self.chosen.emit()

    def check(self) -> str:
        """The first problem of the values, shown at its field; empty if there is none."""
        problem = self.form.check()
        self._fit_form()
        return problem

    def _fit_form(self) -> None:
        """As high as its fields, so that what follows stands right below them."""
        page = self.form.widget()
        if page is not None:
            self._fields.setMaximumHeight(page.sizeHint().height() + 2)

    def _connect(self) -> None:
        self.template.activated.connect(self._on_template)
        self.language.chosen.connect(self._show)
        self.form.edited.connect(self._fit_form)
        self.form.edited.connect(self.edited)
        self.channel.activated.connect(lambda _place: self.channel_chosen.emit())

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self.template, 1)
        choice.addWidget(self.language)
        head = QVBoxLayout()
        head.setContentsMargins(24, 18, 24, 0)
        head.setSpacing(10)
        head.addWidget(StepHead(2, _("Message"), self))
        head.addWidget(self.channel)
        head.addLayout(choice)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 8, 24, 20)
        foot.setSpacing(8)
        foot.addWidget(self.when)
        foot.addWidget(self.hours)
        foot.addSpacing(6)
        foot.addWidget(self.to_inbox)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(10, 0, 10, 0)
        fields.addWidget(self.form)
        column.addWidget(self._fields, 100)
        column.addLayout(foot)
        column.addStretch(1)
