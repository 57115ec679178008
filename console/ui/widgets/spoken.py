"""Areas that paint their own lines, as a screen reader meets them: one child for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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


class SpokenLine(Protocol):
    """What an area tells a screen reader of one line in sight."""

    @property
    def is_current(self) -> bool:
        """Whether the keyboard stands on it."""
        ...

    @property
    def is_heading(self) -> bool:
        """Whether it stands above others."""
        ...

    @property
    def words(self) -> str:
        """The line in words."""
        ...

    def rect(self) -> QRect:
        """Where it is in the viewport."""
        ...

    def states(self) -> Mapping[str, bool]:
        """Flags of QAccessible.State besides those of the focus."""
        ...


#: The lines in sight, from top to bottom.
Lines = Callable[[], Sequence[SpokenLine]]


class _Part(QAccessibleInterface):
    """What the area and its lines have in common."""

    def __init__(self, area: QAbstractScrollArea, lines: Lines) -> None:
        super().__init__()
        self._area = area
        self._lines = lines

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


class _Line(_Part):
    """The line at one place in sight; the same child serves whatever stands there."""

    def __init__(self, area: QAbstractScrollArea, lines: Lines, place: int) -> None:
        super().__init__(area, lines)
        self._place = place

    def isValid(self) -> bool:
        return super().isValid() and self._line() is not None

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
        line = self._line()
        return self._on_screen(line.rect()) if line is not None else QRect()

    def role(self) -> QAccessible.Role:
        line = self._line()
        heading = line is not None and line.is_heading
        return QAccessible.Role.Heading if heading else QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        line = self._line()
        return line.words if line is not None and kind == QAccessible.Text.Name else ""

    def state(self) -> QAccessible.State:
        state, line = QAccessible.State(), self._line()
        if line is None:
            state.invalid = True
            return state
        state.focusable = True
        state.focused = line.is_current and self._area.hasFocus()
        for name, value in line.states().items():
            setattr(state, name, value)
        return state

    def _line(self) -> SpokenLine | None:
        lines = self._lines()
        return lines[self._place] if self._place < len(lines) else None


class _Area(_Part):
    """The area itself."""

    def __init__(self, area: QAbstractScrollArea, lines: Lines) -> None:
        super().__init__(area, lines)
        # kept as long as the area: Qt remembers children by address
        self._children: list[_Line] = []

    def object(self) -> QObject:
        return self._area

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above = self._area.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def childCount(self) -> int:
        return len(self._lines())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        while len(self._children) <= index:
            self._children.append(_Line(self._area, self._lines, len(self._children)))
        return self._children[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        point = self._area.viewport().mapFromGlobal(QPoint(x, y))
        place = _first(line.rect().contains(point) for line in self._lines())
        return self.child(place) if place is not None else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        place = _first(each is child for each in self._children)
        return -1 if place is None else place

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        place = _first(line.is_current for line in self._lines())
        return self.child(place) if place is not None else None

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


def area_interface(area: QAbstractScrollArea, lines: Lines) -> QAccessibleInterface:
    """The interface of an area; its widget must keep it."""
    return _Area(area, lines)


def tell_current(area: QWidget, lines: Lines) -> None:
    """Tell a listening screen reader on which line the keyboard stands."""
    if not QAccessible.isActive():
        return
    place = _first(line.is_current for line in lines())
    if place is not None:
        event = QAccessibleEvent(area, QAccessible.Event.Focus)
        event.setChild(place)
        QAccessible.updateAccessibility(event)


def announce(area: QWidget, words: str) -> None:
    """Let a listening screen reader say `words` when it is done with what it is saying."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(area, words))


def _first(facts: Iterable[bool]) -> int | None:
    return next((place for place, fact in enumerate(facts) if fact), None)
