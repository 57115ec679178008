"""A floating card with a soft shadow that closes when anything else is clicked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.paint.shadow import SHADOW_PX, draw_floating_card
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled


class Popup(Restyled, QWidget):
    """Put the content into `column`; open it with `open_above` or `open_below`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        inset = SHADOW_PX + 6
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(inset, inset, inset, inset)
        self.column.setSpacing(0)

    def open_below(self, anchor: QWidget) -> None:
        """Open under the anchor, left edges aligned."""
        self._open_at(anchor.mapToGlobal(QPoint(0, anchor.height() + 4 - SHADOW_PX)))

    def open_above(self, anchor: QWidget) -> None:
        """Open over the anchor, left edges aligned."""
        height = self.sizeHint().height()
        self._open_at(anchor.mapToGlobal(QPoint(0, SHADOW_PX - 4 - height)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Card and shadow."""
        card = self.rect().adjusted(SHADOW_PX, SHADOW_PX, -SHADOW_PX, -SHADOW_PX)
        with QPainter(self) as painter:
            draw_floating_card(painter, card, current_theme())

    def _open_at(self, corner: QPoint) -> None:
        self.move(corner - QPoint(SHADOW_PX, 0))
        self.show()
