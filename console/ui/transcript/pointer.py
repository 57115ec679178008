"""The mouse over a transcript: hover, click, selecting text, tooltips and the wheel."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from console.ui.transcript.pieces import Hit, Words
from console.ui.transcript.selection import (
    Selection,
    cursor_at,
    length,
    text_between,
    word_around,
    words_at,
)
from console.ui.transcript.surface import Placed

_NOTHING = -1


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to click under the pointer."""

    message_id: str = ""
    hit: int = _NOTHING


NOWHERE = Spot()


class PointedAt(Protocol):
    """What the mouse needs of the view."""

    def placed_at(self, point: QPointF) -> Placed | None:
        """The row under a point of the viewport."""
        ...

    def placed(self, message_id: str) -> Placed | None:
        """A row, if it is in sight."""
        ...

    def repaint_message(self, message_id: str) -> None:
        """Paint a row again."""
        ...

    def leave_keyboard(self) -> None:
        """The mouse is in use."""
        ...

    def activate(self, message_id: str, hit_index: int) -> None:
        """Do what a place to click says."""
        ...


class Pointer(QObject):
    """Follows the mouse over the viewport of a view.

    Signals:
        row_hovered: id of the message under the mouse; empty for none.
    """

    row_hovered = Signal(str)

    def __init__(self, view: PointedAt, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._view = view
        self._viewport = viewport
        self.hovered = NOWHERE
        self._row = ""
        self.pressed = NOWHERE
        self.selection: Selection | None = None
        self._selecting: Selection | None = None
        self._pressed_at = QPointF()
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)

    def selected_text(self) -> str:
        """The selected text; empty if there is none."""
        selection = self.selection
        if selection is None:
            return ""
        words = self._words(selection)
        return text_between(words, selection.first, selection.last) if words else ""

    def clear_selection(self) -> bool:
        """Select nothing; whether anything was selected."""
        had = self.selection
        self.selection = self._selecting = None
        if had is not None:
            self._view.repaint_message(had.message_id)
        return had is not None

    def hover_nothing(self) -> None:
        """The rows moved away under the pointer."""
        self._hover(NOWHERE)
        self._hover_row("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse's events; all others go on."""
        # only what is asked for touches this object: it may be half gone when its view is
        match event.type():
            case QEvent.Type.MouseMove:
                self._move(cast("QMouseEvent", event))
            case QEvent.Type.MouseButtonPress:
                self._press(cast("QMouseEvent", event))
            case QEvent.Type.MouseButtonRelease:
                self._release(cast("QMouseEvent", event))
            case QEvent.Type.MouseButtonDblClick:
                self._double(cast("QMouseEvent", event))
            case QEvent.Type.ToolTip:
                self._tell(cast("QHelpEvent", event))
            case QEvent.Type.Leave:
                self.hover_nothing()
                return False
            case _:
                return False
        return True

    def _move(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton and self._selecting is not None:
            self._drag(point)
            return
        placed = self._view.placed_at(point)
        spot = self._spot(placed, point)
        self._hover(spot)
        self._hover_row(placed.message_id if placed else "")
        self._viewport.setCursor(self._shape(placed, point, spot))

    def _press(self, event: QMouseEvent) -> None:
        self._view.leave_keyboard()
        self.clear_selection()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        placed = self._view.placed_at(point)
        self.pressed, self._pressed_at = self._spot(placed, point), point
        if placed is None:
            return
        self._view.repaint_message(placed.message_id)
        local = _local(placed, point)
        index = words_at(placed.layout, local)
        if index is not None:
            place = cursor_at(cast("Words", placed.layout.pieces[index]), local)
            self._selecting = Selection(placed.message_id, index, place, place)

    def _drag(self, point: QPointF) -> None:
        started = self._selecting
        far = (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if started is None or not (far or self.selection):
            return
        placed = self._view.placed(started.message_id)
        if placed is None:
            return
        words = cast("Words", placed.layout.pieces[started.piece])
        end = cursor_at(words, _local(placed, point))
        self.selection = Selection(started.message_id, started.piece, started.anchor, end)
        self.pressed = NOWHERE
        self._view.repaint_message(started.message_id)

    def _release(self, event: QMouseEvent) -> None:
        pressed, self.pressed, self._selecting = self.pressed, NOWHERE, None
        point = event.position()
        spot = self._spot(self._view.placed_at(point), point)
        if pressed.message_id:
            self._view.repaint_message(pressed.message_id)
        if pressed != NOWHERE and pressed == spot:
            self._view.activate(pressed.message_id, pressed.hit)

    def _double(self, event: QMouseEvent) -> None:
        point = event.position()
        placed = self._view.placed_at(point)
        index = words_at(placed.layout, _local(placed, point)) if placed else None
        if placed is None or index is None:
            return
        words = cast("Words", placed.layout.pieces[index])
        start, end = word_around(words, cursor_at(words, _local(placed, point)))
        self.selection = Selection(placed.message_id, index, start, min(end, length(words)))
        self._view.repaint_message(placed.message_id)

    def _hover(self, spot: Spot) -> None:
        before, self.hovered = self.hovered, spot
        if before == spot:
            return
        for each in {before.message_id, spot.message_id} - {""}:
            self._view.repaint_message(each)

    def _hover_row(self, message_id: str) -> None:
        if message_id != self._row:
            self._row = message_id
            self.row_hovered.emit(message_id)

    def _tell(self, event: QHelpEvent) -> None:
        point = QPointF(event.pos())
        placed = self._view.placed_at(point)
        hit = _tip_hit(placed, point)
        if hit is None or placed is None:
            QToolTip.hideText()
            return
        # a tooltip has no plain-text mode: what looks like a tag would be rendered
        words = f"<span style='white-space: pre-wrap'>{escape(hit.tip)}</span>"
        area = hit.rect.translated(0, placed.top_px).toRect()
        QToolTip.showText(event.globalPos(), words, self._viewport, area)

    def _spot(self, placed: Placed | None, point: QPointF) -> Spot:
        if placed is None:
            return NOWHERE
        local = _local(placed, point)
        for index in reversed(range(len(placed.layout.hits))):
            hit = placed.layout.hits[index]
            if hit.rect.contains(local) and hit.action:
                return Spot(placed.message_id, index)
        return NOWHERE

    def _shape(self, placed: Placed | None, point: QPointF, spot: Spot) -> Qt.CursorShape:
        if spot != NOWHERE:
            return Qt.CursorShape.PointingHandCursor
        if placed is not None and words_at(placed.layout, _local(placed, point)) is not None:
            return Qt.CursorShape.IBeamCursor
        return Qt.CursorShape.ArrowCursor

    def _words(self, selection: Selection) -> Words | None:
        placed = self._view.placed(selection.message_id)
        if placed is None or selection.piece >= len(placed.layout.pieces):
            return None
        piece = placed.layout.pieces[selection.piece]
        return piece if isinstance(piece, Words) else None


def _local(placed: Placed, point: QPointF) -> QPointF:
    return QPointF(point.x(), point.y() - placed.top_px)


def _tip_hit(placed: Placed | None, point: QPointF) -> Hit | None:
    if placed is None:
        return None
    local = _local(placed, point)
    return next(
        (hit for hit in reversed(placed.layout.hits) if hit.tip and hit.rect.contains(local)),
        None,
    )
