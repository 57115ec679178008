"""A labelled control of the editor, with a note at its right and what is wrong below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.ui.theme.style import set_style_property
from console.ui.widgets.text import PlainLabel


class Field(QWidget):
    """Ties label, control and problem together for eyes and screen readers."""

    def __init__(
        self, label: str, control: QWidget, parent: QWidget | None = None, *more: QWidget
    ) -> None:
        super().__init__(parent)
        self.control = control
        words = PlainLabel(label, self, step="caption", weight=500, kind="secondary")
        words.setBuddy(control)
        control.setAccessibleName(label)
        self._note = PlainLabel("", self, step="caption", kind="tertiary", tabular=True)
        self._problem = PlainLabel("", self, step="caption", kind="danger", wrap=True)
        self._problem.hide()
        head = QHBoxLayout()
        head.addWidget(words)
        head.addStretch(1)
        head.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(control, 0 if more else 1)
        for widget in more:
            row.addWidget(widget, isinstance(widget, QLineEdit))
        row.addStretch(0)  # counts only where nothing else stretches
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self._problem)

    def note(self, words: str) -> None:
        """Say this at the right of the label."""
        self._note.setText(words)

    def complain(self, problem: str) -> None:
        """Say what is wrong; empty takes it back."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.control.setAccessibleDescription(problem)
        set_style_property(self.control, "bad", bool(problem))

    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()
