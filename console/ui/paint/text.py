"""Text on one line, shortened and laid out once per width."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextLine, QTextOption

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

    Every script stands on the base line that Inter has in the middle of the box.
    """
    if box.width() <= 0 or not text:
        return
    line = _line(text, int(box.width()), int(box.height()), font, theme)
    painter.setPen(theme.color(color))
    line.layout.draw(painter, QPointF(box.x(), round(box.y()) + line.top))


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
    """The text, with an ellipsis right after a letter if it is wider than `width` pixels."""
    metrics = QFontMetricsF(theme.font(*font))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return f"{shown[:-2]}…" if shown.endswith(" …") else shown


class _Line(NamedTuple):
    """One line of text laid out, and how far below the top of its box it starts."""

    layout: QTextLayout
    top: float


@lru_cache(maxsize=1024)
def _line(text: str, width: int, height: int, font: FontKey, theme: Theme) -> _Line:
    """Shaped once if it fits: shaping is nearly all that a row never seen costs."""
    made_font = theme.font(*font)
    shown = " ".join(text.split())
    layout, line = _laid_out(shown, made_font)
    if line.naturalTextWidth() > width:
        shown = elided(shown, width, font, theme)
        layout, line = _laid_out(shown, made_font)
    # fonts of other scripts are taller than Inter
    ascent = _heights(font, theme)[0] if shown.isascii() else line.ascent()
    return _Line(layout, round(base_line(height, font, theme)) - ascent)


def _laid_out(text: str, font: QFont) -> tuple[QTextLayout, QTextLine]:
    rtl = is_right_to_left(text)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    line = layout.createLine()
    line.setLeadingIncluded(False)
    layout.endLayout()
    return layout, line


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
