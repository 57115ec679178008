"""Phosphor icons drawn once from SVG, tinted and cached."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from console.ui.theme.resources import path
from console.ui.theme.theme import current_theme

FALLBACK = "chat-circle-text"


def icon_pixmap(
    name: str,
    size: int,
    color: QColor | str,
    weight: str = "regular",
    dpr: float | None = None,
) -> QPixmap:
    """The icon of a role ("session.transfer") or Phosphor name, `size` pixels square.

    `color` is a QColor or a colour token of the theme in use. `dpr` is the device pixel
    ratio to draw for; the screen's when left out. An unknown name shows a chat bubble.
    """
    tint = current_theme().color(color) if isinstance(color, str) else color
    return _draw(raw_name(name), size, tint.rgba(), weight, dpr or device_pixel_ratio())


def icon_of(
    button: QWidget, name: str, size: int, color: QColor | str, weight: str = "regular"
) -> QIcon:
    """The icon as the button looks now: it asks again once it is enabled or disabled."""
    if button.isEnabled():
        return QIcon(icon_pixmap(name, size, color, weight))
    return icon(name, size, color, weight)


def icon(
    name: str, size: int = 16, color: QColor | str = "icon.default", weight: str = "regular"
) -> QIcon:
    """A QIcon of one colour, greyed by `text.disabled` when disabled."""
    made = QIcon(icon_pixmap(name, size, color, weight))
    disabled = icon_pixmap(name, size, "text.disabled", weight)
    made.addPixmap(disabled, QIcon.Mode.Disabled)
    return made


def spaced_icon(
    name: str, size: int, color: QColor | str, weight: str = "regular", gap: int = 2
) -> QIcon:
    """An icon with empty pixels behind it, for styles that put words too close.

    It is `size + gap` wide; give the button that icon size.
    """
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, "text.disabled")):
        drawn = icon_pixmap(name, size, ink, weight)
        dpr = drawn.devicePixelRatio()
        wide = QPixmap(round((size + gap) * dpr), drawn.height())
        wide.setDevicePixelRatio(dpr)
        wide.fill(Qt.GlobalColor.transparent)
        with QPainter(wide) as painter:
            painter.drawPixmap(0, 0, drawn)
        made.addPixmap(wide, mode)
    return made


def raw_name(name: str) -> str:
    """The Phosphor name of a role; a Phosphor name is returned as it is."""
    return current_theme().tokens.icons.get(name, name)


def device_pixel_ratio() -> float:
    """The largest device pixel ratio of all screens."""
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=1024)
def _draw(name: str, size: int, rgba: int, weight: str, dpr: float) -> QPixmap:
    # imported here: QtSvg is not needed before the first icon
    from PySide6.QtSvg import QSvgRenderer

    pixels = round(size * dpr)
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(_file(name, weight)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor.fromRgba(rgba))
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


@lru_cache(maxsize=512)
def _file(name: str, weight: str) -> str:
    tries = ((name, weight), (name, "regular"), (FALLBACK, "regular"))
    return next(
        str(found)
        for tried, kind in tries
        if (found := path(f"icons/{kind}/{tried}.svg")).exists()
    )
