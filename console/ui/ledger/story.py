"""What happened to a message: a dot for each thing, a hairline between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.ui.ledger.wording import Line, spoken
from console.ui.theme.theme import current_theme
from console.ui.titles import moment
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_INK = {
    "good": "success.fill",
    "muted": "icon.muted",
    "warning": "warning.fg",
    "danger": "danger.fg",
}
_DOT_PX, _DOT_Y, _GAP_PX = 8, 6, 8


class Story(QWidget):
    """The lines, oldest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(self, lines: Sequence[Line], now: datetime) -> None:
        """Show these and no others."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            self._column.addWidget(_Step(line, now, first=place == 0, last=last, parent=self))
        self._column.addStretch(1)

    def height_at(self, width_px: int) -> int:
        """How high the lines are, in pixels, at this width."""
        if self._column.hasHeightForWidth():
            return self._column.totalHeightForWidth(width_px)
        return self._column.sizeHint().height()


class _Step(Restyled, QWidget):
    """One line: a dot, what happened, when, and more about it."""

    def __init__(
        self, line: Line, now: datetime, *, first: bool, last: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._tone, self._first, self._last = line.tone, first, last
        self.setAccessibleName(spoken((line,), now))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 0, 0, 0 if last else _GAP_PX)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(PlainLabel(line.words, self))
        head.addWidget(PlainLabel(moment(line.at, now), self, kind="tertiary", tabular=True))
        head.addStretch(1)
        column.addLayout(head)
        for words in filter(None, line.detail.split("\n")):
            column.addWidget(
                PlainLabel(words, self, step="caption", kind="tertiary", wrap=True)
            )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dot beside the first line, and what ties it to its neighbours."""
        theme, middle = current_theme(), 2 + _DOT_PX / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("border.strong"), 1))
            if not self._first:
                painter.drawLine(QPointF(middle, 0), QPointF(middle, _DOT_Y - 2))
            if not self._last:
                below = _DOT_Y + _DOT_PX + 2
                painter.drawLine(QPointF(middle, below), QPointF(middle, self.height()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(_INK[self._tone]))
            painter.drawEllipse(QRectF(2, _DOT_Y, _DOT_PX, _DOT_PX))
