"""Child of `pixels`: the floor, a Qt window that repaints at each line."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.stamps import Latencies, listening, stamps_in


class Window(QWidget):
    """Paints the line that came last."""

    def __init__(self, port: int, wanted: int) -> None:
        super().__init__()
        self.latencies = Latencies(wanted)
        self._waiting: list[int] = []
        self._line = listening(port)
        self._notifier = QSocketNotifier(self._line.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_data)
        self.resize(320, 900)

    def _on_data(self) -> None:
        self._waiting += stamps_in(self._line.recv(65536))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self.palette().base())
            painter.drawText(12, 24, str(self._waiting))
        self.latencies.note(self._waiting)
        self._waiting = []
        if self.latencies.complete:
            self._notifier.setEnabled(False)
            self.close()


def main(port: int, wanted: int) -> None:
    """Print how long the lines took to the screen."""
    app = QApplication(sys.argv[:1])
    window = Window(port, wanted)
    window.show()
    app.exec()
    print(json.dumps({"latencies_ms": window.latencies.found_ms}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
