"""The buttons or rows of a message that is being made: one more line than is filled in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.interactives import (
    BUTTON,
    DESCRIPTION,
    ROW,
    SECTION,
    SECTION_ABOVE,
    Shape,
)
from console.domain.texts import _
from console.ui.dialogs.counted import CountedField
from console.ui.widgets.push_button import PushButton


@dataclass(slots=True)
class _Fields:
    """One option; a row of a list has all three.

    Attributes:
        begins: a section begins here, titled yet or not.
    """

    title: CountedField
    described: CountedField | None = None
    section: CountedField | None = None
    begins: bool = False

    def is_filled(self) -> bool:
        return any(one.text() for one in (self.title, self.described) if one is not None)


class OptionFields(QWidget):
    """Titles; where the shape has them, descriptions and sections.

    Signals:
        edited: something that is typed changed.
    """

    edited = Signal()

    def __init__(self, shape: Shape, parent: QWidget) -> None:
        super().__init__(parent)
        self._shape = shape
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._fields = [self._row(place) for place in range(1, shape.options + 1)]
        self.begin = PushButton(_("Begin a section"), "ghost", self, icon_name="common.add")
        self.begin.setVisible(bool(shape.description))
        self.begin.clicked.connect(self._on_begin)
        self._column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_one_more()

    def options(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of each that is filled in, in order."""
        titles = [fields.title.text() for fields in self._filled()]
        return tuple((str(place), title) for place, title in enumerate(titles, 1))

    def descriptions(self) -> tuple[str, ...]:
        """The second line of each that is filled in; empty if the shape has none."""
        return tuple(one.described.text() for one in self._filled() if one.described)

    def sections(self) -> tuple[str, ...]:
        """The section that begins at each that is filled in; empty if none does anywhere."""
        titles = tuple(one.section.text() for one in self._filled() if one.section)
        return titles if any(titles) else ()

    def _row(self, place: int) -> _Fields:
        section = described = None
        if self._shape.description:
            section = self._field(SECTION_ABOVE, place, SECTION)
        title = self._field(ROW if section else BUTTON, place, self._shape.title)
        if self._shape.description:
            described = self._field(DESCRIPTION, place, self._shape.description)
        return _Fields(title, described, section)

    def _field(self, label: str, place: int, limit: int) -> CountedField:
        field = CountedField(_(label).format(count=place), limit, self)
        field.edited.connect(self._on_edited)
        self._column.addWidget(field)
        return field

    def _filled(self) -> list[_Fields]:
        return [fields for fields in self._fields if fields.is_filled()]

    def _on_begin(self) -> None:
        """A section begins at the first blank row; the rows before it need a title then."""
        blank = next((one for one in self._fields if not one.is_filled()), self._fields[-1])
        blank.begins = self._fields[0].begins = True
        self._show_one_more()
        begun = [one.section for one in (self._fields[0], blank) if one.section]
        next((field for field in begun if not field.text()), begun[-1]).setFocus()

    def _on_edited(self) -> None:
        self._show_one_more()
        self.edited.emit()

    def _show_one_more(self) -> None:
        filled = [place for place, one in enumerate(self._fields) if one.is_filled()]
        shown = max(filled, default=-1) + 2
        for place, one in enumerate(self._fields):
            one.title.setVisible(place < shown)
            if one.described is not None:
                one.described.setVisible(place < shown)
            if one.section is not None:
                one.section.setVisible(place < shown and one.begins)
