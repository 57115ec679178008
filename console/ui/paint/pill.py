"""The countdown pill: four stages in three sizes, and its wordless form for tabs."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from console.domain.care_window import Stage, countdown_text, stage_of
from console.ui.paint.arcs import draw_ring
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme


class PillSize(Enum):
    """Where the pill stands."""

    LIST = "list"
    COMPACT = "compact"
    HEADER = "header"


class PillLayout(NamedTuple):
    """Where the parts of a pill are, seen from its top left corner.

    Attributes:
        text: the countdown; empty where a lapsed pill is the lock alone.
        until: what follows in regular weight, such as "until 17:48"; header only.
        glyph: the square of the ring or the lock.
        spoken_lock: the lock stands for "Templates only" and needs a name.
    """

    stage: Stage
    size: PillSize
    text: str
    until: str
    width: int
    height: int
    glyph: QRectF
    text_x: float
    until_x: float

    @property
    def spoken_lock(self) -> bool:
        """Whether only the lock is drawn."""
        return not self.text


class _Metrics(NamedTuple):
    height: int
    glyph_px: int
    gap: int
    left: int
    right: int


_METRICS = {
    PillSize.LIST: _Metrics(height=20, glyph_px=12, gap=5, left=5, right=8),
    PillSize.COMPACT: _Metrics(height=18, glyph_px=12, gap=5, left=5, right=8),
    PillSize.HEADER: _Metrics(height=28, glyph_px=16, gap=7, left=8, right=12),
}
_HEADER_LAPSED_LEFT = 9
_RING_STEPS = 180  # a step is a third of a pixel on the largest ring


def lay_out_pill(left: timedelta, size: PillSize, theme: Theme, until: str = "") -> PillLayout:
    """The pill for a time left; `until` is shown in the header only, and not once lapsed."""
    stage = stage_of(left)
    text = countdown_text(left)
    if stage is Stage.LAPSED and size is PillSize.COMPACT:
        text = ""
    shown_until = until if size is PillSize.HEADER and stage is not Stage.LAPSED else ""
    return _lay_out(stage, size, text, shown_until, theme)


@lru_cache(maxsize=4096)
def _lay_out(stage: Stage, size: PillSize, text: str, until: str, theme: Theme) -> PillLayout:
    metrics = _METRICS[size]
    left, right, gap = _padding(stage, size, metrics)
    glyph = QRectF(
        left, (metrics.height - metrics.glyph_px) / 2, metrics.glyph_px, metrics.glyph_px
    )
    text_x = glyph.right() + gap
    end = text_x + _width(pill_font(stage, size, theme), text) if text else glyph.right()
    until_x = end + gap
    if until:
        end = until_x + _width(_until_font(theme), until)
    width = round(end + right)
    return PillLayout(stage, size, text, until, width, metrics.height, glyph, text_x, until_x)


def _padding(stage: Stage, size: PillSize, metrics: _Metrics) -> tuple[int, int, int]:
    """Left and right padding, and the gap between glyph and text."""
    left, right, gap = metrics.left, metrics.right, metrics.gap
    if stage is Stage.CALM and size is not PillSize.HEADER:
        return 0, 4 if size is PillSize.LIST else 0, gap
    if stage is not Stage.LAPSED:
        return left, right, gap
    if size is PillSize.COMPACT:
        return 5, 5, gap
    if size is PillSize.HEADER:
        return _HEADER_LAPSED_LEFT, right, gap
    return 6, right, 4


def pill_font(stage: Stage, size: PillSize, theme: Theme) -> QFont:
    """The font of the countdown: tabular, heavier when urgent."""
    step = "body" if size is PillSize.HEADER else "caption"
    return theme.font(step, 600 if stage is Stage.URGENT else 500, tabular=True)


def draw_pill(
    painter: QPainter,
    x: float,
    y: float,
    layout: PillLayout,
    share: float,
    theme: Theme,
    dpr: float,
) -> None:
    """The pill with its top left corner at x, y; `share` of the ring is drawn."""
    steps = ring_steps(share)
    picture = _pixmap(layout.stage, layout.size, layout.text, layout.until, steps, theme, dpr)
    painter.drawPixmap(QPointF(x, y), picture)


def ring_steps(share: float) -> int:
    """The share in the steps in which the ring moves; equal steps look the same."""
    return round(share * _RING_STEPS)


@lru_cache(maxsize=512)
def _pixmap(
    stage: Stage,
    size: PillSize,
    text: str,
    until: str,
    steps: int,
    theme: Theme,
    dpr: float,
) -> QPixmap:
    layout = _lay_out(stage, size, text, until, theme)
    picture = QPixmap(round(layout.width * dpr), round(layout.height * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, layout, theme)
        if stage is Stage.LAPSED:
            _draw_lock(painter, layout, dpr)
        else:
            track = 0.36 if stage is Stage.URGENT else 0.22
            color = theme.color(f"window.{stage}.ring")
            draw_ring(painter, layout.glyph, steps / _RING_STEPS, color, track_opacity=track)
        _draw_text(painter, layout, theme)
    return picture


def _draw_lock(painter: QPainter, layout: PillLayout, dpr: float) -> None:
    size = int(layout.glyph.width())
    lock = icon_pixmap("session.windowLapsed", size, "window.lapsed.fg", "fill", dpr)
    painter.drawPixmap(layout.glyph.topLeft(), lock)


def tab_text_color(stage: Stage, theme: Theme) -> QColor:
    """The colour of the countdown where it has no fill."""
    names = {Stage.SOON: "window.soon.fg", Stage.URGENT: "window.urgent.text"}
    return theme.color(names.get(stage, "text.tertiary"))


def _draw_ground(painter: QPainter, layout: PillLayout, theme: Theme) -> None:
    if layout.stage is Stage.CALM and layout.size is not PillSize.HEADER:
        return
    outline = layout.stage is Stage.LAPSED
    inset = 0.5 if outline else 0.0
    painter.setPen(
        QPen(theme.color("window.lapsed.border"), 1) if outline else Qt.PenStyle.NoPen
    )
    painter.setBrush(theme.color(f"window.{layout.stage}.bg"))
    ground = QRectF(inset, inset, layout.width - 2 * inset, layout.height - 2 * inset)
    painter.drawRoundedRect(ground, ground.height() / 2, ground.height() / 2)


def _draw_text(painter: QPainter, layout: PillLayout, theme: Theme) -> None:
    if not layout.text:
        return
    font = pill_font(layout.stage, layout.size, theme)
    painter.setFont(font)
    painter.setPen(theme.color(f"window.{layout.stage}.fg"))
    baseline = _baseline(font, layout.height)
    painter.drawText(QPointF(layout.text_x, baseline), layout.text)
    if layout.until:
        painter.setFont(_until_font(theme))
        painter.drawText(QPointF(layout.until_x, baseline), layout.until)


def _baseline(font: QFont, height: int) -> float:
    metrics = QFontMetricsF(font)
    return round((height - metrics.height()) / 2 + metrics.ascent())


def _until_font(theme: Theme) -> QFont:
    return theme.font("body", 400, tabular=True)


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)
