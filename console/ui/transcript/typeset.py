"""Text set in lines of equal height whatever its script, with markup and links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from console.ui.paint.text import FontKey, is_right_to_left
from console.ui.theme.theme import Theme
from console.ui.transcript.markup import Block, Marked, Span, Style

_SEPARATOR = "\u2028"
_QUOTE_PX = 10.0
_CODE_OPACITY = 0.1
MESSAGE_FONT: FontKey = ("message", None, False)
CAPTION_FONT: FontKey = ("caption", None, False)


@dataclass(frozen=True, slots=True)
class Typeset:
    """Text in its lines.

    Attributes:
        last_px: width of the last line; the time may stand beside it.
        links: (rectangle of one line's part, address), from the text's top left corner.
        bars: beside what is quoted.
    """

    layout: QTextLayout
    width: float
    height: float
    last_px: float
    right_to_left: bool
    links: tuple[tuple[QRectF, str], ...] = ()
    bars: tuple[QRectF, ...] = ()


def typeset(
    marked: Marked, width: float, font: FontKey, theme: Theme, centred: bool = False
) -> Typeset:
    """The text set at most `width` wide, as narrow as its longest line."""
    layout = QTextLayout(marked.text.replace("\n", _SEPARATOR), theme.font(*font))
    rtl = is_right_to_left(marked.text)
    layout.setTextOption(_option(rtl, centred))
    layout.setCacheEnabled(True)
    if marked.spans:
        layout.setFormats([_format(span, marked.text, theme) for span in marked.spans])
    # what stands before an item hangs left of it; right to left it stays in the line
    indents = {} if rtl or centred else _indents(marked, font, theme)
    lines = _break(layout, width, font, theme, indents)
    natural = max((line.x() + line.naturalTextWidth() for line in lines), default=0.0)
    if rtl and lines and not centred:
        # it leans on the right edge: move that edge to the longest line
        lines = _break(layout, natural + 1, font, theme, {})
    height = len(lines) * theme.line(font[0])
    last = lines[-1].x() + lines[-1].naturalTextWidth() if lines else 0.0
    links = _links(marked, lines, font, theme)
    bars = _bars(lines, indents, theme.line(font[0]))
    return Typeset(layout, natural, height, last, rtl, links, bars)


@dataclass(frozen=True, slots=True)
class _Indent:
    """How far the first line of a block is moved to the right, and its others."""

    first_px: float
    others_px: float
    end: int


_Indents = dict[int, _Indent]  # by where the block begins, in UTF-16 units


def _indents(marked: Marked, font: FontKey, theme: Theme) -> _Indents:
    found: _Indents = {}
    for block in marked.blocks:
        start = units(marked.text, block.start)
        end = start + units(marked.text, block.length, block.start)
        found[start] = _Indent(*_shift(block, marked.text, font, theme), end)
    return found


def _shift(block: Block, text: str, font: FontKey, theme: Theme) -> tuple[float, float]:
    if not block.hang:
        return _QUOTE_PX, _QUOTE_PX
    mark = text[block.start : block.start + block.hang]
    return 0.0, QFontMetricsF(theme.font(*font)).horizontalAdvance(mark)


def _break(
    layout: QTextLayout, width: float, font: FontKey, theme: Theme, indents: _Indents
) -> list[QTextLine]:
    step, ascent = theme.line(font[0]), _baseline(font, theme)
    lines: list[QTextLine] = []
    within: _Indent | None = None
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        start = line.textStart()
        begins = indents.get(start)
        within = begins or (within if within and start < within.end else None)
        x = 0.0 if within is None else within.first_px if begins else within.others_px
        line.setLineWidth(max(width - x, 1.0))
        line.setPosition(QPointF(x, len(lines) * step + ascent - line.ascent()))
        lines.append(line)
    layout.endLayout()
    return lines


def _bars(lines: list[QTextLine], indents: _Indents, step: float) -> tuple[QRectF, ...]:
    """One for neighbouring lines that are quoted."""
    quoted = [indent for indent in indents.items() if indent[1].first_px]
    bars: list[QRectF] = []
    for number, line in enumerate(lines):
        if not any(start <= line.textStart() < indent.end for start, indent in quoted):
            continue
        top = number * step
        if bars and bars[-1].bottom() == top:
            bars[-1].setBottom(top + step)
        else:
            bars.append(QRectF(0, top, 3, step))
    return tuple(bars)


@lru_cache(maxsize=64)
def _baseline(font: FontKey, theme: Theme) -> float:
    """Where letters stand in a line, counted from its top."""
    metrics = QFontMetricsF(theme.font(*font))
    return (theme.line(font[0]) - metrics.height()) / 2 + metrics.ascent()


def _option(rtl: bool, centred: bool) -> QTextOption:
    # QTextLayout doesn't mirror an alignment by itself
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    return option


def _format(span: Span, text: str, theme: Theme) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = units(text, span.start), units(text, span.length, span.start)
    look = QTextCharFormat()
    if Style.BOLD in span.style:
        look.setFontWeight(QFont.Weight.DemiBold)
    if Style.MEDIUM in span.style:
        look.setFontWeight(QFont.Weight.Medium)
        look.setForeground(theme.color("text.secondary"))
    if Style.ITALIC in span.style:
        look.setFontItalic(True)
    if Style.STRIKE in span.style:
        look.setFontStrikeOut(True)
    if Style.MONO in span.style:
        look.setFontFamilies(list(theme.tokens.mono_families))
    if Style.CODE in span.style:
        ground = QColor(theme.color("text.primary"))
        ground.setAlphaF(_CODE_OPACITY)
        look.setBackground(ground)
    if span.url:
        look.setForeground(theme.color("text.link"))
        look.setFontUnderline(True)
    made.format = look
    return made


def units(text: str, length: int, start: int = 0) -> int:
    """Code points of `text` from `start` counted as Qt does, in UTF-16 units."""
    part = text[start : start + length]
    return len(part) if part.isascii() else len(part.encode("utf-16-le")) // 2


def _links(
    marked: Marked, lines: list[QTextLine], font: FontKey, theme: Theme
) -> tuple[tuple[QRectF, str], ...]:
    found: list[tuple[QRectF, str]] = []
    step = theme.line(font[0])
    for span in marked.spans:
        if not span.url:
            continue
        start = units(marked.text, span.start)
        end = start + units(marked.text, span.length, span.start)
        for number, line in enumerate(lines):
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                one, two = _x(line, first), _x(line, last)
                rect = QRectF(min(one, two), number * step, abs(two - one), step)
                found.append((rect, span.url))
    return tuple(found)


def _x(line: QTextLine, cursor: int) -> float:
    # PySide answers with a pair where its stubs say a number
    found: object = line.cursorToX(cursor)
    first = found[0] if isinstance(found, tuple) else found
    return float(first) if isinstance(first, int | float) else 0.0
