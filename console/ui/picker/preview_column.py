"""The sunken column beside a template's fields: whom it goes to, and what they will see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.templates import Template, card_of, values_of_card
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
        self._cards: list[TemplatePreview] = []
        self.head = QHBoxLayout()
        self.head.addWidget(self.sees, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(6)
        column.addLayout(self.head)
        column.addWidget(self._scrolled(), 1)

    def show_template(
        self, template: Template, values: Mapping[str, str], now: datetime
    ) -> None:
        """The filled-in template, and each card of a carousel below it."""
        self.preview.show_template(template, values, now)
        for card in self._cards[len(template.cards) :]:
            card.hide()
        for place in range(len(template.cards)):
            if place == len(self._cards):
                self._cards.append(TemplatePreview())
                self._inner.insertWidget(place + 1, self._cards[place])
            card = self._cards[place]
            card.show_template(card_of(template, place), values_of_card(values, place), now)
            card.show()

    def _scrolled(self) -> QScrollArea:
        holder = QScrollArea(self)
        holder.setWidgetResizable(True)
        holder.setFrameShape(QFrame.Shape.NoFrame)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self._inner = QVBoxLayout(page)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.addWidget(self.preview)
        self._inner.addStretch(1)
        holder.setWidget(page)
        page.setAutoFillBackground(False)
        holder.viewport().setAutoFillBackground(False)
        return holder
