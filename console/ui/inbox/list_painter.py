"""Paints the entries of the list in sight and knows which countdowns are stale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import QPainter, QRegion

from console.desk.inbox_row import InboxRow
from console.domain.care_window import share_left, time_left
from console.domain.sessions import Section
from console.domain.texts import _
from console.ui.inbox.filters import Grouping
from console.ui.inbox.geometry import Entry, Placed
from console.ui.inbox.order import Group, InboxOrder
from console.ui.inbox.row_layout import RowLayout, RowWords, lay_out_row, pill_of, words_of
from console.ui.inbox.row_painter import RowState, paint_row, paint_section, paint_sentence
from console.ui.inbox.wording import empty_text, heading_text, waited_text
from console.ui.paint.pill import ring_steps
from console.ui.theme.theme import current_theme

_KEPT = 512


class Picture(NamedTuple):
    """How the list is looked at for one painting.

    Attributes:
        scrolled_px: how much content is above the viewport.
        ringed: the entry with the keyboard's ring.
    """

    now: datetime
    width_px: int
    scrolled_px: int
    dpr: float
    selected_id: str = ""
    ringed: Entry | None = None
    hovered: Entry | None = None
    pressed: Entry | None = None
    collapsed: frozenset[Group] = frozenset()
    window_active: bool = True


class _Cached(NamedTuple):
    """The layout of a row at a moment."""

    row: InboxRow
    at: datetime
    layout: RowLayout


class ListPainter:
    """Layouts of the rows painted last, by id."""

    def __init__(self, order: InboxOrder) -> None:
        self._order = order
        self._layouts: dict[str, _Cached] = {}
        self._notes: dict[Group, str] = {}

    def forget_all(self) -> None:
        """Lay everything out anew: the width or the theme is another."""
        self._layouts.clear()

    def knows(self, entry: Entry) -> bool:
        """Whether the row still shows what was painted last; a header may count anew."""
        row = self._order.rows.get(entry.session_id)
        cached = self._layouts.get(entry.session_id)
        return row is not None and cached is not None and cached.row is row

    def paint(
        self, painter: QPainter, entries: Iterable[Placed], picture: Picture, dirty: QRegion
    ) -> None:
        """Paint those of the entries, and of their parts, that touch what is dirty."""
        while len(self._layouts) > _KEPT:  # the oldest; all at once would be felt
            del self._layouts[next(iter(self._layouts))]
        for placed in entries:
            top = placed.top_px - picture.scrolled_px
            touched = dirty & QRect(0, top, picture.width_px, placed.height_px)
            if touched.isEmpty():
                continue
            if placed.entry.is_header:
                box = QRectF(0, top, picture.width_px, placed.height_px)
                self._paint_header(painter, placed.entry, box, picture)
            else:
                painter.translate(0, top)
                part = QRectF(touched.boundingRect().translated(0, -top))
                self._paint_row(painter, placed.entry, picture, part)
                painter.translate(0, -top)

    def stale(self, placed: Placed, now: datetime, width_px: int) -> QRect | None:
        """What of the entry has to be painted again at `now`, seen from its corner."""
        if placed.entry.is_header:
            note = self._note(placed.entry.section, now)
            same = note == self._notes.get(placed.entry.section)
            return None if same else QRect(width_px // 2, 0, width_px // 2, placed.height_px)
        return self._stale_row(placed.entry.session_id, now, width_px)

    def _stale_row(self, session_id: str, now: datetime, width_px: int) -> QRect | None:
        cached = self._layouts.get(session_id)
        row = self._order.rows[session_id]
        if cached is None or cached.row is not row:
            return QRect(0, 0, width_px, current_theme().px("density.sessionRow"))
        old = cached.layout
        pill, words = pill_of(row, now, current_theme()), self._words(row, now)
        if pill == old.pill and words == old.words:
            moved = _steps(row, cached.at) != _steps(row, now)
            return _grown(old.pill_box) if moved and pill is not None else None
        new = lay_out_row(row, now, width_px, current_theme(), by_queue=self._by_queue())
        self._layouts[session_id] = _Cached(row, now, new)
        if new.words.time != old.words.time:
            return QRect(0, 0, width_px, new.height)
        if new.queue == old.queue and new.name == old.name:
            return _grown(old.ticking().united(new.ticking()))
        line = old.ticking().united(new.ticking())
        return QRect(0, int(line.top()), width_px, int(line.height()) + 1)

    def _paint_row(
        self, painter: QPainter, entry: Entry, picture: Picture, part: QRectF
    ) -> None:
        row = self._order.rows[entry.session_id]
        theme = current_theme()
        layout = self._layout(row, picture)
        state = RowState(
            hovered=entry == picture.hovered,
            pressed=entry == picture.pressed,
            selected=entry.session_id == picture.selected_id,
            focused=entry == picture.ringed,
            window_active=picture.window_active,
        )
        paint_row(painter, row, layout, state, theme, picture.now, picture.dpr, part)

    def _layout(self, row: InboxRow, picture: Picture) -> RowLayout:
        """The layout of this moment, made anew only if something changed."""
        cached = self._layouts.get(row.session_id)
        if cached is not None and cached.row is row:
            if cached.at == picture.now:
                return cached.layout
            pill = pill_of(row, picture.now, current_theme())
            words = self._words(row, picture.now)
            if cached.layout.pill == pill and cached.layout.words == words:
                self._layouts[row.session_id] = cached._replace(at=picture.now)
                return cached.layout
        layout = lay_out_row(
            row, picture.now, picture.width_px, current_theme(), by_queue=self._by_queue()
        )
        self._layouts[row.session_id] = _Cached(row, picture.now, layout)
        return layout

    def _paint_header(
        self, painter: QPainter, entry: Entry, box: QRectF, picture: Picture
    ) -> None:
        note = self._notes[entry.section] = self._note(entry.section, picture.now)
        theme, section = current_theme(), entry.section
        count = len(self._order.section(section))
        collapsed = section in picture.collapsed
        heading = QRectF(box.topLeft(), QSizeF(box.width(), theme.px("layout.sectionHeader")))
        paint_section(
            painter,
            heading,
            heading_text(section),
            count,
            note,
            collapsed=collapsed,
            focused=entry == picture.ringed,
            theme=theme,
            dpr=picture.dpr,
        )
        if not count and not collapsed:
            paint_sentence(painter, box, heading.bottom(), empty_text(section), theme)

    def _by_queue(self) -> bool:
        return self._order.filter.grouping is Grouping.QUEUES

    def _words(self, row: InboxRow, now: datetime) -> RowWords:
        return words_of(row, now, by_queue=self._by_queue())

    def _note(self, section: Group, now: datetime) -> str:
        if self._by_queue():
            lapsing = self._order.lapsing(section)
            return _("{lapsing} lapsing").format(lapsing=lapsing) if lapsing else ""
        since = self._order.oldest_wait() if section == Section.WAITING_FOR_ME else None
        return waited_text(since, now) if since is not None else ""


def _steps(row: InboxRow, now: datetime) -> int:
    return ring_steps(share_left(time_left(row.expires_at, now)))


def _grown(box: QRectF) -> QRect:
    return box.toAlignedRect().adjusted(-1, -1, 1, 1)
