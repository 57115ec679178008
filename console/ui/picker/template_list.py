"""The list of templates: headings, usable ones, and greyed ones with their reason."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from console.ui.paint.text import draw_line
from console.ui.picker.choices import Choice
from console.ui.theme.theme import current_theme
from console.ui.widgets.overlay_scroll import OverlayScrollBar

Index = QModelIndex | QPersistentModelIndex
_ROW_H, _HEADING_H = 46, 24


class Role(IntEnum):
    """What the model hands out."""

    CHOICE = Qt.ItemDataRole.UserRole + 1


class ChoiceModel(QAbstractListModel):
    """Choices in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def show_choices(self, choices: list[Choice]) -> None:
        """Show these."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The choice, or its words."""
        choice = self.choices[index.row()]
        if role == Role.CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.title}, {choice.detail}" if choice.detail else choice.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings and unusable templates can't be chosen."""
        choice = self.choices[index.row()]
        if choice.heading or choice.reason:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    """Paints one line."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(Role.CHOICE)
        theme = current_theme()
        box = QRectF(option.rect).adjusted(6, 0, -6, 0)
        if choice.heading:
            line = QRectF(box.x() + 10, box.y() + 4, box.width() - 20, 16)
            draw_line(
                painter, line, choice.title, ("caption", 600, False), theme, "text.secondary"
            )
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = self._ground(option)
        if ground:
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(box, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border.focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        ink = "text.tertiary" if choice.reason else "text.primary"
        width = box.width() - 20
        title = QRectF(box.x() + 10, box.y() + 6, width, 18)
        detail = QRectF(box.x() + 10, box.y() + 24, width, 16)
        draw_line(painter, title, choice.title, ("body", 500, False), theme, ink)
        draw_line(
            painter, detail, choice.detail, ("caption", None, False), theme, "text.tertiary"
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        choice: Choice = index.data(Role.CHOICE)
        return QSize(100, _HEADING_H if choice.heading else _ROW_H)

    def _ground(self, option: QStyleOptionViewItem) -> str:
        if option.state & QStyle.StateFlag.State_Selected:
            return "bg.selected"
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        enabled = option.state & QStyle.StateFlag.State_Enabled
        return "bg.hover" if hovered and enabled else ""


class TemplateList(QListView):
    """Walked with the arrows.

    Signals:
        chosen: another template is current.
    """

    chosen = Signal(Choice)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice_model = ChoiceModel(self)
        self.setModel(self.choice_model)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setAccessibleName("Templates")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        OverlayScrollBar(self)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_choices(self, choices: list[Choice], current: str = "") -> None:
        """Show these; the template named `current` stays chosen, else the first is."""
        self.choice_model.show_choices(choices)
        usable = [i for i, c in enumerate(choices) if not c.heading and not c.reason]
        named = [i for i in usable if choices[i].template.name == current]
        place = next(iter(named or usable), -1)
        self.setCurrentIndex(self.choice_model.index(place))
        if usable and place == usable[0]:
            self.scrollToTop()  # its heading is above it

    def choose(self, name: str) -> None:
        """Make the template of this name current."""
        for place, choice in enumerate(self.choice_model.choices):
            if not choice.heading and choice.template.name == name:
                self.setCurrentIndex(self.choice_model.index(place))
                return

    def _on_current_changed(self, index: QModelIndex, _old: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.choice_model.choices[index.row()])
