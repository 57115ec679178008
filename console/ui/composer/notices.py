"""The lines above the composer: the window about to lapse, inactivity, a problem."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_GROUND_H, _BELOW = 30, 8


class NoticeLine(Restyled, QFrame):
    """A glyph, words and at most one button, on one line; hidden while it says nothing.

    Signals:
        pressed: its button.
    """

    pressed = Signal()

    def __init__(
        self,
        glyph: str,
        ink: str,
        parent: QWidget | None = None,
        *,
        ground: str = "",
        label_kind: str = "tertiary",
    ) -> None:
        super().__init__(parent)
        self._glyph_name, self._ink, self._ground = glyph, ink, ground
        self._said = ""
        self._glyph = PlainLabel(parent=self)
        self._words = PlainLabel(
            parent=self,
            step="caption",
            kind=label_kind,
            tabular=True,
            elide="right" if ground else "",
        )
        self._button = PushButton("", "link", self, size="small")
        self._button.clicked.connect(self.pressed)
        self._button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(24 if ground else 22, 0, 24, _BELOW if ground else 0)
        row.setSpacing(6)
        row.addWidget(self._glyph)
        row.addWidget(self._words, 1 if ground else 0)
        row.addWidget(self._button)
        if not ground:
            row.addStretch(1)
        self.setFixedHeight(_GROUND_H + _BELOW if ground else 28)
        self.restyle()
        self.hide()

    def say(self, words: str, button: str = "") -> None:
        """Show this; nothing hides the line."""
        if (words, button) == (self._said, self._button.accessibleName()):
            return
        self._said = words
        joined = f"{words} ·" if button and not self._ground else words
        self._words.setText(joined)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self.setVisible(bool(words))

    def set_tone(self, ink: str, label_kind: str) -> None:
        """Calm or warning."""
        set_kind(self._words, label_kind)
        if ink != self._ink:
            self._ink = ink
            self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted ground, if it has one."""
        if self._ground:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(current_theme().color(self._ground))
                painter.drawRoundedRect(self.rect().adjusted(12, 0, -12, -_BELOW), 8, 8)

    def restyle(self) -> None:
        """Tint the glyph for the theme in use."""
        self._glyph.setPixmap(icon_pixmap(self._glyph_name, 14, self._ink))
