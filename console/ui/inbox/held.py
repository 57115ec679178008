"""Moves that wait until the pointer rests, so that a click can't hit the wrong customer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

REST_MS = 600


class HeldMoves(QObject):
    """Ids whose place may change, kept back while the pointer moves over the list."""

    def __init__(
        self, release: Callable[[frozenset[str]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._release = release
        self._ids: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.release)

    @property
    def holding(self) -> bool:
        """Whether the pointer moved a moment ago."""
        return self._timer.isActive()

    def pointer_moved(self) -> None:
        """Hold moves back for another while."""
        self._timer.start()

    def keep(self, session_id: str) -> None:
        """Place this row later."""
        self._ids.add(session_id)

    def release(self) -> None:
        """Place all rows that waited."""
        self._timer.stop()
        waited, self._ids = frozenset(self._ids), set()
        if waited:
            self._release(waited)
