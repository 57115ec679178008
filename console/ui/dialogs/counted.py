"""A field that counts what is typed against the platform's limit."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from console.domain.lengths import text_length
from console.domain.texts import number
from console.ui.dialogs.dialog import text_box
from console.ui.theme.style import set_kind, set_style_property
from console.ui.widgets.text import PlainLabel

_AREA_H = 92


class CountedField(QWidget):
    """A label, a counter and one line, or several if `tall`.

    Signals:
        edited: what is typed changed.
    """

    edited = Signal()

    def __init__(
        self, label: str, limit: int, parent: QWidget, *, tall: bool = False, hint: str = ""
    ) -> None:
        super().__init__(parent)
        self._limit = limit
        words = PlainLabel(label, self, step="caption", weight=500, kind="secondary")
        self._count = PlainLabel(parent=self, step="caption", kind="tertiary", tabular=True)
        self._area = text_box(_AREA_H, self) if tall else None
        self._line = None if tall else QLineEdit(self)
        box: QTextEdit | QLineEdit = self._area or self._line or QLineEdit(self)
        box.setAccessibleName(label)
        box.setPlaceholderText(hint)
        box.textChanged.connect(self._on_edited)
        words.setBuddy(box)
        self.setFocusProxy(box)
        self._box = box
        head = QHBoxLayout()
        head.addWidget(words)
        head.addStretch(1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        column.addWidget(box)
        self._tell()

    def text(self) -> str:
        """What is typed, without blanks around it."""
        if self._area is not None:
            return self._area.toPlainText().strip()
        return self._line.text().strip() if self._line is not None else ""

    def set_text(self, text: str) -> None:
        """Show this text."""
        if self._area is not None:
            self._area.setPlainText(text)
        elif self._line is not None:
            self._line.setText(text)

    def set_limit(self, limit: int) -> None:
        """Count against another limit."""
        self._limit = limit
        self._tell()

    def _on_edited(self) -> None:
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        length = text_length(self.text())
        beyond = length > self._limit
        self._count.setText(f"{number(length)} / {number(self._limit)}")
        set_kind(self._count, "danger" if beyond else "tertiary")
        set_style_property(self._box, "bad", beyond)
