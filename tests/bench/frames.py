"""A window whose frames are painted on demand, so that each can be timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget

Step = Callable[[], object]


class Frame(NamedTuple):
    """What a frame took; on a busy machine the processor's share is the truer one."""

    wall_ms: float
    cpu_ms: float


class Stage:
    """Shows a widget and times what it takes from a change to the painted pixels."""

    def __init__(self, widget: QWidget, width_px: int, height_px: int) -> None:
        self.widget = widget
        widget.resize(width_px, height_px)
        widget.show()
        self.rest()

    def rest(self, span_ms: int = 50) -> None:
        """Let Qt's own loop run, so that nothing old is left to be painted."""
        # exit, for quit closes the windows
        app = QApplication.instance()
        assert app is not None
        QTimer.singleShot(span_ms, app, lambda: app.exit(0))
        app.exec()

    def frame(self, step: Step) -> Frame:
        """From the beginning of `step` to all that it changed being painted."""
        begun, begun_cpu = time.perf_counter_ns(), time.thread_time_ns()
        step()
        QCoreApplication.sendPostedEvents()
        # paints exactly the areas marked so far, without waiting for the display's beat
        QCoreApplication.sendEvent(self.widget.window(), QEvent(QEvent.Type.UpdateRequest))
        spent, spent_cpu = time.perf_counter_ns() - begun, time.thread_time_ns() - begun_cpu
        return Frame(spent / 1e6, spent_cpu / 1e6)

    def frames(self, steps: Iterable[Step]) -> list[Frame]:
        """The same for several steps, one after the other."""
        return [self.frame(step) for step in steps]


def timed(step: Step) -> float:
    """Milliseconds of one call."""
    begun = time.perf_counter_ns()
    step()
    return (time.perf_counter_ns() - begun) / 1e6
