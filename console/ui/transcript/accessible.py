"""The transcript as a screen reader meets it: one child for each message in sight."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAbstractScrollArea
from shiboken6 import isValid

from console.ui.transcript.surface import Placed


class Spoken(Protocol):
    """What a transcript tells a screen reader."""

    def placed_rows(self) -> list[Placed]:
        """Rows in sight, from top to bottom."""
        ...

    def spoken_row(self, index: int) -> str:
        """A row in words."""
        ...

    def current_id(self) -> str:
        """The message the keyboard stands on."""
        ...


class _Part(QAccessibleInterface):
    """What the transcript and its rows have in common."""

    def __init__(self, area: QAbstractScrollArea, spoken: Spoken) -> None:
        super().__init__()
        self._area = area
        self._spoken = spoken

    def isValid(self) -> bool:
        return isValid(self._area)

    def window(self) -> QWindow | None:  # type: ignore[override]  # null is allowed
        return self._area.window().windowHandle()

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names are not for changing."""

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def _on_screen(self, rect: QRect) -> QRect:
        return QRect(self._area.viewport().mapToGlobal(rect.topLeft()), rect.size())


class _Row(_Part):
    """The row at one place in sight; the same child serves whatever stands there."""

    def __init__(self, area: QAbstractScrollArea, spoken: Spoken, place: int) -> None:
        super().__init__(area, spoken)
        self._place = place

    def isValid(self) -> bool:
        return super().isValid() and self._placed() is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._area)

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        placed = self._placed()
        if placed is None:
            return QRect()
        return self._on_screen(_row_rect(self._area, placed))

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        placed = self._placed()
        if placed is None or kind != QAccessible.Text.Name:
            return ""
        return self._spoken.spoken_row(placed.index)

    def state(self) -> QAccessible.State:
        state, placed = QAccessible.State(), self._placed()
        if placed is None:
            state.invalid = True
            return state
        state.focusable = True
        state.readOnly = True
        here = placed.message_id == self._spoken.current_id()
        state.focused = here and self._area.hasFocus()
        return state

    def _placed(self) -> Placed | None:
        rows = self._spoken.placed_rows()
        return rows[self._place] if self._place < len(rows) else None


class _Transcript(_Part):
    """The transcript itself."""

    def __init__(self, area: QAbstractScrollArea, spoken: Spoken) -> None:
        super().__init__(area, spoken)
        # kept as long as the view: Qt remembers children by address
        self._rows: list[_Row] = []

    def object(self) -> QObject:
        return self._area

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above = self._area.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def childCount(self) -> int:
        return len(self._spoken.placed_rows())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        while len(self._rows) <= index:
            self._rows.append(_Row(self._area, self._spoken, len(self._rows)))
        return self._rows[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        point = self._area.viewport().mapFromGlobal(QPoint(x, y))
        for index, placed in enumerate(self._spoken.placed_rows()):
            if _row_rect(self._area, placed).contains(point):
                return self.child(index)
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((i for i, each in enumerate(self._rows) if each is child), -1)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        index = _place_of(self._spoken, self._spoken.current_id())
        return None if index is None else self.child(index)

    def rect(self) -> QRect:
        return self._on_screen(self._area.viewport().rect())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def text(self, kind: QAccessible.Text) -> str:
        return self._area.accessibleName() if kind == QAccessible.Text.Name else ""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self._area.hasFocus()
        return state


_kind: list[type] = []


def speak_for(kind: type) -> None:
    """Let every widget of this kind give its own `accessible` interface."""
    if not _kind:
        _kind.append(kind)
        QAccessible.installFactory(_make)


def _make(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    if type(widget) not in _kind:
        return None
    made: QAccessibleInterface = widget.accessible  # type: ignore[attr-defined]
    return made


def transcript_interface(area: QAbstractScrollArea, spoken: Spoken) -> QAccessibleInterface:
    """The interface of a transcript; its widget must keep it."""
    return _Transcript(area, spoken)


def tell_focus(area: QAbstractScrollArea, spoken: Spoken) -> None:
    """Tell a listening screen reader on which message the keyboard stands."""
    index = _place_of(spoken, spoken.current_id()) if QAccessible.isActive() else None
    if index is not None:
        event = QAccessibleEvent(area, QAccessible.Event.Focus)
        event.setChild(index)
        QAccessible.updateAccessibility(event)


def announce(area: QAbstractScrollArea, words: str) -> None:
    """Let a listening screen reader say `words` when it is done with what it is saying."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(area, words))


def _row_rect(area: QAbstractScrollArea, placed: Placed) -> QRect:
    top, height = placed.top_px, placed.layout.height_px
    return QRect(0, top, area.viewport().width(), height)


def _place_of(spoken: Spoken, message_id: str) -> int | None:
    rows = spoken.placed_rows()
    return next((i for i, each in enumerate(rows) if each.message_id == message_id), None)
