"""Paints laid-out rows: one small function for each kind of piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTextCharFormat, QTextLayout

from console.ui.paint.arcs import draw_ring
from console.ui.paint.text import draw_line, text_width
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme
from console.ui.transcript.pictures import PictureStore
from console.ui.transcript.pieces import (
    Bar,
    Box,
    Button,
    Glyph,
    Layout,
    Line,
    Picture,
    Radii,
    Ring,
    Words,
)

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Looked:
    """How a row is looked at: indexes into its hits, and the text that is selected.

    Attributes:
        focused: the keyboard stands on it.
        flash: 0.0 to 1.0, how strongly it lights up.
        selected: (index of the words, first and last character).
    """

    hovered: int = _NOBODY
    pressed: int = _NOBODY
    chosen: int = _NOBODY
    focused: bool = False
    flash: float = 0.0
    selected: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Brushes:
    """What painting needs beside the layout."""

    painter: QPainter
    theme: Theme
    pictures: PictureStore
    dpr: float


def paint_row(layout: Layout, brushes: Brushes, looked: Looked) -> None:
    """Paint a row; the painter's origin is its top left corner."""
    if looked.flash > 0:
        _flash(layout, brushes, looked.flash)
    for index, piece in enumerate(layout.pieces):
        if isinstance(piece, Words):
            _words(piece, brushes, looked.selected, index)
        elif isinstance(piece, Button):
            _button(piece, brushes, looked)
        else:
            _PAINT[type(piece)](piece, brushes)
    if looked.focused:
        _focus(layout, brushes, looked)


def _flash(layout: Layout, brushes: Brushes, strength: float) -> None:
    color = QColor(brushes.theme.color("accent.tint"))
    color.setAlphaF(strength)
    area = layout.bubble.adjusted(-8, -5, 8, 5)
    brushes.painter.fillPath(rounded(area, (14, 14, 14, 14)), color)


def _focus(layout: Layout, brushes: Brushes, looked: Looked) -> None:
    painter = brushes.painter
    chosen = looked.chosen if 0 <= looked.chosen < len(layout.hits) else _NOBODY
    area = layout.bubble.adjusted(-2, -2, 2, 2)
    if chosen != _NOBODY:
        area = layout.hits[chosen].rect.adjusted(-2, -2, 2, 2)
    radius = 14 if chosen == _NOBODY else 7
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(brushes.theme.color("border.focus"), 2))
    painter.drawRoundedRect(area, radius, radius)


def rounded(rect: QRectF, radii: Radii) -> QPainterPath:
    """The outline of a rectangle with a radius for each corner."""
    one, two, three, four = radii
    path = QPainterPath(QPointF(rect.left() + one, rect.top()))
    path.lineTo(rect.right() - two, rect.top())
    path.arcTo(rect.right() - 2 * two, rect.top(), 2 * two, 2 * two, 90, -90)
    path.lineTo(rect.right(), rect.bottom() - three)
    path.arcTo(
        rect.right() - 2 * three, rect.bottom() - 2 * three, 2 * three, 2 * three, 0, -90
    )
    path.lineTo(rect.left() + four, rect.bottom())
    path.arcTo(rect.left(), rect.bottom() - 2 * four, 2 * four, 2 * four, 270, -90)
    path.lineTo(rect.left(), rect.top() + one)
    path.arcTo(rect.left(), rect.top(), 2 * one, 2 * one, 180, -90)
    path.closeSubpath()
    return path


def _box(box: Box, brushes: Brushes) -> None:
    painter, theme = brushes.painter, brushes.theme
    if not any(box.radii) and not box.stroke:
        painter.fillRect(box.rect, theme.color(box.fill))
        return
    rect = box.rect.adjusted(0.5, 0.5, -0.5, -0.5) if box.stroke else box.rect
    path = rounded(rect, box.radii)
    if box.fill:
        fill = QColor(theme.color(box.fill))
        fill.setAlphaF(fill.alphaF() * box.opacity)
        painter.fillPath(path, fill)
    if box.stroke:
        pen = QPen(theme.color(box.stroke), 1)
        if box.dashed:
            pen.setDashPattern([3, 2])
        painter.strokePath(path, pen)


def _words(
    words: Words, brushes: Brushes, selected: tuple[int, int, int] | None, index: int
) -> None:
    brushes.painter.setPen(brushes.theme.color(words.color))
    if selected is None or selected[0] != index:
        words.layout.draw(brushes.painter, words.at)
        return
    part = QTextLayout.FormatRange()
    part.start, part.length = selected[1], selected[2] - selected[1]
    look = QTextCharFormat()
    look.setBackground(brushes.theme.color("accent.border"))
    part.format = look
    words.layout.draw(brushes.painter, words.at, [part])


def _line(line: Line, brushes: Brushes) -> None:
    draw_line(brushes.painter, line.rect, line.text, line.font, brushes.theme, line.color)


def _glyph(glyph: Glyph, brushes: Brushes) -> None:
    pixmap = icon_pixmap(glyph.name, glyph.size_px, glyph.color, glyph.weight, brushes.dpr)
    brushes.painter.drawPixmap(glyph.at, pixmap)


def _picture(picture: Picture, brushes: Brushes) -> None:
    painter, rect = brushes.painter, picture.rect
    pixmap = brushes.pictures.get(
        picture.path, rect.width(), rect.height(), brushes.dpr, cover=not picture.contain
    )
    if pixmap is None or pixmap.isNull():
        _no_picture(picture, brushes, broken=pixmap is not None)
        return
    shown = pixmap.size().toSizeF() / brushes.dpr
    target = QRectF(QPointF(0, 0), shown)
    target.moveCenter(rect.center())
    painter.save()
    radius = picture.radius
    painter.setClipPath(rounded(rect, (radius, radius, radius, radius)))
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
    painter.restore()


def _no_picture(picture: Picture, brushes: Brushes, broken: bool) -> None:
    rect, theme = picture.rect, brushes.theme
    if not picture.contain:
        radius = picture.radius
        path = rounded(rect, (radius, radius, radius, radius))
        brushes.painter.fillPath(path, theme.color("bg.pressed"))
    name = "content.imageMissing" if broken else "content.image"
    size = 32 if rect.width() > 80 else 16
    weight = "light" if broken and size == 32 else "regular"
    pixmap = icon_pixmap(name, size, "icon.muted", weight, brushes.dpr)
    brushes.painter.drawPixmap(rect.center() - QPointF(size / 2, size / 2), pixmap)


def _ring(ring: Ring, brushes: Brushes) -> None:
    color = brushes.theme.color("accent.fill")
    share = 0.0 if ring.share is None else ring.share
    draw_ring(brushes.painter, ring.rect, share, color, stroke_px=3, track_opacity=0.18)


def _bar(bar: Bar, brushes: Brushes) -> None:
    painter, rect = brushes.painter, bar.rect
    half = rect.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.theme.color("meter.track"))
    painter.drawRoundedRect(rect, half, half)
    done = QRectF(rect.left(), rect.top(), rect.width() * min(bar.share, 1.0), rect.height())
    if done.width() >= rect.height():
        painter.setBrush(brushes.theme.color("accent.fill"))
        painter.drawRoundedRect(done, half, half)


def _button(button: Button, brushes: Brushes, looked: Looked) -> None:
    hovered, pressed = looked.hovered == button.hit, looked.pressed == button.hit
    _FACES[button.look](button, brushes, hovered, pressed)


def _outlined(button: Button, brushes: Brushes, hovered: bool, pressed: bool) -> None:
    theme = brushes.theme
    rest = "bg.raised" if theme.is_dark else "bg.surface"
    fill = "bg.pressed" if pressed else "bg.hover" if hovered else rest
    _box(Box(button.rect, (6, 6, 6, 6), fill, "border.strong"), brushes)
    _label(button, brushes, "text.primary", "icon.default", ("caption", 500, False), 14)


def _customer(button: Button, brushes: Brushes, hovered: bool, _pressed: bool) -> None:
    fill = "bg.hover" if hovered else "bubble.template"
    _box(Box(button.rect, (8, 8, 8, 8), fill, "border.default"), brushes)
    _label(button, brushes, "text.link", "text.link", ("body", 500, False), 16)


def _label(
    button: Button,
    brushes: Brushes,
    color: str,
    icon_color: str,
    font: tuple[str, int, bool],
    icon_px: int,
) -> None:
    """Icon and words in the middle of a button."""
    rect = button.rect
    shift = icon_px + 5 if button.icon else 0
    width = min(text_width(button.label, font, brushes.theme), rect.width() - 16 - shift)
    x = round(rect.center().x() - (width + shift) / 2)
    if button.icon:
        at = QPointF(x, round(rect.center().y() - icon_px / 2))
        brushes.painter.drawPixmap(
            at, icon_pixmap(button.icon, icon_px, icon_color, dpr=brushes.dpr)
        )
    words = QRectF(x + shift, rect.top(), width + 1, rect.height())
    draw_line(brushes.painter, words, button.label, font, brushes.theme, color)


def _ghost(button: Button, brushes: Brushes, hovered: bool, pressed: bool) -> None:
    if hovered or pressed:
        fill = "bg.pressed" if pressed else "bg.hover"
        _box(Box(button.rect, (4, 4, 4, 4), fill), brushes)
    _middle_icon(button, brushes, "icon.default")


def _shade(button: Button, brushes: Brushes, hovered: bool, pressed: bool) -> None:
    opacity = 0.86 if hovered or pressed else 0.66
    _box(Box(button.rect, (6, 6, 6, 6), "bg.viewer", opacity=opacity), brushes)
    _middle_icon(button, brushes, "text.onAccent")


def _middle_icon(button: Button, brushes: Brushes, color: str) -> None:
    middle = button.rect.center()
    brushes.painter.drawPixmap(
        QPointF(middle.x() - 8, middle.y() - 8),
        icon_pixmap(button.icon, 16, color, dpr=brushes.dpr),
    )


def _link(button: Button, brushes: Brushes, hovered: bool, pressed: bool) -> None:
    font = ("caption", 500, False)
    draw_line(brushes.painter, button.rect, button.label, font, brushes.theme, "text.link")
    if hovered or pressed:
        rect = button.rect
        line = QRectF(rect.left(), rect.bottom() - 2, rect.width() - 1, 1)
        brushes.painter.fillRect(line, brushes.theme.color("text.link"))


_FACES: dict[str, Callable[[Button, Brushes, bool, bool], None]] = {
    "outlined": _outlined,
    "customer": _customer,
    "ghost": _ghost,
    "shade": _shade,
    "link": _link,
}
_PAINT: dict[type, Callable[..., None]] = {
    Box: _box,
    Line: _line,
    Glyph: _glyph,
    Picture: _picture,
    Ring: _ring,
    Bar: _bar,
}
