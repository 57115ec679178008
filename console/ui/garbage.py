"""Cyclic garbage is collected on the GUI thread only: widgets must not die on another."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class GuiThreadGarbage(QObject):
    """Stands in for Python's own collector, which runs on whichever thread allocates.

    A worker thread of a database or a download would otherwise destroy widgets that are
    only held in cycles, and crash the program.

    Nothing is collected before `settle` is called for the first time: until the window is
    painted there is no garbage worth the time.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._was_enabled = gc.isenabled()
        gc.disable()

    def settle(self) -> None:
        """Take what is there for lasting: it is not searched again before the next call.

        To be called when much that stays has just been made, such as all rows of a list.
        """
        gc.unfreeze()
        if self._timer.isActive():
            gc.collect()
        gc.freeze()
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that has grown past its threshold, if any."""
        full = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if full:
            gc.collect(full[-1])

    def release(self) -> None:
        """Leave it to whoever had it before, which is Python."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
