"""A small grid of emoji."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme

# fmt: off
EMOJI = (
    "😀", "😄", "😊", "🙂", "😉", "😍", "😂", "🙏", "👍", "👎", "👌", "👋",
    "👏", "🙌", "💪", "🤝", "❤️", "🎉", "✨", "⭐", "🔥", "✅", "❌", "❓",
    "❗", "⚠️", "💡", "📷", "📎", "📄", "📦", "🚚", "🏠", "🛋️", "🛏️", "🪑",
    "🔧", "🔨", "🔑", "📍", "📅", "⏰", "⏳", "📞", "💬", "✉️", "💶", "💳",
    "🧾", "🎁", "🌷", "☀️", "🌧️", "❄️", "😕", "😔", "😅", "🤔", "😮", "😢",
    "🙈", "🍀", "🚀", "💯",
)
# fmt: on
_CELL = 34
_COLUMNS = 8
_ROWS = 6


class _Grid(QListView):
    """The grid; Enter and Space pick."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class EmojiPopup(QFrame):
    """Closes when one is picked or something else is clicked.

    Signals:
        picked: the emoji.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_kind(self, "popup")
        self.setAccessibleName(_("Emoji"))
        self._grid = _Grid(self)
        self._grid.setAccessibleName(_("Emoji"))
        self._grid.setModel(QStringListModel(list(EMOJI), self))
        self._grid.setViewMode(QListView.ViewMode.IconMode)
        self._grid.setMovement(QListView.Movement.Static)
        self._grid.setGridSize(QSize(_CELL, _CELL))
        self._grid.setUniformItemSizes(True)
        font = QFont(current_theme().font("heading", 400))
        self._grid.setFont(font)
        self._grid.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._grid)
        self.setFixedSize(_CELL * _COLUMNS + 26, _CELL * _ROWS + 14)

    def open_above(self, point: QPoint) -> None:
        """Show it with its lower left corner at a global point."""
        self.move(point.x(), point.y() - self.height() - 4)
        self.show()
        self._grid.setCurrentIndex(self._grid.model().index(0, 0))
        self._grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(EMOJI[index.row()])
            self.close()
