"""The focus ring: drawn over the window, for keyboard users only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from console.ui.theme.theme import current_theme

_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
_OUTSIDE_PX = 3


class FocusRing(QWidget):
    """Lies over `window` and rings the button that the keyboard has reached.

    Inputs and lists show their focus themselves.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus within the window."""
        kind = event.type()
        if kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._on_focus(watched, event.reason())
        elif kind == QEvent.Type.FocusOut and watched is self._target:
            self._ring(None)
        elif watched is self._target and kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._ring(self._target)
        elif watched is self._target and kind == QEvent.Type.Hide:
            self._ring(None)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded line, 2 px wide, 1 px away from the control."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("border.focus"), theme.px("stroke.focus")))
            radius = theme.px("radius.md")
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def _on_focus(self, watched: QObject, reason: Qt.FocusReason) -> None:
        if not isinstance(watched, QAbstractButton) or watched.window() is not self.window():
            return
        self._ring(watched if reason in _KEYBOARD else None)

    def _ring(self, target: QWidget | None) -> None:
        self._target = target
        if target is None or not target.isVisible():
            self.hide()
            return
        above = self.parentWidget()
        at = target.mapTo(above, QPoint(0, 0)) if above is not None else QPoint(0, 0)
        grown = QRect(at, target.size()).adjusted(
            -_OUTSIDE_PX, -_OUTSIDE_PX, _OUTSIDE_PX, _OUTSIDE_PX
        )
        self.setGeometry(grown)
        self.raise_()
        self.show()
