"""Selected text inside one bubble."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextLayout

from console.ui.transcript.pieces import Layout, Words


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of one message's words, in UTF-16 units; `piece` is the index in the layout."""

    message_id: str
    piece: int
    anchor: int
    end: int

    @property
    def first(self) -> int:
        """Where it begins."""
        return min(self.anchor, self.end)

    @property
    def last(self) -> int:
        """Where it ends."""
        return max(self.anchor, self.end)


def words_at(layout: Layout, point: QPointF) -> int | None:
    """The index of the selectable words under a point of the row."""
    for index, piece in enumerate(layout.pieces):
        if isinstance(piece, Words) and piece.selectable and _area(piece).contains(point):
            return index
    return None


def cursor_at(words: Words, point: QPointF) -> int:
    """The place between two letters nearest to a point of the row."""
    made, local = words.layout, point - words.at
    chosen = 0
    for number in range(made.lineCount()):
        if number and made.lineAt(number).y() > local.y():
            break
        chosen = number
    place: object = made.lineAt(chosen).xToCursor(local.x())
    return place if isinstance(place, int) else 0


def word_around(words: Words, place: int) -> tuple[int, int]:
    """The word at a place, first and last unit."""
    made, mode = words.layout, QTextLayout.CursorMode.SkipWords
    end = made.nextCursorPosition(place, mode)
    start = made.previousCursorPosition(end, mode)
    text = text_between(words, start, end)
    return start, end - (len(text) - len(text.rstrip()))


def text_between(words: Words, first: int, last: int) -> str:
    """The text between two places, with its line breaks."""
    raw = words.layout.text().encode("utf-16-le")[2 * first : 2 * last]
    return raw.decode("utf-16-le", "ignore").replace("\u2028", "\n")


def length(words: Words) -> int:
    """The length in units."""
    return len(words.layout.text().encode("utf-16-le")) // 2


def _area(words: Words) -> QRectF:
    width, height = words.size
    return QRectF(words.at.x(), words.at.y(), width, height)
