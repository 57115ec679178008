"""The numbered heading of a step."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.ui.paint.text import draw_line, text_width
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled

_HEIGHT_PX, _DISC_PX, _GAP_PX = 24, 22, 8
_DIGIT, _WORDS = ("caption", 600, True), ("title", 600, False)


class StepHead(Restyled, QWidget):
    """A disc with the number, then what the step is about."""

    def __init__(self, step: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit, self._words = str(step), words
        self.setAccessibleName(words)
        self.setFixedHeight(_HEIGHT_PX)

    def sizeHint(self) -> QSize:
        """Disc and words."""
        width = text_width(self._words, _WORDS, current_theme())
        return QSize(_DISC_PX + _GAP_PX + round(width) + 1, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc, digit, words."""
        theme = current_theme()
        top = (self.height() - _DISC_PX) / 2
        disc = QRectF(0, top, _DISC_PX, _DISC_PX)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent.tintStrong"))
            painter.drawEllipse(disc)
            inset = (_DISC_PX - text_width(self._digit, _DIGIT, theme)) / 2
            digit = disc.adjusted(inset, 0, 0, 0)
            draw_line(painter, digit, self._digit, _DIGIT, theme, "accent.text")
            words = QRectF(disc.right() + _GAP_PX, 0, self.width(), self.height())
            draw_line(painter, words, self._words, _WORDS, theme, "text.primary")
