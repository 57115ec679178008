"""Text on one line, shortened and laid out once per width."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText

from console.ui.theme.theme import Theme

FontKey = tuple[str, int | None, bool]
"""Step, weight and tabular, as `Theme.font` takes them."""

_FIRST_OTHER = "\u0250"
_INTER_TOO = frozenset("–—‘’“”…·×€")


def text_width(text: str, font: FontKey, theme: Theme) -> float:
    """Width of the text in pixels."""
    return _width(text, font, theme)


def draw_line(
    painter: QPainter, box: QRectF, text: str, font: FontKey, theme: Theme, color: str
) -> None:
    """The text in one line, shortened on its far side, at the left edge whatever its direction.

    Every script stands on the base line that Inter has in the middle of the box.
    """
    if box.width() <= 0 or not text:
        return
    shown = _shown(text, int(box.width()), font, theme)
    painter.setFont(theme.font(*font))
    painter.setPen(theme.color(color))
    base = round(box.y() + base_line(box.height(), font, theme))
    if isinstance(shown, str):
        painter.drawText(QPointF(box.x(), base), shown)
    else:
        ascent = _heights(font, theme)[0]
        painter.drawStaticText(QPointF(box.x(), base - ascent), shown)


def base_line(height: float, font: FontKey, theme: Theme) -> float:
    """How far below the top of a box the base line of one line of text is."""
    ascent, line = _heights(font, theme)
    return (height - line) / 2 + ascent


def draw_line_right(
    painter: QPainter, box: QRectF, text: str, font: FontKey, theme: Theme, color: str
) -> None:
    """The text in one line that ends at the right edge of the box."""
    width = min(text_width(text, font, theme), box.width())
    draw_line(
        painter,
        QRectF(box.right() - width, box.y(), width + 1, box.height()),
        text,
        font,
        theme,
        color,
    )


def is_right_to_left(text: str) -> bool:
    """Whether the first strong letter reads right to left."""
    return not text.isascii() and _first_strong_is_rtl(text)


def elided(text: str, width: float, font: FontKey, theme: Theme) -> str:
    """The text, with an ellipsis if it is wider than `width` pixels."""
    return QFontMetricsF(theme.font(*font)).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=8192)
def _shown(text: str, width: int, font: FontKey, theme: Theme) -> QStaticText | str:
    """The text as it fits: laid out if Inter has all its letters, else as words.

    QStaticText stands on its top edge, which is higher in fonts of other scripts.
    """
    shown = elided(" ".join(text.split()), width, font, theme)
    if not all(letter < _FIRST_OTHER or letter in _INTER_TOO for letter in shown):
        return shown
    static = QStaticText(shown)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.prepare(font=theme.font(*font))
    return static


@lru_cache(maxsize=8192)
def _width(text: str, font: FontKey, theme: Theme) -> float:
    return QFontMetricsF(theme.font(*font)).horizontalAdvance(text)


@lru_cache(maxsize=64)
def _heights(font: FontKey, theme: Theme) -> tuple[float, float]:
    metrics = QFontMetricsF(theme.font(*font))
    return metrics.ascent(), metrics.height()


@lru_cache(maxsize=8192)
def _first_strong_is_rtl(text: str) -> bool:
    for letter in text:
        kind = bidirectional(letter)
        if kind == "L":
            return False
        if kind in ("R", "AL"):
            return True
    return False
