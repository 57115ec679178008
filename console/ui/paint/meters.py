"""Capacity segments and limit bars."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from console.ui.theme.theme import Theme

SEGMENT_W = 10
SEGMENT_H = 6
SEGMENT_GAP = 2
BAR_H = 6
MOST_SEGMENTS = 12
_AMBER_FROM = 0.9


def segments_width(total: int) -> int:
    """Width of the capacity segments in pixels; more than twelve share that width."""
    count = min(max(total, 1), MOST_SEGMENTS)
    return count * (SEGMENT_W + SEGMENT_GAP) - SEGMENT_GAP


def draw_segments(
    painter: QPainter, x: float, y: float, used: int, total: int, theme: Theme
) -> None:
    """One segment per place of capacity; amber when all are taken."""
    count = min(max(total, 1), MOST_SEGMENTS)
    filled = min(count, -(-used * count // total)) if total else 0
    full = total > 0 and used >= total
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    taken = theme.color("meter.full" if full else "meter.fill")
    for place in range(count):
        painter.setBrush(taken if place < filled else theme.color("meter.track"))
        left = x + place * (SEGMENT_W + SEGMENT_GAP)
        painter.drawRoundedRect(QRectF(left, y, SEGMENT_W, SEGMENT_H), 2, 2)


def bar_token(share: float) -> str:
    """The colour token of a limit bar: neutral, amber from 90 %, red at 100 %."""
    if share >= 1:
        return "danger.fill"
    return "warning.fill" if share >= _AMBER_FROM else "meter.fill"


def draw_limit_bar(painter: QPainter, bar: QRectF, share: float, theme: Theme) -> None:
    """How much of a limit is used; `share` may exceed 1."""
    radius = bar.height() / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("meter.track"))
    painter.drawRoundedRect(bar, radius, radius)
    filled = QRectF(bar)
    filled.setWidth(bar.width() * min(max(share, 0.0), 1.0))
    if filled.width() >= 1:
        painter.setBrush(theme.color(bar_token(share)))
        painter.drawRoundedRect(filled, radius, radius)
