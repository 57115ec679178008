"""Making a message with buttons, a list or a link, or a request; with a live preview."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain import interactives
from console.domain.directions import MediaKind
from console.domain.interactives import SHAPES
from console.domain.messages import Interactive
from console.domain.templates import CHOOSE_FILE
from console.domain.texts import N_, _
from console.ui.dialogs.counted import CountedField
from console.ui.dialogs.dialog import Dialog
from console.ui.dialogs.interactive_preview import InteractivePreview
from console.ui.dialogs.options import OptionFields
from console.ui.picker.file_row import FileRow
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
_HEADINGS = (
    ("text", N_("Text")),
    ("image", N_("Picture")),
    ("video", N_("Video")),
    ("document", N_("Document")),
)
_WIDTH, _PREVIEW_W, _FORM_H = 760, 264, 420


class InteractiveDialog(Dialog):
    """One form for all styles: what is typed stays when the style changes.

    Signals:
        file_wanted: choose the file of the heading; the kind.
    """

    file_wanted = Signal(str)

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
        self.heading_choice = Segmented(
            [(value, _(words)) for value, words in _HEADINGS], _("Kind of heading"), self
        )
        self.header = CountedField(_(interactives.HEADING), interactives.HEADER, self)
        self.file = FileRow("image", self)
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
        filed = self.heading_kind() != "text"
        return Interactive(
            style=style,
            text=self.text.text(),
            options=options,
            descriptions=descriptions,
            sections=self.rows.sections() if style == "list" else (),
            button=button,
            header=self.header.text() if shape.framed and not filed else "",
            footer=self.footer.text() if shape.framed else "",
            header_media=MediaKind(self.heading_kind()) if filed else None,
            header_file=PurePath(self.file.path).name if filed else "",
        )

    def heading_kind(self) -> str:
        """The kind of file that stands above the text; "text" if none does."""
        return self.heading_choice.value() if SHAPES[self._style()].filed else "text"

    def files(self) -> tuple[str, ...]:
        """The path of the file above the text, if there is one."""
        return (self.file.path,) if self.heading_kind() != "text" and self.file.path else ()

    def show_file(self, path: str, problem: str) -> None:
        """Show the chosen file, or why it can't go along."""
        self._refresh()
        if problem:
            self.foot_words.setText(problem)
        else:
            self.file.show_path(path)

    def problem(self) -> str:
        """What keeps it from being sent."""
        kind = self.heading_kind()
        unchosen = kind != "text" and not self.files()
        return interactives.problem(self.message()) or (
            _(CHOOSE_FILE[kind]) if unchosen else ""
        )

    def _style(self) -> Style:
        chosen = self.style_choice.value()
        return next(value for value, _words in _STYLES if value == chosen)

    def _connect(self) -> None:
        self.style_choice.chosen.connect(self._on_style_chosen)
        self.heading_choice.chosen.connect(self._on_heading_chosen)
        self.file.wanted.connect(lambda: self.file_wanted.emit(self.file.kind))
        for field in (
            self.header,
            self.footer,
            self.text,
            self.opens,
            self.label,
            self.address,
        ):
            field.edited.connect(self._refresh)
        self.buttons.edited.connect(self._refresh)
        self.rows.edited.connect(self._refresh)

    def _on_style_chosen(self) -> None:
        style = self._style()
        self.text.set_limit(SHAPES[style].text)
        filed = self.heading_kind() != "text"
        self.heading_choice.setVisible(SHAPES[style].filed)
        self.header.setVisible(SHAPES[style].framed and not filed)
        self.file.setVisible(filed)
        self.footer.setVisible(SHAPES[style].framed)
        self.buttons.setVisible(style == "buttons")
        self.opens.setVisible(style == "list")
        self.rows.setVisible(style == "list")
        self.label.setVisible(style == "link")
        self.address.setVisible(style == "link")
        self._refresh()

    def _on_heading_chosen(self) -> None:
        kind = self.heading_kind()
        if kind not in {"text", self.file.kind}:
            self.file.show_kind(kind)
        self._on_style_chosen()

    def _refresh(self) -> None:
        self.foot_words.setText("")
        self._preview.show_message(self.message(), self._now)

    def _lay_out_form(self) -> None:
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        head = (self.heading_choice, self.header, self.file)
        parts = (*head, self.text, self.footer, self.buttons, self.label, self.address)
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
