"""The program's mark, painted at any size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from console.ui.theme.theme import current_theme

_GRID = 44.0


def draw_logo(painter: QPainter, square: QRectF) -> None:
    """A white ring, open at the upper right, with a dot and a tail, on the accent."""
    unit = square.width() / _GRID
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(square.topLeft())
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current_theme().color("accent.fill"))
    painter.drawRoundedRect(QRectF(0, 0, _GRID, _GRID), 10, 10)
    white = QColor("white")
    painter.setPen(QPen(white, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(10, 11, 23, 23), 75 * 16, 255 * 16)
    painter.drawLine(QPointF(33, 23), QPointF(33, 32))
    painter.drawLine(QPointF(33, 32), QPointF(30, 30))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(white)
    painter.drawEllipse(QPointF(32, 13), 3, 3)
    painter.restore()


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
