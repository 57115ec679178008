"""How far each key moves the cursor of the list."""

from __future__ import annotations

from PySide6.QtCore import Qt

_HEADERS = 4


def step_of(key: int, page: int, rows: int) -> int:
    """Entries to move, negative for up; zero for keys that don't move."""
    whole = rows + _HEADERS
    steps: dict[int, int] = {
        Qt.Key.Key_Up: -1,
        Qt.Key.Key_Down: 1,
        Qt.Key.Key_PageUp: -page,
        Qt.Key.Key_PageDown: page,
        Qt.Key.Key_Home: -whole,
        Qt.Key.Key_End: whole,
    }
    return steps.get(key, 0)
