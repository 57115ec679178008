"""The examples that Meta reviews a template with: one line for each variable."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.domain.templates import Variable
from console.domain.texts import _
from console.ui.templates.field import Field


class Examples(QWidget):
    """Lines come and go with the variables; what was written for one stays.

    Signals:
        edited: an example changed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, str] = {}
        self.fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    def show_values(self, values: dict[str, str]) -> None:
        """Begin with these, by key."""
        self._clear()
        self._values = dict(values)

    def follow(self, variables: tuple[Variable, ...]) -> None:
        """There are these variables now."""
        if [one.key for one in variables] == list(self.fields):
            return
        self._clear()
        for variable in variables:
            line = QLineEdit(self._values.get(variable.key, ""), self)
            line.setMaxLength(variable.limit)
            line.textEdited.connect(self._on_edited)
            label = _("Example: {label}").format(label=variable.label)
            field = Field(label, line, self)
            self.fields[variable.key] = field
            self._column.addWidget(field)

    def values(self) -> dict[str, str]:
        """What is written, by key."""
        self._read()
        return {key: self._values.get(key, "").strip() for key in self.fields}

    def _read(self) -> None:
        for key, field in self.fields.items():
            if isinstance(field.control, QLineEdit):
                self._values[key] = field.control.text()

    def _clear(self) -> None:
        for field in self.fields.values():
            field.hide()
            field.deleteLater()
        self.fields = {}

    def _on_edited(self) -> None:
        self._read()
        self.edited.emit()
