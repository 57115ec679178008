"""A QR code, painted as crisp squares on white, as cameras want it in either theme."""

from __future__ import annotations

import segno
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_SIDE_PX, _QUIET = 168, 4  # the quiet zone is four modules wide: ISO/IEC 18004


class QrCode(QWidget):
    """The code of one text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self.setFixedSize(QSize(_SIDE_PX, _SIDE_PX))

    def show_text(self, text: str, name: str) -> None:
        """Show the code of the text, under this name for a screen reader."""
        code = segno.make(text, micro=False)
        self._modules = tuple(
            tuple(bool(module) for module in row) for row in code.matrix_iter(border=_QUIET)
        )
        self.setAccessibleName(name)
        self.update()

    def image(self, module_px: int) -> QImage:
        """The code as a picture, each module so large; empty before there is a text."""
        count = len(self._modules)
        if not count:
            return QImage()
        picture = QImage(count, count, QImage.Format.Format_Mono)
        picture.setColorTable([QColor("white").rgb(), QColor("black").rgb()])
        for y, row in enumerate(self._modules):
            for x, dark in enumerate(row):
                picture.setPixel(x, y, int(dark))
        side = count * module_px
        return picture.scaled(side, side, mode=Qt.TransformationMode.FastTransformation)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Whole pixels for each module, in the middle of the white square."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor("white"))
            if not self._modules:
                return
            dpr = self.devicePixelRatioF()
            module_px = max(int(_SIDE_PX * dpr) // len(self._modules), 1)
            picture = self.image(module_px)
            picture.setDevicePixelRatio(dpr)
            side = picture.width() / dpr
            painter.drawImage(
                round((_SIDE_PX - side) / 2), round((_SIDE_PX - side) / 2), picture
            )
