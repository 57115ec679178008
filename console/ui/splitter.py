"""Panes side by side with a one-pixel line between them; a double click restores them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget


class _Handle(QSplitterHandle):
    """Tells its splitter of double clicks."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        splitter = self.splitter()
        if isinstance(splitter, Splitter):
            splitter.reset_wanted.emit()


class Splitter(QSplitter):
    """Horizontal; panes don't collapse by dragging.

    Signals:
        reset_wanted: a handle was double-clicked.
    """

    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """A handle that knows double clicks."""
        return _Handle(self.orientation(), self)
