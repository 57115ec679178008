"""Text on one line, shortened and laid out once per width."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText, QTextOption

from console.ui.theme.theme import Theme

FontKey = tuple[str, int | None, bool]
"""Step, weight and tabular, as `Theme.font` takes them."""


def text_width(text: str, font: FontKey, theme: Theme) -> float:
    """Width of the text in pixels."""
    return _width(text, font, theme)


def draw_line(
    painter: QPainter, box: QRectF, text: str, font: FontKey, theme: Theme, color: str
) -> None:
    """The text in one line, shortened on its far side, at the left edge whatever its direction.

    It stands in the middle of the height, so a line never moves with its script.
    """
    if box.width() <= 0 or not text:
        return
    static = _static(text, int(box.width()), font, theme)
    painter.setFont(theme.font(*font))
    painter.setPen(theme.color(color))
    painter.drawStaticText(
        QPointF(box.x(), box.y() + _top(box.height(), text, font, theme)), static
    )


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
    return text.isascii() is False and _first_strong_is_rtl(text)


def elided(text: str, width: float, font: FontKey, theme: Theme) -> str:
    """The text, with an ellipsis if it is wider than `width` pixels."""
    return QFontMetricsF(theme.font(*font)).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=8192)
def _static(text: str, width: int, font: FontKey, theme: Theme) -> QStaticText:
    made_font = theme.font(*font)
    flat = " ".join(text.split())
    static = QStaticText(elided(flat, width, font, theme))
    static.setTextFormat(Qt.TextFormat.PlainText)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft
        if is_right_to_left(flat)
        else Qt.LayoutDirection.LeftToRight
    )
    static.setTextOption(option)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=made_font)
    return static


@lru_cache(maxsize=8192)
def _width(text: str, font: FontKey, theme: Theme) -> float:
    return QFontMetricsF(theme.font(*font)).horizontalAdvance(text)


def _top(height: float, text: str, font: FontKey, theme: Theme) -> float:
    line = _inter_height(font, theme)
    return round((height - line) / 2)


@lru_cache(maxsize=64)
def _inter_height(font: FontKey, theme: Theme) -> float:
    return QFontMetricsF(theme.font(*font)).height()


@lru_cache(maxsize=8192)
def _first_strong_is_rtl(text: str) -> bool:
    from unicodedata import bidirectional

    for letter in text:
        kind = bidirectional(letter)
        if kind == "L":
            return False
        if kind in ("R", "AL"):
            return True
    return False
