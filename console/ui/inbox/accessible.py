"""The list as a screen reader meets it: one child for each entry in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from console.ui.inbox.geometry import Entry, Placed


class SpokenList(Protocol):
    """What the list tells a screen reader."""

    selected_id: str

    @property
    def cursor_entry(self) -> Entry | None:
        """Where the keyboard stands."""
        ...

    def visible_entries(self) -> list[Placed]:
        """Headers and rows in sight, from top to bottom."""
        ...

    def viewport_rect(self, placed: Placed) -> QRect:
        """Where an entry is in the viewport."""
        ...

    def spoken(self, entry: Entry) -> str:
        """The entry in words."""
        ...

    def is_collapsed(self, entry: Entry) -> bool:
        """Whether the section of the entry is collapsed."""
        ...


_lists: dict[type, Callable[[QObject], QAccessibleInterface]] = {}


def speak_for(kind: type, make: Callable[[QObject], QAccessibleInterface]) -> None:
    """Let `make` give the interface of every widget of this kind."""
    if not _lists:
        QAccessible.installFactory(_make)
    _lists[kind] = make


def _make(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    make = _lists.get(type(widget))
    return make(widget) if make is not None else None


class _Part(QAccessibleInterface):
    """What the list and its children have in common."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__()
        self._area = area

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


class _Child(_Part):
    """The entry at one place in sight; the same child serves whatever stands there."""

    def __init__(self, area: QAbstractScrollArea, spoken: SpokenList, place: int) -> None:
        super().__init__(area)
        self._spoken = spoken
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
        return self._on_screen(self._spoken.viewport_rect(placed)) if placed else QRect()

    def role(self) -> QAccessible.Role:
        placed = self._placed()
        header = placed is not None and placed.entry.is_header
        return QAccessible.Role.Heading if header else QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        placed = self._placed()
        if placed is None or kind != QAccessible.Text.Name:
            return ""
        return self._spoken.spoken(placed.entry)

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        placed = self._placed()
        if placed is None:
            state.invalid = True
            return state
        entry = placed.entry
        bits = {
            "focusable": True,
            "selectable": not entry.is_header,
            "focused": entry == self._spoken.cursor_entry and self._area.hasFocus(),
            "selected": bool(entry.session_id) and entry.session_id == self._spoken.selected_id,
            "expandable": entry.is_header,
            "collapsed": entry.is_header and self._spoken.is_collapsed(entry),
        }
        for name, value in bits.items():
            setattr(state, name, value)
        return state

    def _placed(self) -> Placed | None:
        entries = self._spoken.visible_entries()
        return entries[self._place] if self._place < len(entries) else None


class _List(_Part):
    """The list itself."""

    def __init__(self, area: QAbstractScrollArea, spoken: SpokenList) -> None:
        super().__init__(area)
        self._spoken = spoken
        # kept as long as the list: Qt remembers children by address
        self._children: list[_Child] = []

    def object(self) -> QObject:
        return self._area

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above = self._area.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def childCount(self) -> int:
        return len(self._spoken.visible_entries())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        while len(self._children) <= index:
            self._children.append(_Child(self._area, self._spoken, len(self._children)))
        return self._children[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        point = self._area.viewport().mapFromGlobal(QPoint(x, y))
        for index, placed in enumerate(self._spoken.visible_entries()):
            if self._spoken.viewport_rect(placed).contains(point):
                return self.child(index)
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((i for i, each in enumerate(self._children) if each is child), -1)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        index = place_in_sight(self._spoken, self._spoken.cursor_entry)
        return self.child(index) if index is not None else None

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


def list_interface(area: QAbstractScrollArea, spoken: SpokenList) -> QAccessibleInterface:
    """The interface of a list; its widget must keep it."""
    return _List(area, spoken)


def place_in_sight(spoken: SpokenList, entry: Entry | None) -> int | None:
    """The index of the entry among those in sight."""
    for index, placed in enumerate(spoken.visible_entries()):
        if placed.entry == entry:
            return index
    return None


def tell_focus(area: QWidget, spoken: SpokenList, entry: Entry) -> None:
    """Tell a listening screen reader that the cursor stands on the entry."""
    if not QAccessible.isActive():
        return
    index = place_in_sight(spoken, entry)
    if index is not None:
        event = QAccessibleEvent(area, QAccessible.Event.Focus)
        event.setChild(index)
        QAccessible.updateAccessibility(event)


def announce(area: QWidget, words: str) -> None:
    """Let a listening screen reader say `words` when it is done with what it is saying."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(area, words))
