"""The list at the left: every number with whether it may send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.ids import ChannelId
from console.domain.texts import _
from console.ui.paint.text import draw_line
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
from console.wire.views import ChannelView

_ROW_H = 52


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number."""

    channel: ChannelView
    able: bool = True

    @property
    def title(self) -> str:
        """What typing searches for."""
        return self.channel.name

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        channel = self.channel
        state = _("in order") if channel.healthy else channel.trouble
        return f"{channel.name}, {channel.display_number}, {state}"


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        channel: ChannelView = index.data(LINE_ROLE).channel
        theme, box = current_theme(), QRectF(option.rect)
        inner = box.adjusted(8, 1, -8, -1)
        ground = ground_of(option)
        paint_ground(painter, option, inner, ground, radius_px=8, ring_px=7)
        glyph, ink = ("status.ok", "success.fill") if channel.healthy else _BAD
        picture = icon_pixmap(glyph, 16, ink, "fill")
        painter.drawPixmap(round(inner.x() + 10), round(inner.center().y() - 8), picture)
        first = QRectF(inner.x() + 36, inner.y() + 6, inner.width() - 46, 20)
        draw_line(painter, first, channel.name, ("body", 500, False), theme, "text.primary")
        second = first.translated(0, 19)
        draw_line(
            painter,
            second,
            channel.display_number,
            ("caption", None, True),
            theme,
            "text.secondary",
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW_H)


_BAD = ("status.error", "danger.fill")


class NumberList(ChoiceList[NumberLine]):
    """Walked with the arrows.

    Signals:
        chosen: another number is current.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Numbers"), parent)
        set_kind(self, "pane")
        self.setItemDelegate(_Delegate(self))
        self._filling = False
        self._wanted: ChannelId | None = None

    def show_channels(self, channels: Iterable[ChannelView]) -> None:
        """Show these; what was chosen stays so while it is there."""
        before = self._wanted or self.chosen_id()
        lines = [NumberLine(channel) for channel in channels]
        ids = [line.channel.channel_id for line in lines]
        if self._wanted in ids:
            self._wanted = None
        self._filling = before in ids
        self._show_lines(lines, ids.index(before) if before in ids else 0)
        self._filling = False

    def choose(self, channel_id: ChannelId) -> None:
        """This number is current, at once or as soon as it is there; nothing is asked of it."""
        self._wanted = channel_id
        self.show_channels(line.channel for line in self.lines())

    def chosen_id(self) -> ChannelId | None:
        """The number that is current."""
        line = self.current()
        return line.channel.channel_id if line else None

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        if not self._filling:
            self.chosen.emit(self.chosen_id())
