"""Where the parts of a session row are, from its data, the width and the theme."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QRectF

from console.desk.inbox_row import InboxRow
from console.domain.care_window import time_left
from console.domain.directions import Direction
from console.ui.inbox.wording import ends_text, moment_text, owner_text, shows_end, type_glyph
from console.ui.names import owner_name
from console.ui.paint.badge import badge_width
from console.ui.paint.pill import PillLayout, PillSize, lay_out_pill
from console.ui.paint.text import FontKey, text_width
from console.ui.theme.theme import Theme

INSET_PX = 8
PADDING_PX = 8
GAP_PX = 6
AVATAR_GAP_PX = 12
LINE_PX = 18
LAST_LINE_PX = 20
GLYPH_PX = 14
SMALL_GLYPH_PX = 12
END_GAP_PX = 3
LEAST_QUEUE_PX = 48

NAME: FontKey = ("body", 500, False)
NAME_UNREAD: FontKey = ("body", 600, False)
TIME: FontKey = ("caption", 400, True)
TIME_UNREAD: FontKey = ("caption", 500, True)
PREVIEW: FontKey = ("body", 400, False)
META: FontKey = ("caption", 400, False)
END: FontKey = ("caption", 400, True)

_NOTHING = QRectF()


class RowWords(NamedTuple):
    """The strings of a row at one moment."""

    time: str
    end: str
    owner: str
    queue: str


class RowLayout(NamedTuple):
    """Rectangles seen from the row's top left corner; an empty one isn't drawn.

    Attributes:
        body: the rounded ground, inset from the edges of the list.
        pill: the countdown, or None on channels without a window.
    """

    words: RowWords
    height: int
    body: QRectF
    avatar: QRectF
    mark: QRectF
    name: QRectF
    flag: QRectF
    draft: QRectF
    time: QRectF
    glyph: QRectF
    preview: QRectF
    badge: QRectF
    pill: PillLayout | None
    pill_box: QRectF
    end_glyph: QRectF
    end: QRectF
    queue: QRectF
    owner: QRectF

    def ticking(self) -> QRectF:
        """What changes while time passes: the pill and the time to the end."""
        return self.pill_box.united(self.end)


def words_of(row: InboxRow, now: datetime, *, by_queue: bool = False) -> RowWords:
    """The strings of the row at `now`; `by_queue`: the heading names the queue already."""
    end = ends_text(row.quiet_at, now) if shows_end(row) and row.quiet_at else ""
    time = moment_text(row.at, now) if row.at else ""
    if by_queue:
        return RowWords(time, end, owner_name(row.owner), "")
    return RowWords(time, end, owner_text(row.owner), row.queue)


def pill_of(row: InboxRow, now: datetime, theme: Theme) -> PillLayout | None:
    """The countdown of the row at `now`, or None on channels without a window."""
    if not row.has_window:
        return None
    size = PillSize.COMPACT if theme.density == "compact" else PillSize.LIST
    return lay_out_pill(time_left(row.expires_at, now), size, theme)


def lay_out_row(
    row: InboxRow, now: datetime, width: int, theme: Theme, *, by_queue: bool = False
) -> RowLayout:
    """The layout of the row in a list `width` pixels wide."""
    words = words_of(row, now, by_queue=by_queue)
    return _RowBuilder(row, words, now, width, theme).build()


class _RowBuilder:
    """Takes space away from both ends of each line until the elided part is left."""

    def __init__(
        self, row: InboxRow, words: RowWords, now: datetime, width: int, theme: Theme
    ) -> None:
        self._row = row
        self._theme = theme
        self._compact = theme.density == "compact"
        self._height = theme.px("density.sessionRow")
        self._words = words
        self._pill = pill_of(row, now, theme)
        avatar = theme.px("density.avatar")
        self._avatar_px = avatar
        self._left = float(INSET_PX + PADDING_PX + avatar + AVATAR_GAP_PX)
        self._right = float(width - INSET_PX - PADDING_PX)
        self._width = width
        self._pill_box = _NOTHING

    def build(self) -> RowLayout:
        top = self._text_top()
        avatar, mark = self._avatar(top)
        name, flag, draft, time = self._first_line(top)
        second = top + LINE_PX + (1 if self._compact else 0)
        glyph, preview, badge = self._second_line(second)
        end_glyph, end, queue, owner = self._third_line(second + LINE_PX + 2)
        return RowLayout(
            words=self._words,
            height=self._height,
            body=QRectF(INSET_PX, 0, self._width - 2 * INSET_PX, self._height),
            avatar=avatar,
            mark=mark,
            name=name,
            flag=flag,
            draft=draft,
            time=time,
            glyph=glyph,
            preview=preview,
            badge=badge,
            pill=self._pill,
            pill_box=self._pill_box,
            end_glyph=end_glyph,
            end=end,
            queue=queue,
            owner=owner,
        )

    def _text_top(self) -> int:
        lines = 2 * LINE_PX + (1 if self._compact else 2 + LAST_LINE_PX)
        return (self._height - lines + 1) // 2

    def _avatar(self, top: int) -> tuple[QRectF, QRectF]:
        size = self._avatar_px
        y = (self._height - size) // 2 if self._compact else top + 8
        box = QRectF(INSET_PX + PADDING_PX, y, size, size)
        mark, over_x, over_y = (14, 5, 4) if size < 36 else (16, 3, 3)
        return box, QRectF(
            box.right() + over_x - mark, box.bottom() + over_y - mark, mark, mark
        )

    def _first_line(self, y: int) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        right, time = self._right, _NOTHING
        if not self._compact:
            font = TIME_UNREAD if self._row.unread else TIME
            time = self._from_right(right, y, text_width(self._words.time, font, self._theme))
            right = time.left() - GAP_PX
        elif self._pill is not None:
            self._pill_box = QRectF(
                right - self._pill.width, y, self._pill.width, self._pill.height
            )
            right = self._pill_box.left() - GAP_PX
        flag = draft = _NOTHING
        if self._row.flagged:
            flag = self._small_glyph(right, y)
            right = flag.left() - GAP_PX
        if self._row.has_draft:
            draft = self._small_glyph(right, y)
            right = draft.left() - GAP_PX
        return self._between(self._left, right, y, LINE_PX), flag, draft, time

    def _second_line(self, y: int) -> tuple[QRectF, QRectF, QRectF]:
        left, right = self._left, self._right
        glyph = badge = _NOTHING
        if _has_glyph(self._row):
            glyph = QRectF(left, y + 2, GLYPH_PX, GLYPH_PX)
            left = glyph.right() + GAP_PX
        if self._row.unread:
            height = 16 if self._compact else self._theme.px("control.badge")
            width = badge_width(self._row.unread, height, self._theme)
            badge = QRectF(right - width, y + (LINE_PX - height) / 2, width, height)
            right = badge.left() - GAP_PX
        return glyph, self._between(left, right, y, LINE_PX), badge

    def _third_line(self, y: int) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        if self._compact:
            return _NOTHING, _NOTHING, _NOTHING, _NOTHING
        left = self._left
        if self._pill is not None:
            self._pill_box = QRectF(left, y, self._pill.width, self._pill.height)
            left = self._pill_box.right() + GAP_PX
        end_glyph = end = _NOTHING
        if self._words.end:
            end_glyph = QRectF(left, y + 4, SMALL_GLYPH_PX, SMALL_GLYPH_PX)
            width = text_width(self._words.end, END, self._theme) + 1
            end = QRectF(end_glyph.right() + END_GAP_PX, y, width, LAST_LINE_PX)
            left = end.right() + GAP_PX
        width = text_width(self._words.owner, META, self._theme)
        owner = self._from_right(self._right, y, width, LAST_LINE_PX)
        return end_glyph, end, self._queue(left, owner.left() - GAP_PX, y), owner

    def _queue(self, left: float, right: float, y: int) -> QRectF:
        """Room for the queue; none if only a stump of it would be left."""
        needed = min(text_width(self._words.queue, META, self._theme), LEAST_QUEUE_PX)
        if right - left < needed:
            return _NOTHING
        return self._between(left, right, y, LAST_LINE_PX)

    def _from_right(self, right: float, y: int, width: float, height: int = LINE_PX) -> QRectF:
        return QRectF(right - width, y, width + 1, height) if width else QRectF(right, y, 0, 0)

    def _small_glyph(self, right: float, y: int) -> QRectF:
        return QRectF(right - SMALL_GLYPH_PX, y + 3, SMALL_GLYPH_PX, SMALL_GLYPH_PX)

    def _between(self, left: float, right: float, y: int, height: int) -> QRectF:
        return QRectF(left, y, max(right - left, 0.0), height)


def _has_glyph(row: InboxRow) -> bool:
    if row.direction is Direction.OUTBOUND and row.state is not None:
        return True
    return bool(type_glyph(row))
