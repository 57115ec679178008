"""The place below the transcript: composer, kept text, template picker or read-only bar."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QVariantAnimation, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.charges import Quote
from console.ui.composer.composer import Composer
from console.ui.composer.kept_card import KeptCard
from console.ui.composer.notices import NoticeLine
from console.ui.composer.read_only import ReadOnlyBar
from console.ui.composer.recording_bar import RecordingBar
from console.ui.conversation.modes import FootMode
from console.ui.picker.picker import TemplatePicker
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService

_NO_LIMIT = 16777215


class Foot(QWidget):
    """Exactly one of the four, and the lines above it.

    Signals:
        mode_changed: another one of them stands there now.
    """

    mode_changed = Signal()

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode: FootMode | None = None
        self.inactivity = NoticeLine("session.inactivity", "icon.muted", self)
        self.passed = NoticeLine("composer.draftKept", "icon.muted", self)
        self.warning = NoticeLine(
            "session.windowWarning",
            "window.urgent.text",
            self,
            ground="window.urgent.tint",
            label_kind="danger",
        )
        self.problem = NoticeLine(
            "messageState.failed",
            "danger.fg",
            self,
            ground="danger.bg",
            label_kind="danger",
        )
        self.too_long = NoticeLine(
            "messageState.failed",
            "danger.fg",
            self,
            ground="danger.bg",
            label_kind="danger",
        )
        self.recording = RecordingBar(self)
        self.composer = Composer(self)
        self.composer.length_told.connect(self._on_length_told)
        self.too_long.pressed.connect(self.composer.split)
        self.kept = KeptCard(self)
        self.picker = TemplatePicker(clock, self)
        self.read_only = ReadOnlyBar(self)
        self._parts: dict[FootMode, QWidget] = {
            FootMode.WRITE: self.composer,
            FootMode.KEPT: self.kept,
            FootMode.TEMPLATE: self.picker,
            FootMode.BLOCKED: self.read_only,
        }
        self._rise = QVariantAnimation(self)
        self._rise.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._rise.valueChanged.connect(self._on_risen)
        self._rise.finished.connect(self._on_risen_fully)
        self._lay_out()

    def show_mode(self, mode: FootMode) -> None:
        """Show that part; the picker rises while the lower edge stays put."""
        if mode is self.mode:
            return
        start = self._parts[self.mode].height() if self.mode else 0
        self._rise.stop()
        self._on_risen_fully()
        self.mode = mode
        for kind, part in self._parts.items():
            part.setVisible(kind is mode)
        self._on_length_told(*self.composer.length())
        self.mode_changed.emit()
        duration = current_theme().ms("slow")
        if mode is FootMode.TEMPLATE and start and duration and self.isVisible():
            self._rise.setDuration(duration)
            self._rise.setStartValue(start)
            self._rise.setEndValue(self.picker.sizeHint().height())
            self._rise.start()

    def show_quotes(self, quotes: Mapping[str, Quote]) -> None:
        """What one more message of each category would cost."""
        self.picker.row.show_quotes(quotes)
        self.composer.answer = quotes.get("service")

    def take_focus(self) -> None:
        """Put the caret where the rep goes on."""
        match self.mode:
            case FootMode.WRITE:
                self.composer.text.setFocus()
            case FootMode.KEPT:
                self.kept.choose.setFocus()
            case FootMode.TEMPLATE:
                self.picker.focus_form()
            case _:
                self.read_only.note.setFocus()

    def _on_length_told(self, words: str, button: str) -> None:
        """Only where one writes."""
        self.too_long.say(words if self.mode is FootMode.WRITE else "", button)

    def _on_risen(self, height: object) -> None:
        self.picker.setFixedHeight(int(str(height)))

    def _on_risen_fully(self) -> None:
        self.picker.setMinimumHeight(0)
        self.picker.setMaximumHeight(_NO_LIMIT)
        self.picker.setFixedHeight(self.picker.sizeHint().height())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.inactivity)
        column.addWidget(self.passed)
        column.addWidget(self.warning)
        column.addWidget(self.problem)
        column.addWidget(self.too_long)
        column.addWidget(self.recording)
        for part in self._parts.values():
            part.hide()
            column.addWidget(part)
