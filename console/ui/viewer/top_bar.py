"""The bar above a picture: whose it is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.theme.theme import current_theme
from console.ui.viewer.glass_button import GlassButton
from console.ui.viewer.shots import Shot
from console.ui.widgets.portrait import Portrait
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

WHITE = "on-accent"


class TopBar(QWidget):
    """Names and buttons; the viewer connects them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(56)
        self._portrait = Portrait(32, "bg.viewer", self)
        self._author = PlainLabel("", self, weight=600, kind=WHITE)
        self._when = dimmed(PlainLabel("", self, kind=WHITE, tabular=True))
        self._facts = dimmed(PlainLabel("", self, kind=WHITE, step="caption", tabular=True))
        self._percent = PlainLabel("", self, kind=WHITE, tabular=True)
        self.zoom_out = GlassButton("viewer.zoomOut", _("Zoom out"), self, shortcut="−")
        self.zoom_in = GlassButton("viewer.zoomIn", _("Zoom in"), self, shortcut="+")
        self.turn = GlassButton("viewer.rotate", _("Turn to the right"), self, shortcut="R")
        self.copy = GlassButton("composer.copy", _("Copy the picture"), self, shortcut="Ctrl+C")
        self.reply = GlassButton("composer.reply", _("Reply to it"), self, shortcut="Q")
        self.download = PushButton(
            _("Download"), "primary", self, icon_name="viewer.download", hint="Ctrl+S"
        )
        self.leave = GlassButton("common.close", _("Close"), self, shortcut="Esc")
        self._arrange()

    def show_shot(self, shot: Shot, person_id: str) -> None:
        """Name this picture."""
        self._portrait.set_person(person_id, shot.author)
        self._author.setText(shot.author)
        self._when.setText(shot.when)
        self._facts.setText(shot.facts)

    def show_percent(self, percent: int) -> None:
        """Say how large it is shown."""
        self._percent.setText(f"{percent} %" if percent else "")

    def _arrange(self) -> None:
        self._percent.setFixedWidth(44)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._portrait)
        row.addLayout(self._names(), 1)
        for widget in (self.zoom_out, self._percent, self.zoom_in, self.turn):
            row.addWidget(widget)
        row.addWidget(_Rule(self))
        rest: tuple[QWidget, ...] = (self.copy, self.reply, self.download, self.leave)
        for button in rest:
            row.addWidget(button)

    def _names(self) -> QVBoxLayout:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._author)
        first.addWidget(self._when)
        first.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addLayout(first)
        names.addWidget(self._facts)
        names.addStretch(1)
        return names


def dimmed(label: PlainLabel) -> PlainLabel:
    """A label that stands back a little."""
    effect = QGraphicsOpacityEffect(label)
    effect.setOpacity(0.72)
    label.setGraphicsEffect(effect)
    return label


class _Rule(QWidget):
    """The line between looking and doing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(1, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A white hairline."""
        ink = QColor(current_theme().color("text.onAccent"))
        ink.setAlphaF(0.2)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), ink)
