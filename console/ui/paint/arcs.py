"""Rings: the countdown ring and the seconds of an offer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from console.ui.theme.theme import Theme


def draw_ring(
    painter: QPainter,
    square: QRectF,
    share: float,
    color: QColor,
    *,
    stroke_px: float = 2.0,
    track_opacity: float = 0.22,
) -> None:
    """A ring that starts at twelve o'clock and runs clockwise; `share` is 0.0 to 1.0."""
    half = stroke_px / 2
    inner = square.adjusted(half, half, -half, -half)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    track = QColor(color)
    track.setAlphaF(color.alphaF() * track_opacity)
    painter.setPen(QPen(track, stroke_px))
    painter.drawEllipse(inner)
    painter.setPen(QPen(color, stroke_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(inner, 90 * 16, round(-360 * 16 * min(max(share, 0.0), 1.0)))
    painter.restore()


def draw_offer_ring(
    painter: QPainter, square: QRectF, share: float, seconds: int, theme: Theme
) -> None:
    """The ring of an offer with its seconds inside; urgent below five seconds."""
    color = theme.color("window.urgent.text" if seconds < 5 else "accent.text")
    draw_ring(painter, square, share, color, stroke_px=3, track_opacity=0.18)
    painter.setFont(theme.font("title", 600, tabular=True))
    painter.setPen(theme.color("text.primary"))
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(seconds))
