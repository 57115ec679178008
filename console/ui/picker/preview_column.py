"""The sunken column beside a template's fields: whom it goes to, and what they will see."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.ui.picker.preview import TemplatePreview
from console.ui.widgets.text import PlainLabel


class PreviewColumn(QWidget):
    """The preview, which scrolls where it is long.

    Attributes:
        head: the line above it, to which more can be added.
        sees: whose view it is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sees = PlainLabel(parent=self, step="caption", kind="tertiary", elide="right")
        self.preview = TemplatePreview()
        self.head = QHBoxLayout()
        self.head.addWidget(self.sees, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(6)
        column.addLayout(self.head)
        column.addWidget(self._scrolled(), 1)

    def _scrolled(self) -> QScrollArea:
        holder = QScrollArea(self)
        holder.setWidgetResizable(True)
        holder.setFrameShape(QFrame.Shape.NoFrame)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.preview)
        inner.addStretch(1)
        holder.setWidget(page)
        page.setAutoFillBackground(False)
        holder.viewport().setAutoFillBackground(False)
        return holder
