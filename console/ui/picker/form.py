"""The fields of the chosen template."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.domain.templates import Template, Variable, header_media, variables
from console.domain.texts import _
from console.ui.picker.choices import fits, free_text_variable
from console.ui.picker.field import VariableField
from console.ui.picker.file_row import FileRow
from console.ui.theme.style import set_kind
from console.ui.widgets.text import PlainLabel


class TemplateForm(QScrollArea):
    """One field a variable, and a chooser for each file it takes.

    Signals:
        edited: a value changed.
        file_wanted: choose a file; its kind, and its place among those of the template.
    """

    edited = Signal()
    file_wanted = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[VariableField] = []
        self.touched = False
        self._template: Template | None = None
        self._file_rows: list[FileRow] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Fields of the template"))

    def show_template(self, template: Template, values: Mapping[str, str]) -> None:
        """Show the fields of this template, filled in with these values."""
        self._template, self.touched = template, False
        page = QWidget()
        set_kind(page, "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(11)
        self._file_rows, self.fields = [], []
        if header_media(template) is not None:
            self._add_file_row(template.header_format, column, page)
        tall = free_text_variable(template)
        blanks = variables(template)
        for variable in (one for one in blanks if not one.key.startswith("card.")):
            self._add_field(variable, values, column, page, tall=variable == tall)
        for place, card in enumerate(template.cards):
            title = _("Card {number}").format(number=place + 1)
            column.addWidget(PlainLabel(title, page, step="caption", weight=600))
            self._add_file_row(card.header_format, column, page)
            lead = f"card.{place}."
            for variable in (one for one in blanks if one.key.startswith(lead)):
                self._add_field(variable, values, column, page, tall=False)
        if not self.fields and not self._file_rows:
            words = _("Nothing to fill in. It can be sent as it is.")
            column.addWidget(PlainLabel(words, page, kind="secondary", wrap=True))
        column.addStretch(1)
        self.setWidget(page)

    def _add_field(
        self,
        variable: Variable,
        values: Mapping[str, str],
        column: QVBoxLayout,
        page: QWidget,
        *,
        tall: bool,
    ) -> None:
        field = VariableField(len(self.fields) + 1, variable, page, tall=tall)
        field.set_value(values.get(variable.key, ""))
        field.edited.connect(self._on_edited)
        self.fields.append(field)
        column.addWidget(field)

    def _add_file_row(self, kind: str, column: QVBoxLayout, page: QWidget) -> None:
        row, place = FileRow(kind, page), len(self._file_rows)
        row.wanted.connect(lambda: self.file_wanted.emit(kind, place))
        self._file_rows.append(row)
        column.addWidget(row)

    def files(self) -> tuple[str, ...]:
        """The path chosen for each file it takes, in order; empty for none yet."""
        return tuple(row.path for row in self._file_rows)

    def values(self) -> dict[str, str]:
        """What is filled in, by key."""
        return {field.variable.key: field.value() for field in self.fields}

    def draft_field(self) -> VariableField | None:
        """Where a draft belongs: the field for the most text."""
        tall = free_text_variable(self._template) if self._template else None
        return next((field for field in self.fields if field.variable == tall), None)

    def draft_number(self, draft: str) -> int:
        """The number of the field that would take the draft; 0 if none does."""
        field = self.draft_field()
        if field is None or not fits(field.variable, draft):
            return 0
        return self.fields.index(field) + 1

    def insert_draft(self, draft: str) -> bool:
        """Put the draft into its field if it fits; whether it did."""
        field = self.draft_field()
        if field is None or not fits(field.variable, draft):
            return False
        field.set_value(draft, from_draft=True)
        return True

    def focus_first_blank(self) -> None:
        """Put the caret into the first field without a value, else into the last."""
        blank = next((field for field in self.fields if not field.value()), None)
        target = blank or (self.fields[-1] if self.fields else None)
        if target is not None:
            target.take_focus()

    def check(self) -> str:
        """The first problem, shown at its field; empty if there is none."""
        problems = [(field, field.check()) for field in self.fields]
        for field, problem in problems:
            if problem:
                field.take_focus()
                return problem
        return ""

    def show_file(self, path: str, place: int = 0) -> None:
        """Show a file that was chosen."""
        self.touched = True
        if place < len(self._file_rows):
            self._file_rows[place].show_path(path)
        self.edited.emit()

    def _on_edited(self) -> None:
        self.touched = True
        self.edited.emit()
