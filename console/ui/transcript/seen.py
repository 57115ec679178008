"""Which customer message has really been in front of somebody's eyes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS = 300


class SeenWatch(QObject):
    """Tells the newest customer message that stayed in sight for 300 ms.

    Signals:
        seen: its id; once for each, and never an older one after a newer one.
    """

    seen = Signal(str)

    def __init__(
        self, newest_in_sight: Callable[[], tuple[int, str] | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._newest = newest_in_sight
        self._told = -1
        self._looking_at: tuple[int, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def reset(self) -> None:
        """Another conversation is on show."""
        self._told, self._looking_at = -1, None
        self._timer.stop()

    def changed(self) -> None:
        """What is in sight, or whether anybody looks, may have changed."""
        now = self._newest()
        if now is None or now[0] <= self._told:
            self._looking_at = None
            self._timer.stop()
        elif now != self._looking_at:
            self._looking_at = now
            self._timer.start()

    def look(self) -> None:
        """The time is over: tell it if it is still in sight."""
        now = self._newest()
        if now is not None and now == self._looking_at and now[0] > self._told:
            self._told = now[0]
            self.seen.emit(now[1])
        else:
            self.changed()
