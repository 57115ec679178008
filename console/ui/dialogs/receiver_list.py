"""The list of reps or queues in the transfer dialog."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.texts import _
from console.ui.dialogs.receivers import Receiver
from console.ui.paint.avatar import draw_avatar, initials_of
from console.ui.paint.marks import draw_cut_out, draw_presence
from console.ui.paint.meters import draw_segments, segments_width
from console.ui.paint.text import FontKey, draw_line, draw_line_right
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme, current_theme
from console.ui.widgets.choice_list import (
    LINE_ROLE,
    ChoiceList,
    Index,
    ground_of,
    paint_ground,
)
from console.ui.widgets.restyled import Restyled

_ROW_H, _HEADS_H = 52, 18
_GROUND = "bg.raised"
_NAME_X, _LOAD_SHARE = 54, 0.56


class _Delegate(QStyledItemDelegate):
    """Paints one receiver."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        receiver: Receiver = index.data(LINE_ROLE)
        theme = current_theme()
        box = QRectF(option.rect)
        ground = ground_of(option)
        paint_ground(painter, option, box, ground, radius_px=8, ring_px=7)
        self._paint_face(painter, box, receiver, theme.color(ground or _GROUND), theme)
        self._paint_words(painter, box, receiver, theme)
        if option.state & QStyle.StateFlag.State_Selected:
            check = icon_pixmap("common.confirm", 16, "accent.text")
            painter.drawPixmap(round(box.right() - 28), round(box.center().y() - 8), check)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW_H)

    def _paint_face(
        self, painter: QPainter, box: QRectF, receiver: Receiver, ground: QColor, theme: Theme
    ) -> None:
        x, y = box.x() + 12, box.center().y() - 16
        if receiver.queue_id is not None:
            painter.drawPixmap(
                round(x + 6), round(y + 6), icon_pixmap("people.queue", 20, "icon.default")
            )
            return
        painter.setOpacity(1.0 if receiver.able else 0.6)
        dpr = painter.device().devicePixelRatioF()
        draw_avatar(painter, x, y, 32, str(receiver.rep_id), initials_of(receiver.name), dpr)
        painter.setOpacity(1.0)
        dot = QRectF(x + 24, y + 24, 10, 10)
        draw_cut_out(painter, dot, ground)
        draw_presence(painter, dot, receiver.presence, theme, ground)

    def _paint_words(
        self, painter: QPainter, box: QRectF, receiver: Receiver, theme: Theme
    ) -> None:
        x, top = box.x() + _NAME_X, box.y() + 8
        width = box.width() * _LOAD_SHARE - _NAME_X - 12
        ink = "text.primary" if receiver.able else "text.tertiary"
        name = QRectF(x, top, width, 18)
        draw_line(painter, name, receiver.name, ("body", 500, False), theme, ink)
        detail = QRectF(x, top + 18, width, 18)
        caption = "text.secondary" if receiver.able else "text.tertiary"
        draw_line(painter, detail, receiver.detail, ("caption", None, False), theme, caption)
        middle = box.center().y()
        if receiver.capacity:
            left = box.x() + box.width() * _LOAD_SHARE
            draw_segments(painter, left, middle - 3, receiver.used, receiver.capacity, theme)
            figures = QRectF(left + segments_width(receiver.capacity) + 8, middle - 9, 60, 18)
            words = f"{receiver.used} / {receiver.capacity}"
            draw_line(painter, figures, words, ("body", None, True), theme, "text.primary")
        state = QRectF(box.right() - 140, middle - 9, 100, 18)
        draw_line_right(
            painter, state, receiver.state, ("body", None, False), theme, "text.secondary"
        )


class ColumnHeads(Restyled, QWidget):
    """The words above the columns of the list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._who, self._load = "", ""
        self.setFixedHeight(_HEADS_H)

    def show_words(self, who: str, load: str) -> None:
        """Name the columns; an empty one has no head."""
        self._who, self._load = who, load
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both, where the list has its columns."""
        font: FontKey = ("caption", None, False)
        with QPainter(self) as painter:
            for words, x in (
                (self._who, float(_NAME_X)),
                (self._load, self.width() * _LOAD_SHARE),
            ):
                box = QRectF(x, 0, self.width() / 3, _HEADS_H)
                draw_line(painter, box, words, font, current_theme(), "text.secondary")


class ReceiverList(ChoiceList[Receiver]):
    """Walked with the arrows.

    Signals:
        chosen: another receiver is current; None for none.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Receivers"), parent)
        self.setItemDelegate(_Delegate(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """On the ground of the dialog, which is not that of other lists."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), current_theme().color(_GROUND))
        super().paintEvent(event)

    def show_receivers(self, receivers: list[Receiver]) -> None:
        """Show these; the first that can be chosen is."""
        place = next((i for i, r in enumerate(receivers) if r.able), -1)
        self._show_lines(receivers, place)
        self.chosen.emit(self.current())

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        self.chosen.emit(self.current())
