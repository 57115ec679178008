"""Paints one session row and one section header."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from console.desk.inbox_row import InboxRow
from console.domain.care_window import share_left, time_left
from console.domain.directions import Direction
from console.domain.texts import number
from console.ui.inbox import row_layout as places
from console.ui.inbox.row_layout import RowLayout
from console.ui.inbox.wording import type_glyph
from console.ui.paint.avatar import draw_avatar, initials_of
from console.ui.paint.badge import draw_badge
from console.ui.paint.marks import draw_channel_mark
from console.ui.paint.pill import draw_pill
from console.ui.paint.text import draw_line, text_width
from console.ui.paint.ticks import tick_pixmap
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme

SECTION_FONT = ("caption", 600, False)
SECTION_COUNT_FONT = ("caption", 500, True)
SECTION_NOTE_FONT = ("caption", 400, True)


class RowState(NamedTuple):
    """How the row is looked at."""

    hovered: bool = False
    pressed: bool = False
    selected: bool = False
    focused: bool = False
    window_active: bool = True


def ground_color(state: RowState, theme: Theme) -> QColor:
    """The colour behind the row."""
    if state.selected:
        return theme.color("bg.selected" if state.window_active else "bg.selectedInactive")
    if state.pressed:
        return theme.color("bg.pressed")
    return theme.color("bg.hover" if state.hovered else "bg.pane")


def paint_row(
    painter: QPainter,
    row: InboxRow,
    layout: RowLayout,
    state: RowState,
    theme: Theme,
    now: datetime,
    dpr: float,
    part: QRectF,
) -> None:
    """What of the row lies in `part`, its top left corner at the painter's origin."""
    ground = ground_color(state, theme)
    _paint_ground(painter, layout.body, ground, state, theme)
    if part.intersects(layout.avatar | layout.mark):
        _paint_avatar(painter, row, layout, ground, dpr)
    if part.intersects(_line(layout.name, layout)):
        _paint_first_line(painter, row, layout, theme, dpr)
    if part.intersects(_line(layout.preview, layout)):
        _paint_second_line(painter, row, layout, theme, dpr)
    _paint_third_line(painter, row, layout, theme, dpr)
    if layout.pill is not None:
        box = layout.pill_box
        share = share_left(time_left(row.expires_at, now))
        draw_pill(painter, box.x(), box.y(), layout.pill, share, theme, dpr)


def paint_section(
    painter: QPainter,
    box: QRectF,
    title: str,
    count: int,
    note: str,
    *,
    collapsed: bool,
    focused: bool,
    theme: Theme,
    dpr: float,
) -> None:
    """A section header: caret, title, count, and a note at the right edge."""
    caret = icon_pixmap(
        "common.collapse" if collapsed else "common.expand", 10, "icon.muted", "bold", dpr
    )
    # four pixels of air stand above the words
    line = QRectF(box.x(), box.y() + 8, box.width(), 16)
    painter.drawPixmap(QRectF(14, line.y() + 3, 10, 10).topLeft(), caret)
    x = 14.0 + 10 + places.GAP_PX
    width = text_width(title, SECTION_FONT, theme)
    draw_line(
        painter,
        QRectF(x, line.y(), width + 1, 16),
        title,
        SECTION_FONT,
        theme,
        "text.secondary",
    )
    x += width + places.GAP_PX
    draw_line(
        painter,
        QRectF(x, line.y(), 80, 16),
        number(count),
        SECTION_COUNT_FONT,
        theme,
        "text.tertiary",
    )
    if note:
        width = text_width(note, SECTION_NOTE_FONT, theme)
        at = QRectF(box.right() - 16 - width, line.y(), width + 1, 16)
        draw_line(painter, at, note, SECTION_NOTE_FONT, theme, "text.tertiary")
    if focused:
        _paint_focus(painter, box.adjusted(8, 2, -8, -2), theme)


def paint_sentence(
    painter: QPainter, box: QRectF, top: float, sentence: str, theme: Theme
) -> None:
    """What stands below the header of a section without rows."""
    line = QRectF(box.x() + 16, top + 6, box.width() - 32, 18)
    draw_line(painter, line, sentence, places.PREVIEW, theme, "text.tertiary")


def _paint_ground(
    painter: QPainter, body: QRectF, ground: QColor, state: RowState, theme: Theme
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state.selected or state.pressed or state.hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(body, theme.px("radius.md"), theme.px("radius.md"))
    if state.focused:
        _paint_focus(painter, body, theme)


def _paint_focus(painter: QPainter, body: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("border.focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = theme.px("radius.md") - 1
    painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), radius, radius)


def _paint_avatar(
    painter: QPainter, row: InboxRow, layout: RowLayout, ground: QColor, dpr: float
) -> None:
    box, mark = layout.avatar, layout.mark
    initials = initials_of(row.name)
    draw_avatar(painter, box.x(), box.y(), int(box.width()), row.customer_id, initials, dpr)
    size = int(mark.width())
    draw_channel_mark(painter, mark.x(), mark.y(), size, row.channel_kind, dpr, ground)


def _line(box: QRectF, layout: RowLayout) -> QRectF:
    """From edge to edge, the box of a line's elided part made as wide as the row."""
    return QRectF(0, box.y(), layout.body.right(), box.height())


def _paint_first_line(
    painter: QPainter, row: InboxRow, layout: RowLayout, theme: Theme, dpr: float
) -> None:
    name_font = places.NAME_UNREAD if row.unread else places.NAME
    draw_line(painter, layout.name, row.name, name_font, theme, "text.primary")
    time_font, time_color = (
        (places.TIME_UNREAD, "accent.text") if row.unread else (places.TIME, "text.tertiary")
    )
    draw_line(painter, layout.time, layout.words.time, time_font, theme, time_color)
    if not layout.flag.isEmpty():
        flag = icon_pixmap("session.raiseFlag", 12, "danger.fill", "fill", dpr)
        painter.drawPixmap(layout.flag.topLeft(), flag)
    if not layout.draft.isEmpty():
        draft = icon_pixmap("composer.draftKept", 12, "icon.muted", "regular", dpr)
        painter.drawPixmap(layout.draft.topLeft(), draft)


def _paint_second_line(
    painter: QPainter, row: InboxRow, layout: RowLayout, theme: Theme, dpr: float
) -> None:
    if not layout.glyph.isEmpty():
        painter.drawPixmap(layout.glyph.topLeft(), _line_glyph(row, dpr))
    color = "text.primary" if row.unread else "text.secondary"
    draw_line(painter, layout.preview, row.preview, places.PREVIEW, theme, color)
    if row.unread:
        draw_badge(painter, layout.badge, row.unread, theme)


def _line_glyph(row: InboxRow, dpr: float) -> QPixmap:
    if row.direction is Direction.OUTBOUND and row.state is not None:
        return tick_pixmap(row.state, places.GLYPH_PX, dpr)
    return icon_pixmap(type_glyph(row), places.GLYPH_PX, "icon.muted", "regular", dpr)


def _paint_third_line(
    painter: QPainter, row: InboxRow, layout: RowLayout, theme: Theme, dpr: float
) -> None:
    if not layout.end.isEmpty():
        glass = icon_pixmap("session.inactivity", 12, "text.tertiary", "regular", dpr)
        painter.drawPixmap(layout.end_glyph.topLeft(), glass)
        draw_line(painter, layout.end, layout.words.end, places.END, theme, "text.tertiary")
    draw_line(painter, layout.queue, layout.words.queue, places.META, theme, "text.tertiary")
    draw_line(painter, layout.owner, layout.words.owner, places.META, theme, "text.tertiary")
