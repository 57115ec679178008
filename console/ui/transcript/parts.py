"""The parts a bubble is stacked from; each knows its size and puts itself on a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from console.domain.texts import _
from console.ui.paint.text import FontKey, text_width
from console.ui.theme.theme import Theme
from console.ui.transcript.markup import Marked, parse
from console.ui.transcript.pieces import (
    Bar,
    Box,
    Glyph,
    Hit,
    Line,
    Picture,
    Sheet,
    Words,
    corners,
)
from console.ui.transcript.typeset import CAPTION_FONT, MESSAGE_FONT, Typeset, typeset

LABEL_FONT: FontKey = ("micro", 500, False)
STRONG_FONT: FontKey = ("caption", 600, False)
BODY_FONT: FontKey = ("body", None, False)
BODY_STRONG_FONT: FontKey = ("body", 500, False)
CAPTION_NUMBERS: FontKey = ("caption", None, True)
_NO_TIME = -1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bubble's content, with its margins.

    Attributes:
        put: paints it into the box it was given.
        ends_px: how far its last line reaches; negative if the time can't stand beside it.
    """

    width: float
    height: float
    put: Callable[[Sheet, QRectF], None]
    ends_px: float = _NO_TIME


@dataclass(frozen=True, slots=True)
class Inset:
    """Margins of a part inside its bubble."""

    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0


NO_INSET = Inset()


@dataclass(frozen=True, slots=True)
class Ink:
    """Colour tokens of a bubble's side."""

    text: str
    meta: str
    quote: str


def words_part(
    text: str | Marked,
    room: float,
    theme: Theme,
    color: str,
    font: FontKey = MESSAGE_FONT,
    inset: Inset = NO_INSET,
) -> Part:
    """Text that wraps, reads its markup and can be selected."""
    marked = text if isinstance(text, Marked) else parse(text)
    made = typeset(marked, room - inset.left - inset.right, font, theme)

    def put(sheet: Sheet, box: QRectF) -> None:
        inner = box.adjusted(inset.left, inset.top, -inset.right, -inset.bottom)
        x = inner.right() - made.width - 1 if made.right_to_left else inner.left()
        put_words(sheet, made, QPointF(x, inner.top()), color)

    return Part(
        made.width + inset.left + inset.right,
        made.height + inset.top + inset.bottom,
        put,
        _NO_TIME if made.right_to_left else made.last_px + inset.left + inset.right,
    )


def put_words(sheet: Sheet, made: Typeset, at: QPointF, color: str) -> None:
    """The text at its place, with its links to click."""
    sheet.add(Words(at, made.layout, color, (made.width, made.height)))
    for bar in made.bars:
        sheet.add(Box(bar.translated(at), corners(1.5), "icon.muted"))
    for rect, url in made.links:
        sheet.hit(Hit(rect.translated(at), "link", url, _("Link {url}").format(url=url), url))


def label_part(icon: str, text: str, theme: Theme, color: str, inset: Inset = NO_INSET) -> Part:
    """The small line that says what kind of message this is."""
    width = text_width(text, LABEL_FONT, theme) + 16

    def put(sheet: Sheet, box: QRectF) -> None:
        x, y = box.left() + inset.left, box.top() + inset.top
        sheet.add(
            Glyph(QPointF(x, y + 1), 12, icon, color),
            Line(QRectF(x + 16, y, box.right() - x - 16, 14), text, LABEL_FONT, color),
        )

    return Part(width + inset.left + inset.right + 1, 17 + inset.top + inset.bottom, put)


def quote_part(
    author: str,
    line: str,
    icon: str,
    thumb: str,
    ink: Ink,
    theme: Theme,
    inset: Inset,
    target: str,
) -> Part:
    """The message replied to; a click leads there. `target` is empty if it is too old."""
    name_px = text_width(author, STRONG_FONT, theme)
    line_px = text_width(line, CAPTION_FONT, theme) + (18 if icon else 0)
    thumb_px = 42 if thumb or icon == "content.image" else 0
    natural = max(name_px, line_px) + 22 + thumb_px

    def put(sheet: Sheet, outer: QRectF) -> None:
        box = outer.adjusted(inset.left, inset.top, -inset.right, -inset.bottom)
        sheet.add(
            Box(box, corners(6), ink.quote),
            Box(QRectF(box.left(), box.top(), 3, box.height()), (3, 0, 0, 3), "accent.fill"),
        )
        left, room = box.left() + 13, box.width() - 21 - thumb_px
        sheet.add(
            Line(QRectF(left, box.top() + 5, room, 16), author, STRONG_FONT, "accent.text")
        )
        if icon:
            sheet.add(Glyph(QPointF(left, box.top() + 22), 14, icon, ink.meta))
        shift = 18 if icon else 0
        rest = QRectF(left + shift, box.top() + 21, room - shift, 16)
        sheet.add(Line(rest, line, CAPTION_FONT, ink.meta))
        if thumb_px:
            square = QRectF(box.right() - 39, box.top() + 4, 34, 34)
            sheet.add(Picture(square, thumb, 4))
        if target:
            name = _("Answers {author}: {line}").format(author=author, line=line)
            sheet.hit(Hit(box, "original", target, name, _("Show the original")))

    return Part(natural + inset.left + inset.right, 42 + inset.top + inset.bottom, put)


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a card. An empty label makes it an icon."""

    action: str
    label: str
    icon: str = ""
    value: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A tile with two lines and what can be done."""

    icon: str
    hue: int
    title: str
    line: str
    line_color: str = "text.tertiary"
    acts: tuple[Act, ...] = ()
    share: float | None = None
    moving: bool = False
    tip: str = ""


def bar_part(share: float) -> Part:
    """How far an upload is."""

    def put(sheet: Sheet, box: QRectF) -> None:
        sheet.add(Bar(QRectF(box.left() + 4, box.top() + 6, box.width() - 8, 6), share))

    return Part(0, 14, put)


def pair_part(
    label: str,
    value: str | Marked,
    room: float,
    theme: Theme,
    ink: Ink,
    inset: Inset = NO_INSET,
) -> Part:
    """A name and its value, one line or more; the text of a value may hold links."""
    name_px = min(text_width(label, BODY_FONT, theme), room * 0.45)
    marked = value if isinstance(value, Marked) else Marked(value)
    made = typeset(marked, room - name_px - 16, BODY_FONT, theme)

    def put(sheet: Sheet, outer: QRectF) -> None:
        box = outer.adjusted(inset.left, inset.top, -inset.right, -inset.bottom)
        sheet.add(
            Line(QRectF(box.left(), box.top(), name_px + 1, 18), label, BODY_FONT, ink.meta)
        )
        put_words(sheet, made, QPointF(box.right() - made.width - 1, box.top()), ink.text)

    width, height = name_px + made.width + 17, made.height + 2
    return Part(width + inset.left + inset.right, height + inset.top + inset.bottom, put)


def middle_elided(text: str, width: float, font: FontKey, theme: Theme) -> str:
    """The text with its middle left out if it is too long: beginning and ending tell most."""
    metrics = QFontMetricsF(theme.font(*font))
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
