"""Soft shadows of floating widgets, painted from one cached picture."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from console.ui.theme.theme import Theme

SHADOW_PX = 20
"""Room that a floating widget leaves around itself for its shadow."""

_OFFSET_PX = 6
_OPACITY = {"light": 0.14, "dark": 0.5}
_CORNER_PX = 32


def draw_shadow(painter: QPainter, card: QRect, theme: Theme) -> None:
    """The shadow of a rounded card; it needs `SHADOW_PX` around the card."""
    dpr = painter.device().devicePixelRatioF()
    picture = _picture(theme, dpr)
    outer = card.adjusted(-SHADOW_PX, -SHADOW_PX, SHADOW_PX, SHADOW_PX)
    _draw_nine(painter, outer, picture, dpr)


def draw_floating_card(painter: QPainter, card: QRect, theme: Theme) -> None:
    """A raised card with its outline and shadow."""
    draw_shadow(painter, card, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("border.strong"))
    painter.setBrush(theme.color("bg.raised"))
    radius = theme.px("radius.lg")
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


@lru_cache(maxsize=8)
def _picture(theme: Theme, dpr: float) -> QPixmap:
    """A small shadow whose middle can be stretched."""
    side = 2 * (SHADOW_PX + _CORNER_PX)
    picture = QPixmap(round(side * dpr), round(side * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    opacity = _OPACITY["dark" if theme.is_dark else "light"]
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        steps = SHADOW_PX - _OFFSET_PX
        for step in range(steps):
            # many faint rings add up to a fall-off like that of a blur
            color = QColor(0, 0, 0)
            color.setAlphaF(opacity * 2 * (step + 1) / (steps * (steps + 1)))
            painter.setBrush(color)
            inset = _OFFSET_PX + step
            ring = QRectF(inset, inset, side - 2 * inset, side - 2 * inset)
            ring.translate(0, _OFFSET_PX / 2)
            radius = _CORNER_PX - step
            painter.drawRoundedRect(ring, radius, radius)
    return picture


def _draw_nine(painter: QPainter, outer: QRect, picture: QPixmap, dpr: float) -> None:
    """Stretch the middle, keep the corners."""
    corner = min(SHADOW_PX + _CORNER_PX - 1, outer.width() // 2, outer.height() // 2)
    side = picture.width() / dpr
    xs = (outer.left(), outer.left() + corner, outer.right() + 1 - corner, outer.right() + 1)
    ys = (outer.top(), outer.top() + corner, outer.bottom() + 1 - corner, outer.bottom() + 1)
    cuts = (0.0, float(corner), side - corner, side)
    for column in range(3):
        for row in range(3):
            target = QRectF(
                xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row]
            )
            source = QRectF(
                cuts[column] * dpr,
                cuts[row] * dpr,
                (cuts[column + 1] - cuts[column]) * dpr,
                (cuts[row + 1] - cuts[row]) * dpr,
            )
            painter.drawPixmap(target, picture, source)
