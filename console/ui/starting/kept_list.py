"""What was saved, is planned or has gone: one line each, with what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.notifications import State
from console.domain.texts import _
from console.ui.paint.text import draw_line
from console.ui.starting.wording import became
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.choice_list import (
    LINE_ROLE,
    ChoiceList,
    Index,
    ground_of,
    paint_ground,
)
from console.wire.notifications import NotificationView

ROW_H, SHOWN = 46, 8
_GLYPHS = {
    State.DRAFT: ("composer.draftKept", "icon.muted", "regular"),
    State.PLANNED: ("session.inactivity", "icon.muted", "regular"),
    State.STARTED: ("status.ok", "success.fill", "fill"),
    State.REFUSED: ("status.error", "danger.fill", "fill"),
    State.CANCELED: ("consent.notGranted", "icon.muted", "regular"),
}


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One notification."""

    view: NotificationView
    detail: str
    able: bool = True

    @property
    def title(self) -> str:
        """Who it is to."""
        return self.view.customer_name or self.view.number or _("Nobody yet")

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return f"{self.title}, {self.detail}"


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: KeptLine = index.data(LINE_ROLE)
        theme = current_theme()
        box = QRectF(option.rect).adjusted(0, 1, 0, -1)
        paint_ground(painter, option, box, ground_of(option), radius_px=8, ring_px=7)
        name, ink, weight = _GLYPHS[line.view.state]
        glyph = icon_pixmap(name, 16, ink, weight)
        painter.drawPixmap(round(box.x() + 10), round(box.center().y() - 8), glyph)
        words = QRectF(box.x() + 36, box.y() + 4, box.width() - 46, 18)
        draw_line(painter, words, line.title, ("body", 500, False), theme, "text.primary")
        second = words.translated(0, 18)
        draw_line(
            painter, second, line.detail, ("caption", None, True), theme, "text.secondary"
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_H)


class KeptList(ChoiceList[KeptLine]):
    """Walked with the arrows.

    Signals:
        chosen: another line is current.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Saved, planned and sent"), parent)
        set_kind(self, "pane")
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_kept(self, kept: Iterable[NotificationView], now: datetime) -> None:
        """Show these, none of them chosen."""
        lines = [KeptLine(view, became(view, now)) for view in kept]
        self._show_lines(lines, -1)
        self.setFixedHeight(min(len(lines), SHOWN) * ROW_H)

    def forget(self) -> None:
        """Nothing is chosen any more."""
        self._choose(-1)

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        if self.current() is not None:
            self.chosen.emit(self.current())
