"""The list as a screen reader meets it: one child for each entry in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from console.ui.inbox.geometry import Entry, Placed
from console.ui.widgets.spoken import area_interface, tell_current


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A header or row in sight."""

    spoken: SpokenList
    placed: Placed

    @property
    def is_current(self) -> bool:
        return self.placed.entry == self.spoken.cursor_entry

    @property
    def is_heading(self) -> bool:
        return self.placed.entry.is_header

    @property
    def words(self) -> str:
        return self.spoken.spoken(self.placed.entry)

    def rect(self) -> QRect:
        return self.spoken.viewport_rect(self.placed)

    def states(self) -> Mapping[str, bool]:
        entry = self.placed.entry
        return {
            "selectable": not entry.is_header,
            "selected": bool(entry.session_id) and entry.session_id == self.spoken.selected_id,
            "expandable": entry.is_header,
            "collapsed": entry.is_header and self.spoken.is_collapsed(entry),
        }


def list_interface(area: QAbstractScrollArea, spoken: SpokenList) -> QAccessibleInterface:
    """The interface of a list; its widget must keep it."""
    return area_interface(area, lambda: _lines(spoken))


def tell_focus(area: QWidget, spoken: SpokenList) -> None:
    """Tell a listening screen reader on which entry the cursor stands."""
    tell_current(area, lambda: _lines(spoken))


def _lines(spoken: SpokenList) -> list[_Line]:
    return [_Line(spoken, placed) for placed in spoken.visible_entries()]
