"""The program's mark, painted at any size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from console.ui.theme.theme import current_theme

_GRID = 16.0


def draw_logo(painter: QPainter, square: QRectF) -> None:
    """A white ring, open at the upper right, with a dot and a tail, on the accent."""
    unit = square.width() / _GRID
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(square.topLeft())
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current_theme().color("accent.fill"))
    painter.drawRoundedRect(QRectF(0, 0, _GRID, _GRID), 4, 4)
    white = QColor("white")
    pen = QPen(white, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_bubble())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(white)
    painter.drawEllipse(QPointF(11.6, 4.6), 1.1, 1.1)
    painter.restore()


def _bubble() -> QPainterPath:
    """A ring from its top the long way round, out to the tail at the lower right and back."""
    ring, path = QRectF(3.4, 3.4, 9.2, 9.2), QPainterPath()
    path.arcMoveTo(ring, 90)
    path.arcTo(ring, 90, 208.6)
    path.lineTo(12.2, 12.54)
    path.lineTo(11.7, 10.54)
    path.arcTo(ring, -34.5, 34.5)
    return path


def logo_icon() -> QIcon:
    """The mark for windows and task bars."""
    icon = QIcon()
    for size in (16, 32, 64, 128):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            draw_logo(painter, QRectF(0, 0, size, size))
        icon.addPixmap(pixmap)
    return icon


class Logo(QWidget):
    """The mark, 44 px."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(44, 44))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        with QPainter(self) as painter:
            draw_logo(painter, QRectF(self.rect()))
