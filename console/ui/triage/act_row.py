"""One thing that can be done about a dead letter: a wide button of two lines with its key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from console.ui.paint.text import draw_line
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.widgets.key_caps import draw_key_caps, key_caps_width
from console.ui.widgets.restyled import Restyled

_H, _WORDS_X = 48, 42


class ActRow(Restyled, QAbstractButton):
    """Glyph, title, what it means, and the key that does the same in the list."""

    def __init__(self, glyph: str, title: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph, self._key, self._means = glyph, key, ""
        self.setText(title)
        self.setFixedHeight(_H)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.explain("")

    def explain(self, means: str) -> None:
        """Say what it means, or why it can't be done."""
        self._means = means
        self.setAccessibleName(f"{self.text()}, {means}" if means else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(240, _H)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The outlined box, like every choice."""
        theme, able = current_theme(), self.isEnabled()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "bg.surface"
        if able and (self.underMouse() or self.isDown()):
            ground = "bg.pressed" if self.isDown() else "bg.hover"
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("border.default"), 1))
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(box, 8, 8)
            tint = "icon.default" if able else "text.disabled"
            dpr = self.devicePixelRatioF()
            glyph = icon_pixmap(self._glyph, 18, tint, "regular", dpr)
            painter.drawPixmap(QRectF(13, _H / 2 - 9, 0, 0).topLeft(), glyph)
            caps = key_caps_width((self._key,), theme)
            room = self.width() - _WORDS_X - caps - 22
            ink = "text.primary" if able else "text.tertiary"
            first = QRectF(_WORDS_X, 6 if self._means else 14, room, 20)
            draw_line(painter, first, self.text(), ("body", 500, False), theme, ink)
            second = QRectF(_WORDS_X, 25, room, 17)
            font = ("caption", None, False)
            draw_line(painter, second, self._means, font, theme, "text.secondary")
            if able:
                draw_key_caps(painter, self.width() - caps - 12, _H / 2, (self._key,), theme)
