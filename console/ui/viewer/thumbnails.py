"""The strip of a conversation's pictures below the one on show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.domain.texts import _
from console.ui.theme.theme import current_theme
from console.ui.transcript.pictures import PictureStore

_WIDTH_PX, _HEIGHT_PX, _GAP_PX = 84, 63, 8
_MARGIN_PX = 4
_RADIUS_PX = 6


class Thumbnails(QWidget):
    """Small pictures in a row, the one on show in the middle if there are many.

    Signals:
        chosen: the index of a picture.
    """

    chosen = Signal(int)

    def __init__(self, pictures: PictureStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._paths: list[str] = []
        self._current = 0
        self.setFixedHeight(_HEIGHT_PX + 2 * _MARGIN_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        pictures.ready.connect(self._on_ready)

    def show_paths(self, paths: Sequence[str], current: int) -> None:
        """Show these; an empty path waits for its picture."""
        self._paths, self._current = list(paths), current
        self.setAccessibleName(
            _("Picture {place} of {count}").format(place=current + 1, count=len(self._paths))
        )
        self.setVisible(len(self._paths) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all."""
        return QSize(len(self._paths) * (_WIDTH_PX + _GAP_PX), self.height())

    def index_at(self, x: float) -> int | None:
        """The picture at a place."""
        index = int((x - self._left()) // (_WIDTH_PX + _GAP_PX))
        inside = 0 <= index < len(self._paths) and self._rect(index).right() >= x
        return index if inside else None

    def _left(self) -> float:
        step = _WIDTH_PX + _GAP_PX
        width = len(self._paths) * step - _GAP_PX
        if width <= self.width():
            return (self.width() - width) / 2
        middle = self.width() / 2 - _WIDTH_PX / 2 - self._current * step
        return min(max(middle, self.width() - width - _MARGIN_PX), _MARGIN_PX)

    def _rect(self, index: int) -> QRectF:
        x = self._left() + index * (_WIDTH_PX + _GAP_PX)
        return QRectF(x, _MARGIN_PX, _WIDTH_PX, _HEIGHT_PX)

    def _on_ready(self, path: str) -> None:
        if path in self._paths:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pictures in sight."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for index, path in enumerate(self._paths):
                rect = self._rect(index)
                if rect.right() >= 0 and rect.left() <= self.width():
                    self._paint(painter, rect, path, index == self._current)

    def _paint(self, painter: QPainter, rect: QRectF, path: str, current: bool) -> None:
        white = current_theme().color("text.onAccent")
        outline = QPainterPath()
        outline.addRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
        dpr = self.devicePixelRatioF()
        pixmap = self._pictures.get(path, rect.width(), rect.height(), dpr) if path else None
        painter.save()
        painter.setClipPath(outline)
        painter.setOpacity(1.0 if current else 0.6)
        if pixmap is None or pixmap.isNull():
            painter.setOpacity(0.12)
            painter.fillPath(outline, white)
        else:
            painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))
        painter.restore()
        if current:
            painter.setPen(QPen(white, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = rect.adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(ring, _RADIUS_PX + 3, _RADIUS_PX + 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the picture under the pointer."""
        index = self.index_at(event.position().x())
        if index is not None:
            self.chosen.emit(index)
        event.accept()
