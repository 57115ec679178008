"""Where the rep looks: whether the console is in front, and how it gets there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def is_in_front(window: QWidget) -> bool:
    """Whether the rep works in this program now and sees the window."""
    active = QApplication.applicationState() is Qt.ApplicationState.ApplicationActive
    return active and window.isVisible() and not window.isMinimized()


def come_forward() -> None:
    """Every window of the program is up and in front, and the last one has the keyboard."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible() and window.parentWidget() is None and not _is_passing(window):
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()


def _is_passing(window: QWidget) -> bool:
    return window.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
