"""Child of `start`: the floor, a main window with three panes."""

from __future__ import annotations

import json
import sys

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QSplitter

from tests.bench.usage import painted


class Pane(QLabel):
    """Remembers that it was painted."""

    count = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        Pane.count += 1


def main() -> None:
    """Show, paint, print what it took."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    splitter = QSplitter(window)
    for words in ("Inbox", "Conversation", "Details"):
        splitter.addWidget(Pane(words))
    window.setCentralWidget(splitter)
    window.resize(1280, 800)
    window.show()
    while not Pane.count:
        app.sync()
    print(json.dumps(painted()))


if __name__ == "__main__":
    main()
