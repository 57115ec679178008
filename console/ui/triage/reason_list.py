"""The list at the left: dead letters by reason, and what became of the others."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.dead_letters import Outcome, Reason
from console.domain.texts import _, number
from console.ui.paint.text import draw_line, draw_line_right
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.triage.wording import OUTCOMES, REASONS
from console.ui.widgets.choice_list import (
    LINE_ROLE,
    ChoiceList,
    Index,
    ground_of,
    paint_ground,
)
from console.wire.views import DeadLetterPage

_ROW_H, _HEAD_H = 32, 36


@dataclass(frozen=True, slots=True)
class FilterLine:
    """One line: a heading, all, a reason, or an outcome."""

    name: str
    glyph: str = ""
    count: int = 0
    reason: Reason | None = None
    outcome: Outcome | None = None
    able: bool = True

    @property
    def title(self) -> str:
        """What typing searches for."""
        return self.name

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return f"{self.name}, {number(self.count)}" if self.able else self.name


def filter_lines(page: DeadLetterPage | None) -> list[FilterLine]:
    """What can be looked at: all, every reason that occurs, every outcome that occurs."""
    counts = page.counts if page else {}
    lines = [
        FilterLine(_("By reason"), able=False),
        FilterLine(_("All reasons"), "deadLetterReason.all", sum(counts.values())),
    ]
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for reason, count in by_count:
        look = REASONS[reason]
        lines.append(FilterLine(_(look.name), look.glyph, count, reason=reason))
    ended = page.ended_counts if page else {}
    if ended:
        lines.append(FilterLine(_("Settled lately"), able=False))
    for outcome, look in OUTCOMES.items():
        if ended.get(outcome):
            lines.append(FilterLine(_(look.name), look.glyph, ended[outcome], outcome=outcome))
    return lines


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: FilterLine = index.data(LINE_ROLE)
        theme, box = current_theme(), QRectF(option.rect)
        if not line.able:
            words = QRectF(box.x() + 18, box.bottom() - 26, box.width() - 36, 18)
            draw_line(
                painter, words, line.name, ("caption", 600, False), theme, "text.secondary"
            )
            return
        inner = box.adjusted(8, 1, -8, -1)
        ground = ground_of(option)
        paint_ground(painter, option, inner, ground, radius_px=8, ring_px=7)
        chosen = ground == "bg.selected"
        glyph = icon_pixmap(line.glyph, 16, "accent.text" if chosen else "icon.default")
        painter.drawPixmap(round(inner.x() + 10), round(inner.center().y() - 8), glyph)
        words = QRectF(inner.x() + 34, inner.center().y() - 10, inner.width() - 80, 20)
        weight = 500 if chosen else None
        draw_line(painter, words, line.name, ("body", weight, False), theme, "text.primary")
        figure = QRectF(inner.right() - 52, inner.center().y() - 10, 42, 20)
        count = number(line.count)
        draw_line_right(painter, figure, count, ("body", None, True), theme, "text.secondary")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: FilterLine = index.data(LINE_ROLE)
        return QSize(160, _ROW_H if line.able else _HEAD_H)


class ReasonList(ChoiceList[FilterLine]):
    """Walked with the arrows.

    Signals:
        chosen: another line is current.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Dead letters by reason"), parent)
        self._filling = False
        set_kind(self, "pane")
        self.setItemDelegate(_Delegate(self))
        self.show_page(None)

    def show_page(self, page: DeadLetterPage | None) -> None:
        """Show the counts of this page; what was chosen stays so while it is there."""
        before, lines = self.current(), filter_lines(page)
        wanted = (before.reason, before.outcome) if before else (None, None)
        place = next(
            (
                i
                for i, line in enumerate(lines)
                if line.able and (line.reason, line.outcome) == wanted
            ),
            1,
        )
        self._filling = True
        self._show_lines(lines, place)
        self._filling = False

    def choose(self, place: int, _on: bool = False) -> None:
        """Look at this line."""
        self._choose(place)

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        line = self.current()
        if line is not None and not self._filling:
            self.chosen.emit(line)
