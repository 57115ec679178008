"""Panes of the page of numbers: a scrolled column of cards, as wide as is good to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.ui.theme.style import set_kind
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.text import PlainLabel

_WIDTH_PX = 720


class Pane(QScrollArea):
    """Holds cards one below the other.

    Attributes:
        page: parent of what stands in it.
        column: where that is put.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        OverlayScrollBar(self)
        self.page = QWidget(self)
        set_kind(self.page, "surface")
        self.page.setMaximumWidth(_WIDTH_PX)
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(24, 20, 24, 24)
        self.column.setSpacing(16)
        outer = QWidget(self)
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.page, 1)
        row.addStretch(0)
        self.setWidget(outer)
        outer.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def card(self, title: str = "", words: str = "") -> QVBoxLayout:
        """The inside of a new card at the end of the column."""
        frame = QFrame(self.page)
        set_kind(frame, "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 14, 16, 16)
        inside.setSpacing(12)
        if title:
            inside.addWidget(PlainLabel(title, frame, weight=600))
        if words:
            inside.addWidget(PlainLabel(words, frame, kind="secondary", wrap=True))
        self.column.addWidget(frame)
        return inside


def buttons(column: QVBoxLayout, *made: QWidget) -> None:
    """A row of buttons below what the column holds."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for one in made:
        row.addWidget(one)
    row.addStretch(1)
    column.addLayout(row)
