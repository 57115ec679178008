"""The picture itself: zooming to the pointer, panning, turning."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from console.domain.texts import _
from console.ui.paint.text import FontKey, draw_line, text_width
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.transcript.pictures import PictureStore
from console.ui.viewer.view_port import ViewPort

_STEP = 1.25
_RADIUS_PX = 4
_NOTCH = 120
_FONT: FontKey = ("body", None, False)


class PictureCanvas(QWidget):
    """One picture, as large as wanted.

    Signals:
        zoomed: the zoom in per cent; 0 while there is no picture.
    """

    zoomed = Signal(int)

    def __init__(self, pictures: PictureStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._path = ""
        self._pixmap: QPixmap | None = None
        self._dragged_from: QPointF | None = None
        self.port = ViewPort(QSizeF(1, 1), QSizeF(1, 1))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pictures.ready.connect(self._on_ready)

    def show_path(self, path: str, name: str) -> None:
        """Show this file, all of it; an empty path waits for one."""
        self._path, self._pixmap = path, None
        self.setAccessibleName(name)
        self._take()

    def image(self) -> QImage:
        """The picture as it is turned; null while there is none."""
        if self._pixmap is None:
            return QImage()
        return self._pixmap.toImage().transformed(QTransform().rotate(90 * self.port.turns))

    def zoom_in(self) -> None:
        """A step closer."""
        self._set(self.port.zoomed(_STEP))

    def zoom_out(self) -> None:
        """A step back."""
        self._set(self.port.zoomed(1 / _STEP))

    def fit(self) -> None:
        """All of it."""
        self._set(self.port.fitted())

    def actual_size(self) -> None:
        """One pixel for one pixel."""
        self._set(self.port.zoomed(1 / self.port.scale))

    def turn(self) -> None:
        """A quarter turn clockwise."""
        self._set(self.port.turned())

    def pan(self, x: float, y: float) -> None:
        """Move the picture."""
        self._set(self.port.moved(QPointF(x, y)))

    def _take(self) -> None:
        found = self._pictures.get(self._path, 0, 0, 1.0, cover=False) if self._path else None
        self._pixmap = found
        size = QSizeF(1, 1) if found is None or found.isNull() else found.size().toSizeF()
        self.port = ViewPort(size / self.devicePixelRatioF(), self._area())
        self._set(self.port)

    def _area(self) -> QSizeF:
        return QSizeF(self.size())

    def _set(self, port: ViewPort) -> None:
        self.port = port
        there = self._pixmap is not None and not self._pixmap.isNull()
        self.zoomed.emit(round(port.percent / self.devicePixelRatioF()) if there else 0)
        larger = port.size.width() > self.width() or port.size.height() > self.height()
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if there and larger else Qt.CursorShape.ArrowCursor
        )
        self.update()

    def _on_ready(self, path: str) -> None:
        if path == self._path and self._pixmap is None:
            self._take()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, or what is the matter with it."""
        with QPainter(self) as painter:
            if self._pixmap is None or self._pixmap.isNull():
                self._paint_words(painter)
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            rect = self.port.rect
            upright = replace(self.port, turns=0).size
            painter.translate(rect.center())
            painter.rotate(90 * self.port.turns)
            target = QRectF(QPointF(0, 0), upright)
            target.moveCenter(QPointF(0, 0))
            outline = QPainterPath()
            outline.addRoundedRect(target, _RADIUS_PX, _RADIUS_PX)
            painter.setClipPath(outline)
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))

    def _paint_words(self, painter: QPainter) -> None:
        broken = self._pixmap is not None
        words = (
            _("This picture can’t be shown. Download it to open it elsewhere.")
            if broken
            else _("Loading the picture…")
        )
        theme, middle = current_theme(), QRectF(self.rect()).center()
        ink = theme.color("text.onAccent")
        name = "content.imageMissing" if broken else "content.image"
        pixmap = icon_pixmap(name, 40, ink, dpr=self.devicePixelRatioF())
        painter.setOpacity(0.72)
        painter.drawPixmap(middle - QPointF(20, 44), pixmap)
        width = text_width(words, _FONT, theme)
        box = QRectF(middle.x() - width / 2, middle.y() + 8, width + 1, 20)
        draw_line(painter, box, words, _FONT, theme, "text.onAccent")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        self._set(self.port.resized(self._area()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        steps = event.angleDelta().y() / _NOTCH
        self._set(self.port.zoomed(_STEP**steps, event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self._dragged_from = event.position()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._dragged_from is not None:
            self._set(self.port.moved(event.position() - self._dragged_from))
            self._dragged_from = event.position()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._dragged_from = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """From all of it to its own size, and back."""
        if self.port.zoom:
            self.fit()
        else:
            self._set(self.port.zoomed(1 / self.port.scale, event.position()))
        event.accept()
