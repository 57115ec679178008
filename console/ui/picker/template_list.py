"""The list of templates: headings, usable ones, and greyed ones with their reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.texts import _
from console.ui.paint.text import draw_line
from console.ui.picker.choices import Choice
from console.ui.theme.theme import current_theme
from console.ui.widgets.choice_list import (
    LINE_ROLE,
    ChoiceList,
    Index,
    ground_of,
    paint_ground,
)

_ROW_H, _HEADING_H = 46, 24


class _Delegate(QStyledItemDelegate):
    """Paints one line."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(LINE_ROLE)
        theme = current_theme()
        box = QRectF(option.rect).adjusted(6, 0, -6, 0)
        if choice.heading:
            line = QRectF(box.x() + 10, box.y() + 4, box.width() - 20, 16)
            draw_line(
                painter, line, choice.title, ("caption", 600, False), theme, "text.secondary"
            )
            return
        paint_ground(painter, option, box, ground_of(option), radius_px=6, ring_px=6)
        ink = "text.tertiary" if choice.reason else "text.primary"
        width = box.width() - 20
        title = QRectF(box.x() + 10, box.y() + 6, width, 18)
        detail = QRectF(box.x() + 10, box.y() + 24, width, 16)
        draw_line(painter, title, choice.title, ("body", 500, False), theme, ink)
        draw_line(
            painter, detail, choice.detail, ("caption", None, False), theme, "text.tertiary"
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        choice: Choice = index.data(LINE_ROLE)
        return QSize(100, _HEADING_H if choice.heading else _ROW_H)


class TemplateList(ChoiceList[Choice]):
    """Walked with the arrows.

    Signals:
        chosen: another template is current.
    """

    chosen = Signal(Choice)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Templates"), parent)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_choices(
        self, choices: list[Choice], current: str = "", *, stay: bool = False
    ) -> None:
        """Show these; the template named `current` stays chosen, else the first is.

        With `stay` none is chosen: what the form shows stays until the rep chooses.
        """
        usable = [place for place, choice in enumerate(choices) if choice.able]
        named = [place for place in usable if choices[place].template.name == current]
        place = -1 if stay else next(iter(named or usable), -1)
        self._show_lines(choices, place)
        if usable and place in (usable[0], -1):
            self.scrollToTop()  # its heading is above it

    def choose(self, name: str) -> None:
        """Make the template of this name current."""
        for place, choice in enumerate(self.lines()):
            if not choice.heading and choice.template.name == name:
                self._choose(place)
                return

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        choice = self.current()
        if choice is not None:
            self.chosen.emit(choice)
