"""Unread badges."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from console.ui.theme.theme import Theme

_MOST = 99


def badge_text(count: int) -> str:
    """The count, or "99+" above ninety-nine."""
    return str(count) if count <= _MOST else f"{_MOST}+"


def badge_width(count: int, height: int, theme: Theme) -> int:
    """Width of the badge in pixels: round for one digit."""
    padding = 5 if height >= 18 else 4
    font = theme.font("micro", 600, tabular=True)
    text = QFontMetricsF(font).horizontalAdvance(badge_text(count))
    return max(height, round(text + 2 * padding))


def draw_badge(
    painter: QPainter,
    badge: QRectF,
    count: int,
    theme: Theme,
    fill: str = "accent.fill",
    ink: str = "text.onAccent",
) -> None:
    """The badge with its count in the middle."""
    dpr = painter.device().devicePixelRatioF()
    size = QSize(int(badge.width()), int(badge.height()))
    picture = _pixmap(badge_text(count), size.width(), size.height(), fill, ink, theme, dpr)
    painter.drawPixmap(badge.topLeft(), picture)


@lru_cache(maxsize=256)
def _pixmap(
    text: str, width: int, height: int, fill: str, ink: str, theme: Theme, dpr: float
) -> QPixmap:
    picture = QPixmap(round(width * dpr), round(height * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        _paint(painter, QRectF(0, 0, width, height), text, fill, ink, theme)
    return picture


def _paint(
    painter: QPainter, badge: QRectF, text: str, fill: str, ink: str, theme: Theme
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(fill))
    painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
    painter.setFont(theme.font("micro", 600, tabular=True))
    painter.setPen(theme.color(ink))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
