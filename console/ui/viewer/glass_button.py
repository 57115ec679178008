"""Buttons on the dark ground of the viewer: white, named, with a ring for the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.widgets.text import plain_tip

_ICON_PX = 20
_REST, _HOVER, _PRESSED = 0.12, 0.22, 0.3
_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class GlassButton(QAbstractButton):
    """A square of 36 px, or a disc of 44 px when round."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        parent: QWidget,
        *,
        shortcut: str = "",
        disc: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._disc = disc
        self._ring = False
        side = 44 if disc else 36
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        plain_tip(self, f"{name}  {shortcut}" if shortcut else name)

    def sizeHint(self) -> QSize:
        """Its fixed size."""
        return self.size()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard brought the focus."""
        self._ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, ring."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = self.width() / 2 if self._disc else theme.px("radius.sm")
            area = QRectF(self.rect())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ground())
            painter.drawRoundedRect(area, radius, radius)
            middle = QPointF((self.width() - _ICON_PX) / 2, (self.height() - _ICON_PX) / 2)
            ink = QColor(theme.color("text.onAccent"))
            ink.setAlphaF(1.0 if self.isEnabled() else 0.4)
            pixmap = icon_pixmap(self._icon_name, _ICON_PX, ink, dpr=self.devicePixelRatioF())
            painter.drawPixmap(middle, pixmap)
            if self.hasFocus() and self._ring:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("text.onAccent"), 2))
                painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius, radius)

    def _ground(self) -> QColor:
        ground = QColor(current_theme().color("text.onAccent"))
        rest = _REST if self._disc else 0.0
        over = self.isEnabled() and self.underMouse()
        ground.setAlphaF(_PRESSED if self.isDown() else _HOVER if over else rest)
        return ground
