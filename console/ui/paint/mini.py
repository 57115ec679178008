"""Small avatars for boards, whose mark tells how pressing the session is by shape."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from console.domain.care_window import Stage
from console.ui.paint.avatar import draw_avatar
from console.ui.theme.theme import Theme

MINI_PX = 24
_MARK_PX = 8
_FILL = {
    Stage.CALM: "icon.muted",
    Stage.SOON: "warning.fill",
    Stage.URGENT: "window.urgent.bg",
    Stage.LAPSED: "window.lapsed.border",
}


def draw_mini(
    painter: QPainter,
    x: float,
    y: float,
    person_id: str,
    initials: str,
    stage: Stage | None,
    theme: Theme,
    ground: QColor,
    dpr: float,
) -> None:
    """An avatar 24 px wide: round grey, round amber, square red-orange or hollow square.

    `stage` is None on channels without a window; `ground` is what it stands on.
    """
    draw_avatar(painter, x, y, MINI_PX, person_id, initials, dpr)
    if stage is None:
        return
    at = MINI_PX + 1 - _MARK_PX
    mark = QRectF(x + at, y + at, _MARK_PX, _MARK_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    _draw_shape(painter, mark.adjusted(-1.5, -1.5, 1.5, 1.5), stage)
    color = theme.color(_FILL[stage])
    if stage is Stage.LAPSED:
        painter.setPen(QPen(color, 2))
        mark.adjust(1, 1, -1, -1)
    else:
        painter.setBrush(color)
    _draw_shape(painter, mark, stage)
    painter.restore()


def _draw_shape(painter: QPainter, box: QRectF, stage: Stage) -> None:
    if stage in (Stage.URGENT, Stage.LAPSED):
        painter.drawRoundedRect(box, 2, 2)
    else:
        painter.drawEllipse(box)
