"""Making a message with buttons, a list or a link, or a request; with a live preview."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain import interactives
from console.domain.interactives import SHAPES
from console.domain.messages import Interactive
from console.domain.texts import N_, _
from console.ui.dialogs.counted import CountedField
from console.ui.dialogs.dialog import Dialog
from console.ui.dialogs.interactive_preview import InteractivePreview
from console.ui.dialogs.options import OptionFields
from console.ui.titles import called
from console.ui.widgets.segmented import Segmented
from console.ui.widgets.text import PlainLabel

Style = Literal["buttons", "list", "link", "location_request", "contact_request"]
_STYLES: tuple[tuple[Style, str], ...] = (
    ("buttons", N_("Buttons")),
    ("list", N_("List")),
    ("link", N_("Link")),
    ("location_request", N_("Ask for a place")),
    ("contact_request", N_("Ask for a number")),
)
_WIDTH, _PREVIEW_W, _FORM_H = 760, 264, 420


class InteractiveDialog(Dialog):
    """One form for all styles: what is typed stays when the style changes."""

    def __init__(
        self, name: str, text: str, now: datetime, parent: QWidget | None, style: Style
    ) -> None:
        super().__init__(
            _("Message with buttons"),
            parent,
            confirm=_("Send to {name}").format(name=called(name)),
            width_px=_WIDTH,
        )
        self._now = now
        self.style_choice = Segmented(
            [(value, _(words)) for value, words in _STYLES], _("Kind of message"), self
        )
        self.text = CountedField(_(interactives.TEXT), SHAPES[style].text, self, tall=True)
        self.header = CountedField(_(interactives.HEADING), interactives.HEADER, self)
        self.footer = CountedField(_(interactives.FOOT), interactives.FOOTER, self)
        self.buttons = OptionFields(SHAPES["buttons"], self)
        self.opens = CountedField(_(interactives.OPENS_LIST), interactives.LIST_BUTTON, self)
        self.rows = OptionFields(SHAPES["list"], self)
        self.label = CountedField(_(interactives.LABEL), SHAPES["link"].title, self)
        self.address = CountedField(
            _(interactives.ADDRESS), interactives.URL, self, hint="https://"
        )
        self._preview = InteractivePreview(self)
        self._sees = PlainLabel(
            _("{name} will see").format(name=called(name)),
            self,
            step="caption",
            kind="tertiary",
            elide="right",
        )
        self._lay_out_form()
        self.style_choice.set_value(style)
        self.text.set_text(text)
        self._connect()
        self._on_style_chosen()
        self.text.setFocus()

    def message(self) -> Interactive:
        """What is made, as it would be sent now."""
        style = self._style()
        shape = SHAPES[style]
        made = {
            "buttons": (self.buttons.options(), (), ""),
            "list": (self.rows.options(), self.rows.descriptions(), self.opens.text()),
            "link": (((self.address.text(), self.label.text()),), (), ""),
        }
        options, descriptions, button = made.get(style, ((), (), ""))
        return Interactive(
            style=style,
            text=self.text.text(),
            options=options,
            descriptions=descriptions,
            button=button,
            header=self.header.text() if shape.framed else "",
            footer=self.footer.text() if shape.framed else "",
        )

    def problem(self) -> str:
        """What keeps it from being sent."""
        return interactives.problem(self.message())

    def _style(self) -> Style:
        chosen = self.style_choice.value()
        return next(value for value, _words in _STYLES if value == chosen)

    def _connect(self) -> None:
        self.style_choice.chosen.connect(self._on_style_chosen)
        for field in (*self._framing(), self.text, self.opens, self.label, self.address):
            field.edited.connect(self._refresh)
        self.buttons.edited.connect(self._refresh)
        self.rows.edited.connect(self._refresh)

    def _framing(self) -> tuple[CountedField, CountedField]:
        return self.header, self.footer

    def _on_style_chosen(self) -> None:
        style = self._style()
        self.text.set_limit(SHAPES[style].text)
        for field in self._framing():
            field.setVisible(SHAPES[style].framed)
        self.buttons.setVisible(style == "buttons")
        self.opens.setVisible(style == "list")
        self.rows.setVisible(style == "list")
        self.label.setVisible(style == "link")
        self.address.setVisible(style == "link")
        self._refresh()

    def _refresh(self) -> None:
        self.foot_words.setText("")
        self._preview.show_message(self.message(), self._now)

    def _lay_out_form(self) -> None:
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        parts = (self.header, self.text, self.footer, self.buttons, self.label, self.address)
        for part in (*parts, self.opens, self.rows):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedHeight(_FORM_H)
        scroll.setWidget(fields)
        for ground in (scroll.viewport(), fields):
            ground.setAutoFillBackground(False)  # the dialog's own shows through
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._sees)
        right.addWidget(self._preview)
        right.addStretch(1)
        self._preview.setFixedWidth(_PREVIEW_W)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(scroll, 1)
        columns.addLayout(right)
        self.body.addWidget(self.style_choice)
        self.body.addLayout(columns)
