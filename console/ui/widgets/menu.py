"""Menus with round corners, opened without a loop of their own."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget


class Menu(QMenu):
    """A menu in the look of the application; open it with `popup` or `open_below`."""

    def __init__(self, parent: QWidget | None = None, title: str = "") -> None:
        super().__init__(title, parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def open_below(self, widget: QWidget) -> None:
        """Open under the widget, left edges aligned."""
        self.popup(widget.mapToGlobal(QPoint(0, widget.height() + 4)))
