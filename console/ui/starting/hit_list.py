"""The customers that were found, each with number, place, and whether consent is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.texts import _
from console.ui.paint.avatar import draw_avatar, initials_of
from console.ui.paint.marks import draw_channel_mark
from console.ui.paint.text import draw_line, text_width
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
from console.wire.notifications import CustomerHit

ROW_H = 50
_AVATAR_PX, _TAG_H, _TAG_FONT = 32, 18, ("micro", 500, False)


@dataclass(frozen=True, slots=True)
class HitLine:
    """A customer, or a number that nobody has yet.

    Attributes:
        number: of somebody new, as it was typed; empty for a known customer.
    """

    hit: CustomerHit | None = None
    number: str = ""
    able: bool = True

    @property
    def title(self) -> str:
        """The name, or the number."""
        return self.hit.name if self.hit else self.number

    @property
    def detail(self) -> str:
        """The second line."""
        if self.hit is None:
            return _("New: nobody with this number has written yet")
        return " · ".join(filter(None, (self.hit.number, self.hit.place)))

    @property
    def lacks_consent(self) -> bool:
        """Whether they may not be written to as they are."""
        return self.hit is None or not self.hit.service

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        missing = _("No consent") if self.lacks_consent else ""
        return ", ".join(filter(None, (self.title, self.detail, missing)))

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return self.hit.customer_id if self.hit else self.number


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: HitLine = index.data(LINE_ROLE)
        theme, dpr = current_theme(), painter.device().devicePixelRatioF()
        box = QRectF(option.rect).adjusted(0, 1, 0, -1)
        ground = ground_of(option)
        paint_ground(painter, option, box, ground, radius_px=8, ring_px=7)
        left, top = box.x() + 10, box.y() + (box.height() - _AVATAR_PX) / 2
        initials = initials_of(line.title) if line.hit else "+"
        draw_avatar(painter, left, top, _AVATAR_PX, line.key, initials, dpr)
        behind = theme.color(ground or "bg.pane")
        draw_channel_mark(painter, left + 21, top + 21, 14, "whatsapp", dpr, behind)
        right = self._mark(painter, option, box, line)
        words = QRectF(left + _AVATAR_PX + 12, box.y() + 6, 0, 18)
        words.setRight(right - 8)
        draw_line(painter, words, line.title, ("body", 500, False), theme, "text.primary")
        second = words.translated(0, 18)
        ink = "text.secondary"
        draw_line(painter, second, line.detail, ("caption", None, True), theme, ink)

    def _mark(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, line: HitLine
    ) -> float:
        """What stands at the right edge, and where it begins."""
        theme = current_theme()
        if line.lacks_consent:
            words = _("No consent")
            width = text_width(words, _TAG_FONT, theme) + 28
            tag = QRectF(box.right() - width - 10, box.center().y() - _TAG_H / 2, width, _TAG_H)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("danger.bg"))
            painter.drawRoundedRect(tag, 4, 4)
            glyph = icon_pixmap("consent.notGranted", 12, "danger.fg", "bold")
            painter.drawPixmap(round(tag.x() + 6), round(tag.y() + 3), glyph)
            inner = tag.adjusted(22, 0, -4, 0)
            draw_line(painter, inner, words, _TAG_FONT, theme, "danger.fg")
            return tag.x()
        if option.state & QStyle.StateFlag.State_Selected:
            glyph = icon_pixmap("common.confirm", 16, "accent.text", "bold")
            at = round(box.right() - 26)
            painter.drawPixmap(at, round(box.center().y() - 8), glyph)
            return float(at)
        return box.right() - 10

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_H)


class HitList(ChoiceList[HitLine]):
    """Walked with the arrows.

    Signals:
        chosen: another line is current; None for none.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Customers found"), parent)
        set_kind(self, "pane")
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Iterable[HitLine]) -> None:
        """Show these; who was chosen stays so while they are among them."""
        before = self.current()
        found = list(lines)
        keys = [line.key for line in found]
        place = keys.index(before.key) if before and before.key in keys else -1
        if place < 0 and len(found) == 1:
            place = 0
        self._show_lines(found, place)
        self.setFixedHeight(min(max(len(found), 0), 6) * ROW_H)
        if place < 0:
            self.chosen.emit(None)

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        if self.current() is not None:
            self.chosen.emit(self.current())
