"""Channel marks and presence dots, with the gap that cuts them out of an avatar."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from console.domain.texts import N_, _
from console.ui.theme.icons import FALLBACK, icon_pixmap
from console.ui.theme.theme import Theme, current_theme

_GLYPH_PX = {14: 10, 16: 12, 20: 14}
_CUT_OUT_PX = 2

CHANNEL_NAMES = {
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "messenger": "Messenger",
    "webchat": N_("Web chat"),
    "telegram": "Telegram",
    "instagram": "Instagram",
}


def channel_name(channel: str) -> str:
    """The channel as people call it."""
    return _(CHANNEL_NAMES.get(channel, channel.capitalize()))


def draw_channel_mark(
    painter: QPainter,
    x: float,
    y: float,
    size: int,
    channel: str,
    dpr: float,
    cut_out: QColor | None = None,
) -> None:
    """The round mark of a channel; `cut_out` is the row's colour, for a 2 px gap around it."""
    if cut_out is not None:
        draw_cut_out(painter, QRectF(x, y, size, size), cut_out)
    painter.drawPixmap(QPointF(x, y), channel_pixmap(size, channel, dpr))


def draw_cut_out(painter: QPainter, circle: QRectF, color: QColor) -> None:
    """The gap around a mark: a disc of the row's colour, 2 px larger."""
    gap = _CUT_OUT_PX
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(circle.adjusted(-gap, -gap, gap, gap))


def channel_pixmap(size: int, channel: str, dpr: float) -> QPixmap:
    """The mark in the theme in use, drawn once."""
    return _channel(size, channel, dpr, current_theme())


@lru_cache(maxsize=128)
def _channel(size: int, channel: str, dpr: float, theme: Theme) -> QPixmap:
    known = f"channel.{channel}" in theme.tokens.icons
    token = f"channel.{channel if known else 'sms'}"
    pixmap = QPixmap(round(size * dpr), round(size * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawEllipse(QRectF(0, 0, size, size))
    glyph_px = _GLYPH_PX.get(size, round(size * 0.72))
    glyph = icon_pixmap(
        token if known else FALLBACK, glyph_px, QColor("white"), weight="fill", dpr=dpr
    )
    painter.drawPixmap(QPointF((size - glyph_px) / 2, (size - glyph_px) / 2), glyph)
    painter.end()
    return pixmap


def draw_presence(
    painter: QPainter, dot: QRectF, wanted: str, theme: Theme, surface: QColor
) -> None:
    """The presence dot: solid, with a bar, with clock hands, or hollow."""
    color = theme.color(f"presence.{wanted}")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(dot)
    unit = dot.width() / 10
    if wanted == "busy":
        middle = dot.center().y()
        painter.fillRect(QRectF(dot.x() + 2 * unit, middle - unit, 6 * unit, 2 * unit), surface)
    elif wanted == "away":
        corner = QPointF(dot.x() + 4.7 * unit, dot.y() + 5.3 * unit)
        painter.setPen(QPen(surface, 1.5 * unit))
        painter.drawLine(corner, QPointF(corner.x(), dot.y() + 2 * unit))
        painter.drawLine(corner, QPointF(dot.x() + 8 * unit, corner.y()))
    elif wanted == "offline":
        painter.setBrush(surface)
        painter.drawEllipse(dot.adjusted(2 * unit, 2 * unit, -2 * unit, -2 * unit))
    painter.restore()
