"""A search field with a glass, its shortcut as key caps, and a cross to clear it."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.texts import _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.key_caps import draw_key_caps, key_caps_width
from console.ui.widgets.restyled import Restyled

_PAUSE_MS = 80
_GLASS_PX = 16
_EDGE_PX = 9
_GAP_PX = 7


class SearchField(Restyled, QLineEdit):
    """Searches while the rep types; Esc clears it first and leaves it second.

    Signals:
        searched: the text after a short pause, or at once when cleared.
        left: Esc was pressed in an empty field, or Down in any.
    """

    searched = Signal(str)
    left = Signal()

    def __init__(
        self, placeholder: str, shortcut: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = tuple(shortcut.split("+")) if shortcut else ()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(self._on_text_changed)
        self.restyle()

    def restyle(self) -> None:
        """Leave room for glass and caps."""
        theme = current_theme()
        caps = key_caps_width(self._keys, theme) if self._keys else 0
        # the style sheet's own padding of 8 stands outside these
        left = _EDGE_PX + _GLASS_PX + _GAP_PX - 9
        self.setTextMargins(left, 0, max(caps, 24) + _GAP_PX - 7, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then glass and caps."""
        super().paintEvent(event)
        theme = current_theme()
        middle = self.height() / 2
        with QPainter(self) as painter:
            glass = icon_pixmap(
                "common.search",
                _GLASS_PX,
                "icon.muted",
                "regular",
                self.devicePixelRatioF(),
            )
            painter.drawPixmap(_EDGE_PX, round(middle - _GLASS_PX / 2), glass)
            if self._keys and not self.text():
                x = self.width() - _EDGE_PX - key_caps_width(self._keys, theme)
                draw_key_caps(painter, x, middle, self._keys, theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the right edge."""
        super().resizeEvent(event)
        if self.text():
            self._place_cross()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears, then leaves; Down leaves."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from a shortcut of the window while there is text to clear."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    @cached_property
    def _cross(self) -> IconButton:
        """Made when there is something to clear for the first time."""
        cross = IconButton("common.close", _("Clear the search"), self, small=True)
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.setCursor(Qt.CursorShape.ArrowCursor)
        cross.clicked.connect(self.clear)
        return cross

    def _place_cross(self) -> None:
        side = current_theme().px("control.iconButtonSm")
        self._cross.move(self.width() - side - 4, (self.height() - side) // 2)

    def _on_text_changed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        if text:
            self._place_cross()
            self._pause.start()
        else:
            self._search()

    def _search(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text())
