"""A list of lines of which one is chosen: its model, its view and the ground of a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem, QWidget

from console.ui.theme.theme import current_theme
from console.ui.widgets.overlay_scroll import OverlayScrollBar

Index = QModelIndex | QPersistentModelIndex
#: Under which a model hands out the line itself.
LINE_ROLE = Qt.ItemDataRole.UserRole + 1


class Line(Protocol):
    """What a list knows of each of its lines."""

    @property
    def title(self) -> str:
        """What typing searches for."""
        ...

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        ...

    @property
    def able(self) -> bool:
        """Whether it can be chosen."""
        ...


_L = TypeVar("_L", bound=Line)


class LineModel(QAbstractListModel, Generic[_L]):
    """Lines in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[_L] = []

    def show_lines(self, lines: Iterable[_L]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line, or its words."""
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only those that are able can be chosen."""
        if not self.lines[index.row()].able:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ChoiceList(QListView, Generic[_L]):
    """Walked with the arrows; who derives from it says what follows a choice."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = LineModel[_L](self)
        self.setModel(self._model)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        OverlayScrollBar(self)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def lines(self) -> list[_L]:
        """The lines shown, in order."""
        return self._model.lines

    def current(self) -> _L | None:
        """The chosen line."""
        index = self.currentIndex()
        return self._model.lines[index.row()] if index.isValid() else None

    def _show_lines(self, lines: Iterable[_L], place: int) -> None:
        self._model.show_lines(lines)
        self._choose(place)

    def _choose(self, place: int) -> None:
        self.setCurrentIndex(self._model.index(place))

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        raise NotImplementedError


def ground_of(option: QStyleOptionViewItem) -> str:
    """The color under a line that is selected or under the pointer; empty for none."""
    if option.state & QStyle.StateFlag.State_Selected:
        return "bg.selected"
    hovered = option.state & QStyle.StateFlag.State_MouseOver
    enabled = option.state & QStyle.StateFlag.State_Enabled
    return "bg.hover" if hovered and enabled else ""


def paint_ground(
    painter: QPainter,
    option: QStyleOptionViewItem,
    box: QRectF,
    ground: str,
    *,
    radius_px: int,
    ring_px: int,
) -> None:
    """The ground of a line, if it has one, and the ring where the keyboard stands."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if ground:
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, radius_px, radius_px)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border.focus"), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), ring_px, ring_px)
