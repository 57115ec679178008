"""Cyclic garbage is collected on the GUI thread only: widgets must not die on another."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY_MS = 500
_OLDEST = 2
_FLOOD = 20_000  # new objects: to search so many is felt
_WORTH_A_LOOK = 10_000


class GuiThreadGarbage(QObject):
    """Stands in for Python's own collector, which runs on whichever thread allocates.

    A worker thread of a database or a download would otherwise destroy widgets that are
    only held in cycles, and crash the program.

    Nothing is collected before `settle` is called for the first time: until the window is
    painted there is no garbage worth the time.

    To search everything stops the window for as long as a tenth of a second, so while the
    rep looks at it only what is new is searched: what came in a flood or has outlived the
    oldest generation is set aside. All of it is searched once the rep turns to another
    window, or when what was set aside has doubled.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._was_enabled = gc.isenabled()
        self._lasting = self._aside = 0
        gc.disable()
        app = QCoreApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state_changed)

    def settle(self) -> None:
        """Take what is there for lasting: it is not searched again before the next call.

        To be called when much that stays has just been made, such as all rows of a list.
        """
        gc.unfreeze()
        if self._timer.isActive():
            gc.collect()
        gc.freeze()
        self._lasting, self._aside = gc.get_freeze_count(), 0
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that has grown past its threshold, if any."""
        fresh = gc.get_count()[0]
        if fresh > _FLOOD:
            self._set_aside(fresh)
            return
        full = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if full:
            gc.collect(full[-1])
            if full[-1] == _OLDEST:
                self._set_aside(len(gc.get_objects()))

    def _set_aside(self, count: int) -> None:
        gc.freeze()
        # counted here: Python would walk through all of them to say how many they are
        self._aside += count
        if self._aside > self._lasting + 5 * _FLOOD:
            self.settle()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        grown = self._aside > _WORTH_A_LOOK
        if grown and self._timer.isActive() and state != Qt.ApplicationState.ApplicationActive:
            self.settle()

    def release(self) -> None:
        """Leave it to whoever had it before, which is Python."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
