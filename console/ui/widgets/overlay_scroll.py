"""A thin scroll bar that lies over the content and shows only when it is of use."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from console.ui.theme.theme import current_theme


class OverlayScrollBar(QScrollBar):
    """Follows the vertical scroll bar of `area`, which is hidden, and takes no width."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._source = area.verticalScrollBar()
        self._hovered = False
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._source.rangeChanged.connect(self._on_range_changed)
        self._source.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._source.setValue)
        area.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the area and show while the pointer is over it."""
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self._stand_at_edge()
        elif kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._hovered = kind == QEvent.Type.Enter
            self._show_if_useful()
        return False

    def _on_range_changed(self, lowest: int, highest: int) -> None:
        self.setRange(lowest, highest)
        self.setPageStep(self._source.pageStep())
        self.setSingleStep(self._source.singleStep())
        self._show_if_useful()

    def _show_if_useful(self) -> None:
        self.setVisible(self._hovered and self._source.maximum() > 0)
        self._stand_at_edge()

    def _stand_at_edge(self) -> None:
        width = current_theme().px("control.scrollbar")
        self.setGeometry(self._area.width() - width, 0, width, self._area.height())
        self.raise_()
