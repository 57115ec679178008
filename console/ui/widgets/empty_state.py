"""What stands where there is nothing to show: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.ui.theme.icons import icon_pixmap
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_ICON_PX = 40
_WIDTH_PX = 380


class EmptyState(Restyled, QWidget):
    """A light icon, a title, a sentence, buttons, and a footnote."""

    def __init__(
        self, icon_name: str, title: str, sentence: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = PlainLabel(parent=self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = PlainLabel(title, self, step="title", wrap=True)
        self._sentence = PlainLabel(sentence, self, kind="secondary", wrap=True)
        self._footnote = PlainLabel("", self, step="caption", kind="tertiary", wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._arrange()
        self.restyle()

    def set_words(self, title: str, sentence: str, footnote: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._footnote.setText(footnote)
        self._footnote.setVisible(bool(footnote))

    def add_button(self, button: QWidget) -> None:
        """Add a way out."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def restyle(self) -> None:
        """Tint the icon for the theme in use."""
        self._icon.setPixmap(icon_pixmap(self._icon_name, _ICON_PX, "icon.muted", "light"))

    def _arrange(self) -> None:
        self._buttons.addStretch()
        self._buttons.insertStretch(0)
        column = QVBoxLayout()
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch()
        column.addWidget(self._icon)
        column.addSpacing(14)
        column.addLayout(_centered(self._title))
        column.addSpacing(3)
        column.addLayout(_centered(self._sentence))
        column.addSpacing(18)
        column.addLayout(self._buttons)
        column.addSpacing(14)
        column.addLayout(_centered(self._footnote))
        column.addStretch()
        for label in (self._title, self._sentence, self._footnote):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(_WIDTH_PX)
            label.setVisible(bool(label.full_text))
        self.setLayout(column)


def _centered(label: PlainLabel) -> QHBoxLayout:
    """As wide as it may be, in the middle."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 100)
    row.addStretch(1)
    return row
