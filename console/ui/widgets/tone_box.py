"""A box in the tone of its gravity: a glyph, a title and some sentences."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_GRAVE = {"danger.fg": "danger", "warning.fg": "warning"}


class ToneBox(Restyled, QWidget):
    """The tone is a colour token; only danger and warning tint the whole box."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone, self._glyph_name = "icon.default", "status.info"
        self._glyph = PlainLabel(parent=self)
        self._title = PlainLabel("", self, weight=600, wrap=True)
        self._words = PlainLabel("", self, wrap=True)
        self._small = PlainLabel("", self, step="caption", kind="secondary", wrap=True)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(self._words)
        column.addWidget(self._small)

    def say(self, tone: str, glyph: str, title: str, words: str, small: str = "") -> None:
        """Show this; `small` is a last line of thin facts."""
        self._tone, self._glyph_name = tone, glyph
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._small.setText(small)
        self._small.setVisible(bool(small))
        self.setAccessibleName(" ".join(filter(None, (title + ".", words, small))))
        self.restyle()

    def restyle(self) -> None:
        """Tint the glyph for the theme in use."""
        self._glyph.setPixmap(icon_pixmap(self._glyph_name, 16, self._tone))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box."""
        theme = current_theme()
        grave = _GRAVE.get(self._tone)
        ground, edge = (
            (f"{grave}.bg", f"{grave}.border") if grave else ("bg.sunken", "border.default")
        )
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color(edge), 1))
            painter.setBrush(theme.color(ground))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, 8, 8)
