"""Filter chips: a word, a count, and a filled ground while they are on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from console.domain.texts import number
from console.ui.paint.text import FontKey, draw_line, text_width
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme, current_theme
from console.ui.widgets.restyled import Restyled

_FONT: FontKey = ("caption", 500, False)
_COUNT_FONT: FontKey = ("caption", 500, True)
_PADDING_PX = 8
_GAP_PX = 4
_CARET_PX = 10


class Chip(Restyled, QAbstractButton):
    """A checkable chip; with `opens_menu` it has a caret and isn't checkable by itself."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, opens_menu: bool = False
    ) -> None:
        super().__init__(parent)
        self._count: int | None = None
        self._opens_menu = opens_menu
        self.setText(text)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    def set_count(self, count: int | None) -> None:
        """Show the figure behind the word; None for none."""
        if count != self._count:  # most news change none of the figures
            self._count = count
            self._tell()

    def set_text(self, text: str) -> None:
        """Show another word."""
        self.setText(text)
        self._tell()

    def nextCheckState(self) -> None:
        """A chip with a menu is checked by what is chosen there."""
        if not self._opens_menu:
            super().nextCheckState()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        theme = current_theme()
        width = 2 * _PADDING_PX + text_width(self.text(), _FONT, theme)
        if self._count is not None:
            width += _GAP_PX + text_width(number(self._count), _COUNT_FONT, theme)
        if self._opens_menu:
            width += _GAP_PX + _CARET_PX
        return QSize(round(width + 0.5), theme.px("control.chip"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, word, count, caret."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter, theme)
            on = self.isChecked()
            ink = "accent.text" if on else "text.secondary"
            x, height = float(_PADDING_PX), self.height()
            width = text_width(self.text(), _FONT, theme)
            draw_line(painter, QRectF(x, 0, width + 1, height), self.text(), _FONT, theme, ink)
            x += width + _GAP_PX
            if self._count is not None:
                count = number(self._count)
                box = QRectF(x, 0, text_width(count, _COUNT_FONT, theme) + 1, height)
                count_ink = ink if on else "text.tertiary"
                draw_line(painter, box, count, _COUNT_FONT, theme, count_ink)
                x = box.right() + _GAP_PX
            if self._opens_menu:
                caret = icon_pixmap(
                    "common.expand", _CARET_PX, ink, "bold", self.devicePixelRatioF()
                )
                painter.drawPixmap(QRectF(x, (height - _CARET_PX) / 2, 0, 0).topLeft(), caret)

    def _tell(self) -> None:
        shown = "" if self._count is None else f", {self._count}"
        self.setAccessibleName(f"{self.text()}{shown}")
        self.updateGeometry()
        self.update()

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        ground = self._ground(theme)
        outline = theme.color("border.default")
        if self.hasFocus():
            painter.setPen(QPen(theme.color("border.focus"), 2))
        else:
            painter.setPen(Qt.PenStyle.NoPen if self.isChecked() else QPen(outline, 1))
        painter.setBrush(ground)
        inset = 1.0 if self.hasFocus() else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)

    def _ground(self, theme: Theme) -> QColor:
        if self.isChecked():
            return theme.color("accent.tintStrong")
        if self.isDown():
            return theme.color("bg.pressed")
        return theme.color("bg.hover" if self.underMouse() else "bg.surface")
