"""Keyboard keys as small caps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.paint.text import FontKey, text_width
from console.ui.theme.theme import Theme, current_theme
from console.ui.widgets.restyled import Restyled

_FONT: FontKey = ("micro", 500, False)
_CAP_PX = 18
_GAP_PX = 3


def key_caps_width(keys: tuple[str, ...], theme: Theme) -> int:
    """Width of the caps in pixels."""
    widths = [_cap_width(key, theme) for key in keys]
    return round(sum(widths) + _GAP_PX * (len(widths) - 1)) if widths else 0


def draw_key_caps(
    painter: QPainter, x: float, middle_y: float, keys: tuple[str, ...], theme: Theme
) -> None:
    """The caps from x on, with their middle at `middle_y`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("micro", 500))
    for key in keys:
        cap = QRectF(x, middle_y - _CAP_PX / 2, _cap_width(key, theme), _CAP_PX)
        painter.setPen(QPen(theme.color("border.default"), 1))
        painter.setBrush(theme.color("bg.sunken"))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5)
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        x = cap.right() + _GAP_PX


def _cap_width(key: str, theme: Theme) -> float:
    return max(round(text_width(key, _FONT, theme)) + 8, _CAP_PX)


class KeyCaps(Restyled, QWidget):
    """The keys of a shortcut such as "Ctrl+F"."""

    def __init__(self, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(shortcut.split("+"))
        self.setAccessibleName(shortcut)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the caps."""
        return QSize(key_caps_width(self._keys, current_theme()), _CAP_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the caps."""
        with QPainter(self) as painter:
            draw_key_caps(painter, 0, self.height() / 2, self._keys, current_theme())
