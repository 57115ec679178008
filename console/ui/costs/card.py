"""A card of the page of costs: heading, buttons beside it, and what is below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.ui.theme.style import set_kind
from console.ui.widgets.text import PlainLabel

_HEAD_H, _ROW_H = 40, 32


class Card(QFrame):
    """Surface with a line around it.

    Attributes:
        aside: right of the heading.
        body: below it; emptied by `clear`.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        self.setAccessibleName(title)
        self.title = PlainLabel(title, self, weight=600)
        self.aside = QHBoxLayout()
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addLayout(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(4)
        column.addLayout(head)
        self.page = QWidget(self)
        self.body = QVBoxLayout(self.page)
        self.body.setContentsMargins(16, 0, 16, 0)
        self.body.setSpacing(4)
        column.addWidget(self.page)

    def clear(self) -> None:
        """Take everything below the heading out."""
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def say(self, words: str, kind: str = "secondary", step: str = "caption") -> None:
        """A line or several of plain text."""
        self.body.addWidget(PlainLabel(words, self.page, step=step, kind=kind, wrap=True))

    def add(self, table: Table) -> None:
        """A table below what there is."""
        self.body.addWidget(table)


class Table(QWidget):
    """Columns of text; those in `figures` stand at the right."""

    def __init__(
        self, heads: tuple[str, ...], figures: frozenset[int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._figures = figures
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._row = 0
        self._put(heads, "tertiary")

    def add_row(self, cells: tuple[str, ...], kind: str = "") -> None:
        """One more line."""
        self._put(cells, kind)

    def _put(self, cells: tuple[str, ...], kind: str) -> None:
        for column, words in enumerate(cells):
            label = PlainLabel(words, self, step="caption", kind=kind, elide="")
            label.setMinimumHeight(_ROW_H - 4)
            side = Qt.AlignmentFlag.AlignRight if column in self._figures else None
            where = Qt.AlignmentFlag.AlignVCenter | (side or Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(label, self._row, column, where)
        self._row += 1
