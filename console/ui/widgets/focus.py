"""The focus ring: drawn over the window, for keyboard users only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from console.ui.theme.theme import current_theme

_OUTSIDE_PX = 3
_INPUT = {
    QEvent.Type.KeyPress: True,
    QEvent.Type.MouseButtonPress: False,
    QEvent.Type.TouchBegin: False,
}
_PLACE_EVENTS = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show)


class FocusRing(QWidget):
    """Lies over `window` and rings the button that the keyboard has reached.

    Inputs and lists show their focus themselves.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the ringed button, and notice whether keys or mouse were used last."""
        kind = event.type()
        if kind in _INPUT:
            self._by_keyboard = _INPUT[kind]
        elif watched is self.parentWidget() and kind == QEvent.Type.Show:
            self._listen()
        elif watched is self._target and kind in _PLACE_EVENTS:
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

    def _listen(self) -> None:
        """Hear input of the whole window where few events pass, not of every widget."""
        handle = self.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        mine = isinstance(new, QAbstractButton) and new.window() is self.window()
        self._ring(new if mine and self._by_keyboard else None)

    def _ring(self, target: QWidget | None) -> None:
        if target is not self._target:
            if self._target is not None and isValid(self._target):
                self._target.removeEventFilter(self)
            if target is not None:
                target.installEventFilter(self)
            self._target = target
        above = self.parentWidget()
        if target is None or above is None or not target.isVisible():
            self.hide()
            return
        place = QRect(target.mapTo(above, QPoint(0, 0)), target.size())
        out = _OUTSIDE_PX
        self.setGeometry(place.adjusted(-out, -out, out, out))
        self.raise_()
        self.show()
