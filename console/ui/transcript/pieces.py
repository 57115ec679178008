"""What a laid-out row is made of: boxes, words, glyphs, pictures and places to click."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextLayout

from console.ui.paint.text import FontKey

Radii = tuple[float, float, float, float]
"""Top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded area; `fill` and `stroke` are colour tokens, empty for none."""

    rect: QRectF
    radii: Radii
    fill: str = ""
    stroke: str = ""
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """Text of several lines that can be selected. `color` is a token."""

    at: QPointF
    layout: QTextLayout
    color: str
    size: tuple[float, float]
    selectable: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, shortened to the width of its box."""

    rect: QRectF
    text: str
    font: FontKey
    color: str


@dataclass(frozen=True, slots=True)
class Glyph:
    """An icon: its role or name and its weight."""

    at: QPointF
    size_px: int
    name: str
    color: str
    weight: str = "regular"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture cut to its box; a quiet surface with a glyph until it is there."""

    rect: QRectF
    path: str
    radius: float
    contain: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """How far a download is; `share` is None while there is no telling."""

    rect: QRectF
    share: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """How far an upload is, 0.0 to 1.0."""

    rect: QRectF
    share: float


@dataclass(frozen=True, slots=True)
class Button:
    """The face of a place to click; `hit` is its index.

    Attributes:
        look: "outlined", "ghost", "shade" (on a picture) or "link".
    """

    rect: QRectF
    hit: int
    label: str
    icon: str = ""
    look: str = "outlined"


LEDGER, SEEK = "act:ledger", "act:seek."


@dataclass(frozen=True, slots=True)
class Hit:
    """A place to click: what it does, and how it is called."""

    rect: QRectF
    action: str
    value: str = ""
    name: str = ""
    tip: str = ""

    @property
    def is_said(self) -> bool:
        """Whether its row is read out with it.

        The ledger's is on every message of ours, and a sound has many places to go to.
        """
        return self.action not in {"", LEDGER} and not self.action.startswith(SEEK)


Piece = Box | Words | Line | Glyph | Picture | Ring | Bar | Button


@dataclass(frozen=True, slots=True)
class Layout:
    """A row as rectangles, in pixels from its own top left corner.

    Attributes:
        bubble: what the focus ring and the flash surround.
        changes: it shows a time span and has to be laid out again each minute.
    """

    height_px: int
    bubble: QRectF
    pieces: tuple[Piece, ...]
    hits: tuple[Hit, ...]
    changes: bool = False


class Sheet:
    """Collects pieces and hits while a row is laid out."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.hits: list[Hit] = []

    def add(self, *pieces: Piece) -> None:
        """Paint these on top of what is there."""
        self.pieces.extend(pieces)

    def hit(self, hit: Hit) -> int:
        """Take a place to click; its index."""
        self.hits.append(hit)
        return len(self.hits) - 1

    def button(self, rect: QRectF, hit: Hit, label: str, icon: str, look: str) -> None:
        """A place to click that shows itself."""
        self.add(Button(rect, self.hit(hit), label, icon, look))


def corners(radius: float) -> Radii:
    """All four alike."""
    return (radius, radius, radius, radius)
