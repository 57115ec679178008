"""Avatars as widgets, with a presence dot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.people import Wanted
from console.ui.names import presence_name
from console.ui.paint.avatar import draw_avatar, initials_of
from console.ui.paint.marks import draw_channel_mark, draw_cut_out, draw_presence
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled

_ROOM_PX = 4

_DOT_PX = 10


class Portrait(Restyled, QWidget):
    """A person's initials, with a channel mark or a presence dot at the lower right."""

    def __init__(
        self, size: int = 32, ground: str = "bg.surface", parent: QWidget | None = None
    ) -> None:
        """`ground` is the colour token of what it stands on."""
        super().__init__(parent)
        self._size = size
        self._ground = ground
        self._person_id = self._initials = self._channel = self._wanted = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_person(
        self, person_id: str, name: str, *, channel: str = "", wanted: str = ""
    ) -> None:
        """Show this person; `wanted` is a presence such as "online"."""
        self._person_id, self._initials = person_id, initials_of(name)
        self._channel, self._wanted = channel, wanted
        presence = presence_name(Wanted(wanted)) if wanted else ""
        self.setAccessibleName(f"{name}, {presence}" if presence else name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The avatar, and room for what hangs over its corner."""
        over = _ROOM_PX if self._channel or self._wanted else 0
        return QSize(self._size + over, self._size + over)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Avatar, then mark or dot."""
        theme, dpr = current_theme(), self.devicePixelRatioF()
        ground = theme.color(self._ground)
        with QPainter(self) as painter:
            draw_avatar(painter, 0, 0, self._size, self._person_id, self._initials, dpr)
            if self._channel:
                mark = 14 if self._size < 36 else 16
                at = self._size + 3 - mark
                draw_channel_mark(painter, at, at, mark, self._channel, dpr, ground)
            elif self._wanted:
                at = self._size + 2 - _DOT_PX
                dot = QRectF(at, at, _DOT_PX, _DOT_PX)
                draw_cut_out(painter, dot, ground)
                draw_presence(painter, dot, self._wanted, theme, ground)
