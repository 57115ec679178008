"""Parts of the welcome pages: a choice, a check, a page that keeps its middle."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel


class ChoiceCard(Restyled, QAbstractButton):
    """One of a few ways to begin: glyph, title and a sentence."""

    def __init__(self, glyph: str, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{title}. {sentence}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = QVBoxLayout(self)
        self._words.setContentsMargins(54, 16, 16, 16)
        self._words.setSpacing(2)
        for label in (
            PlainLabel(title, self, step="title"),
            PlainLabel(sentence, self, kind="secondary", wrap=True),
        ):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._words.addWidget(label)

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(360, max(self._words.heightForWidth(360), 90))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with an accent outline while it is chosen."""
        theme, on = current_theme(), self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
            painter.setPen(QPen(theme.color("accent.fill"), 1.5) if on else Qt.PenStyle.NoPen)
            hover = "bg.hover" if self.underMouse() else "bg.pane"
            painter.setBrush(theme.color("bg.surface" if on else hover))
            painter.drawRoundedRect(box, 10, 10)
            if self.hasFocus() and not on:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("border.focus"), 2))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)
            glyph = icon_pixmap(
                self._glyph,
                20,
                "accent.text" if on else "icon.default",
                "fill" if on else "regular",
                self.devicePixelRatioF(),
            )
            painter.drawPixmap(17, 18, glyph)


class CheckLine(Restyled, QWidget):
    """One thing that was looked at: a seal or a warning, and words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._good = True
        self._glyph = PlainLabel(parent=self)
        self._what = PlainLabel(parent=self)
        self._detail = PlainLabel(parent=self, kind="tertiary", tabular=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._what, 0)
        row.addWidget(self._detail, 1)
        self.hide()

    def say(self, what: str, detail: str = "", *, good: bool) -> None:
        """Show the outcome; no words hide the line."""
        self._good = good
        self._what.setText(what)
        self._detail.setText(detail)
        self._detail.setVisible(good)
        self._what.setWordWrap(not good)
        self.layout().setStretch(1, 0 if good else 1)  # type: ignore[union-attr]
        set_kind(self._what, "" if good else "danger")
        self.setAccessibleName(f"{what} {detail}".strip())
        self.setVisible(bool(what))
        self.restyle()

    def restyle(self) -> None:
        """Tint the glyph for the theme in use."""
        name, ink = (
            ("status.ok", "success.fill")
            if self._good
            else (
                "messageState.failed",
                "danger.fill",
            )
        )
        self._glyph.setPixmap(icon_pixmap(name, 16, ink, "fill"))


def in_the_middle(page: QWidget, content: QWidget) -> None:
    """Lay `content` out in the middle of the page."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(content)
    row.addStretch(1)
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 16, 16, 16)
    column.addStretch(1)
    column.addLayout(row)
    column.addStretch(1)
