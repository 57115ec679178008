"""The list of quick replies above the text; the text keeps the focus."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.texts import _
from console.ui.paint.text import draw_line, text_width
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.wire.views import QuickReply

_ROW_H = 36
_MOST_ROWS = 6
_WIDTH = 460
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What the model hands out."""

    REPLY = Qt.ItemDataRole.UserRole + 1


class QuickReplyModel(QAbstractListModel):
    """The replies that fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.replies: list[QuickReply] = []

    def show_replies(self, replies: list[QuickReply]) -> None:
        """Show these."""
        self.beginResetModel()
        self.replies = replies
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return len(self.replies)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The reply, or its words for a screen reader."""
        reply = self.replies[index.row()]
        if role == Role.REPLY:
            return reply
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{reply.title}: {reply.text}"
        return None


class _Delegate(QStyledItemDelegate):
    """Paints the shortcut, the title and the beginning of the text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        reply: QuickReply = index.data(Role.REPLY)
        theme = current_theme()
        box = QRectF(option.rect)
        state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.color("bg.selected"))
            painter.drawRoundedRect(box, 6, 6)
        x = box.x() + 10
        word = f"/{reply.shortcut.removeprefix('/')}"
        for text, font, color, share in (
            (word, ("body", 500, False), "accent.text", 120.0),
            (reply.title, ("body", 500, False), "text.primary", 150.0),
            (reply.text.replace("\n", " "), ("body", None, False), "text.tertiary", 999.0),
        ):
            width = min(text_width(text, font, theme), share, box.right() - 10 - x)
            draw_line(painter, QRectF(x, box.y(), width + 1, _ROW_H), text, font, theme, color)
            x += width + 10

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_WIDTH - 12, _ROW_H)


class QuickReplyPopup(QFrame):
    """The replies, walked with the arrows.

    Signals:
        picked: insert this reply.
    """

    picked = Signal(QuickReply)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, "popup")
        self._model = QuickReplyModel(self)
        self._view = QListView(self)
        self._view.setAccessibleName(_("Quick replies"))
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Delegate(self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMouseTracking(True)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._view.setHorizontalScrollBarPolicy(off)
        self._view.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._view)
        self.hide()

    def offer(self, replies: list[QuickReply], above: QPoint) -> None:
        """Show them with the lower left corner at a point of the parent; none hides it."""
        self.setVisible(bool(replies))
        if not replies:
            return
        self._model.show_replies(replies)
        height = min(len(replies), _MOST_ROWS) * _ROW_H + 16
        width = min(_WIDTH, self.window().width() - above.x() - 12)
        self.setGeometry(above.x(), above.y() - height, width, height)
        self._view.setCurrentIndex(self._model.index(0))
        self.raise_()

    def walk(self, by: int) -> None:
        """Go up or down, around the ends."""
        row = (self._view.currentIndex().row() + by) % max(self._model.rowCount(), 1)
        self._view.setCurrentIndex(self._model.index(row))

    def pick(self) -> None:
        """Take the current one."""
        self._on_clicked(self._view.currentIndex())

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self._model.replies[index.row()])
