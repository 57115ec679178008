"""The buttons or rows of a message that is being made: one more line than is filled in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.interactives import BUTTON, DESCRIPTION, ROW, Shape
from console.domain.texts import _
from console.ui.dialogs.counted import CountedField


class OptionFields(QWidget):
    """Titles, and descriptions where the shape has them.

    Signals:
        edited: something that is typed changed.
    """

    edited = Signal()

    def __init__(self, shape: Shape, parent: QWidget) -> None:
        super().__init__(parent)
        self._fields: list[tuple[CountedField, CountedField | None]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        named = _(ROW) if shape.description else _(BUTTON)
        for place in range(1, shape.options + 1):
            title = CountedField(named.format(count=place), shape.title, self)
            title.edited.connect(self._on_edited)
            column.addWidget(title)
            described = None
            if shape.description:
                label = _(DESCRIPTION).format(count=place)
                described = CountedField(label, shape.description, self)
                described.edited.connect(self._on_edited)
                column.addWidget(described)
            self._fields.append((title, described))
        self._show_one_more()

    def options(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of each that is filled in, in order."""
        titles = [title.text() for title, _described in self._filled()]
        return tuple((str(place), title) for place, title in enumerate(titles, 1))

    def descriptions(self) -> tuple[str, ...]:
        """The second line of each that is filled in; empty if the shape has none."""
        return tuple(described.text() for _title, described in self._filled() if described)

    def _filled(self) -> list[tuple[CountedField, CountedField | None]]:
        return [pair for pair in self._fields if _is_filled(pair)]

    def _on_edited(self) -> None:
        self._show_one_more()
        self.edited.emit()

    def _show_one_more(self) -> None:
        filled = [place for place, pair in enumerate(self._fields) if _is_filled(pair)]
        shown = max(filled, default=-1) + 2
        for place, (title, described) in enumerate(self._fields):
            title.setVisible(place < shown)
            if described is not None:
                described.setVisible(place < shown)


def _is_filled(pair: tuple[CountedField, CountedField | None]) -> bool:
    title, described = pair
    return bool(title.text() or (described is not None and described.text()))
