"""The 56 px bar in the composer's place when this desk can't write."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.domain.texts import _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel


class ReadOnlyBar(Restyled, QWidget):
    """Says why, and lets a note be added.

    Signals:
        note_wanted: write a note for the team.
    """

    note_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lock = PlainLabel(parent=self)
        self._words = PlainLabel(parent=self, kind="secondary", elide="right")
        self.note = PushButton(_("Add a note"), parent=self, icon_name="supervision.note")
        self.note.clicked.connect(self.note_wanted)
        self.setFixedHeight(56 + 12)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 0, 22, 12)
        row.setSpacing(12)
        row.addWidget(self._lock)
        row.addWidget(self._words, 1)
        row.addWidget(self.note)
        self.restyle()

    def say(self, words: str) -> None:
        """Why nothing can be written."""
        self._words.setText(words)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sunken bar."""
        painter = QPainter(self)
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("bg.sunken"))
        painter.setPen(QPen(theme.color("border.default"), 1))
        painter.drawRoundedRect(self.rect().adjusted(12, 0, -13, -13), 10, 10)

    def restyle(self) -> None:
        """Tint the lock for the theme in use."""
        self._lock.setPixmap(icon_pixmap("session.windowLapsed", 18, "icon.default"))
