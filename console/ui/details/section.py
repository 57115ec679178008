"""A section of the details panel: a heading that folds, and what is below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.domain.texts import number
from console.ui.paint.text import FontKey, draw_line, text_width
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_LABEL_W = 84
_FONT: FontKey = ("caption", 600, False)


class _Heading(Restyled, QAbstractButton):
    """Caret and words; painted, because it is on most of the time and must not look so."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Caret, gap and words."""
        width = text_width(self.text(), _FONT, current_theme())
        return QSize(16 + round(width) + 2, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The caret says whether the section is open."""
        name = "common.expand" if self.isChecked() else "common.collapse"
        with QPainter(self) as painter:
            painter.drawPixmap(0, 5, icon_pixmap(name, 10, "icon.muted", "bold"))
            words = QRectF(16, 0, self.width() - 16, 20)
            draw_line(painter, words, self.text(), _FONT, current_theme(), "text.secondary")


class Section(QWidget):
    """Padding 10/16/12, a hairline above; hidden while there is nothing to show."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QWidget(self)
        self.column = QVBoxLayout(self._page)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 12)
        outer.setSpacing(6)
        self._count = PlainLabel(parent=self, step="caption", kind="tertiary")
        self.aside = QHBoxLayout()
        if title:
            heading = _Heading(title, self)
            heading.toggled.connect(self._page.setVisible)
            head = QHBoxLayout()
            head.setContentsMargins(-2, 0, 0, 0)
            head.setSpacing(6)
            head.addWidget(heading)
            head.addWidget(self._count)
            head.addStretch(1)
            head.addLayout(self.aside)
            outer.addLayout(head)
        outer.addWidget(self._page)

    def set_count(self, count: int) -> None:
        """Show a count behind the heading."""
        self._count.setText(number(count) if count else "")

    def clear(self) -> None:
        """Take everything out."""
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add_fact(self, label: str, value: str) -> None:
        """A line of label and value."""
        line = QWidget(self._page)
        name = PlainLabel(label, line, step="caption", kind="tertiary")
        name.setFixedWidth(_LABEL_W)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(PlainLabel(value, line, elide="right"), 1)
        self.column.addWidget(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline above."""
        with QPainter(self) as painter:
            painter.fillRect(0, 0, self.width(), 1, current_theme().color("border.subtle"))
