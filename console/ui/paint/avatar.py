"""Initials on one of eight hues, the same for a person everywhere."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from console.ui.theme.theme import Theme, current_theme

HUES = 8
_FONT_PX = {
    16: 7.5,
    20: 9,
    24: 10,
    28: 11,
    32: 12,
    36: 13,
    44: 15,
    48: 16,
    56: 19,
}


def hue_of(person_id: str) -> int:
    """The hue of a person, 1 to 8, from the id alone."""
    return crc32(person_id.encode()) % HUES + 1


def initials_of(name: str) -> str:
    """Up to two letters that stand for the name; "?" when there are none.

    Scripts that join or don't separate words give as many letters as read well.
    """
    words = [word for word in name.removeprefix("@").split() if word[0].isalnum()]
    if not words:
        return "?"
    first = words[0][0].upper()
    if _is_ideographic(first):
        return first
    if len(words) == 1:
        return first
    if unicodedata.bidirectional(first) == "AL":
        return first + _without_article(words[-1])[0]
    return first + words[-1][0].upper()


def draw_avatar(
    painter: QPainter, x: float, y: float, size: int, person_id: str, initials: str, dpr: float
) -> None:
    """A round avatar with its top left corner at x, y."""
    painter.drawPixmap(QPointF(x, y), avatar_pixmap(size, person_id, initials, dpr))


def avatar_pixmap(size: int, person_id: str, initials: str, dpr: float) -> QPixmap:
    """The avatar in the theme in use, drawn once."""
    return _draw(size, hue_of(person_id), initials, dpr, current_theme())


@lru_cache(maxsize=2048)
def _draw(size: int, hue: int, initials: str, dpr: float, theme: Theme) -> QPixmap:
    pixmap = QPixmap(round(size * dpr), round(size * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_initials(painter, QRectF(0, 0, size, size), hue, initials, theme)
    painter.end()
    return pixmap


def paint_initials(
    painter: QPainter, circle: QRectF, hue: int, initials: str, theme: Theme
) -> None:
    """The avatar without a cache, for sizes that are drawn once."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"avatar.{hue}.bg"))
    painter.drawEllipse(circle)
    painter.setFont(_font(theme, circle.width()))
    painter.setPen(QColor(theme.color(f"avatar.{hue}.fg")))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials)


def _font(theme: Theme, size: float) -> QFont:
    font = QFont(theme.font("body", 600))
    font.setPixelSize(round(_FONT_PX.get(int(size), size * 0.36)))
    return font


def _is_ideographic(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _without_article(word: str) -> str:
    """An Arabic word without its article: with it every family name begins alike."""
    return word[2:] if word.startswith("ال") and len(word) > 2 else word
