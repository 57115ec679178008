"""The transcript as a screen reader meets it: one child for each message in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea

from console.ui.transcript.surface import Placed
from console.ui.widgets.spoken import area_interface, tell_current


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A row in sight."""

    spoken: Spoken
    placed: Placed
    width_px: int

    @property
    def is_current(self) -> bool:
        return self.placed.message_id == self.spoken.current_id()

    @property
    def is_heading(self) -> bool:
        return False

    @property
    def words(self) -> str:
        return self.spoken.spoken_row(self.placed.index)

    def rect(self) -> QRect:
        return QRect(0, self.placed.top_px, self.width_px, self.placed.layout.height_px)

    def states(self) -> Mapping[str, bool]:
        return {"readOnly": True}


def transcript_interface(area: QAbstractScrollArea, spoken: Spoken) -> QAccessibleInterface:
    """The interface of a transcript; its widget must keep it."""
    return area_interface(area, lambda: _lines(area, spoken))


def tell_focus(area: QAbstractScrollArea, spoken: Spoken) -> None:
    """Tell a listening screen reader on which message the keyboard stands."""
    tell_current(area, lambda: _lines(area, spoken))


def _lines(area: QAbstractScrollArea, spoken: Spoken) -> list[_Line]:
    width = area.viewport().width()
    return [_Line(spoken, placed, width) for placed in spoken.placed_rows()]
