"""Paints the rows of a transcript that an event touches, as they are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from console.domain.texts import _
from console.ui.paint.text import FontKey, draw_line, text_width
from console.ui.theme.theme import current_theme
from console.ui.transcript.flash import Flash
from console.ui.transcript.keyboard import Keyboard
from console.ui.transcript.paint import Brushes, Looked, paint_row
from console.ui.transcript.pictures import PictureStore
from console.ui.transcript.pointer import Pointer
from console.ui.transcript.surface import EARLIER_PX, Placed

_FONT: FontKey = ("caption", None, False)
_NEARBY_PX = 20
_NOTHING = -1


@dataclass(frozen=True, slots=True)
class Scene:
    """What is in sight, and who looks at it how.

    Attributes:
        earlier_at: where "Loading earlier messages…" stands; None if all are here.
    """

    rows: list[Placed]
    pointer: Pointer
    keyboard: Keyboard
    lit: Flash
    pictures: PictureStore
    dpr: float
    width_px: int
    has_focus: bool
    earlier_at: int | None


def paint_view(scene: Scene, painter: QPainter, area: QRect) -> None:
    """Paint what lies in `area` of the viewport."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(area, theme.color("bg.surface"))
    brushes = Brushes(painter, theme, scene.pictures, scene.dpr)
    _paint_earlier(scene, painter)
    for placed in scene.rows:
        bottom = placed.top_px + placed.layout.height_px
        # rings, flashes and badges reach a little over their row
        if placed.top_px > area.bottom() + _NEARBY_PX or bottom < area.top() - _NEARBY_PX:
            continue
        painter.translate(0, placed.top_px)
        paint_row(placed.layout, brushes, _looked(scene, placed))
        painter.translate(0, -placed.top_px)


def _looked(scene: Scene, placed: Placed) -> Looked:
    name, pointer, keyboard = placed.message_id, scene.pointer, scene.keyboard
    chosen = pointer.selection
    if chosen is not None and chosen.message_id != name:
        chosen = None
    here = keyboard.message_id == name
    return Looked(
        hovered=pointer.hovered.hit if pointer.hovered.message_id == name else _NOTHING,
        pressed=pointer.pressed.hit if pointer.pressed.message_id == name else _NOTHING,
        chosen=keyboard.hit if here else _NOTHING,
        focused=here and keyboard.shown and scene.has_focus,
        flash=scene.lit.strength if scene.lit.message_id == name else 0.0,
        selected=(chosen.piece, chosen.first, chosen.last) if chosen else None,
    )


def _paint_earlier(scene: Scene, painter: QPainter) -> None:
    y = scene.earlier_at
    if y is None or y < -EARLIER_PX:
        return
    words, theme = _("Loading earlier messages…"), current_theme()
    width = text_width(words, _FONT, theme)
    box = QRectF((scene.width_px - width) / 2, y + 16, width + 1, 16)
    draw_line(painter, box, words, _FONT, theme, "text.tertiary")
