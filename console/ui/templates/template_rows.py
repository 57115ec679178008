"""The list at the left: every template and language with its status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.templates import Template
from console.domain.texts import _
from console.ui.paint.text import draw_line, text_width
from console.ui.templates.wording import line_words, status_words, tone
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.choice_list import (
    LINE_ROLE,
    ChoiceList,
    Index,
    ground_of,
    paint_ground,
)

_ROW_H = 52
_STATUS_FONT = ("caption", 500, False)


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One language of one template."""

    template: Template
    able: bool = True

    @property
    def title(self) -> str:
        """What typing searches for."""
        return self.template.title or self.template.name

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        template = self.template
        return f"{self.title}, {line_words(template)}, {status_words(template)}"


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: TemplateLine = index.data(LINE_ROLE)
        theme = current_theme()
        inner = QRectF(option.rect).adjusted(8, 1, -8, -1)
        paint_ground(painter, option, inner, ground_of(option), radius_px=8, ring_px=7)
        words, ink = status_words(line.template), tone(line.template)
        width = text_width(words, _STATUS_FONT, theme) + 2
        first = QRectF(inner.x() + 12, inner.y() + 6, inner.width() - 32 - width, 20)
        draw_line(painter, first, line.title, ("body", 500, False), theme, "text.primary")
        status = QRectF(inner.right() - 12 - width, inner.y() + 6, width, 20)
        color = f"{ink}.fg" if ink else "text.tertiary"
        draw_line(painter, status, words, _STATUS_FONT, theme, color)
        second = QRectF(inner.x() + 12, inner.y() + 25, inner.width() - 24, 18)
        font = ("caption", None, False)
        draw_line(painter, second, line_words(line.template), font, theme, "text.secondary")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW_H)


class TemplateRows(ChoiceList[TemplateLine]):
    """Walked with the arrows.

    Signals:
        chosen: the template that is current now, or None.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Templates"), parent)
        set_kind(self, "pane")
        self.setItemDelegate(_Delegate(self))

    def show_templates(self, templates: Iterable[Template], current: str = "") -> None:
        """Show these; the one of this id is chosen while it is there, else the first."""
        lines = [TemplateLine(template) for template in templates]
        ids = [str(line.template.template_id) for line in lines]
        place = ids.index(current) if current in ids else min(0, len(ids) - 1)
        self._show_lines(lines, place)
        if not lines:
            self.chosen.emit(None)

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        line = self.current()
        if line is not None:
            self.chosen.emit(line.template)
