"""Smooth scrolling: pixels where the device tells them, a short glide for wheel notches."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollBar

from console.ui.theme.theme import current_theme

_NOTCH = 120
_NOTCH_PX = 72


class Glide(QObject):
    """Moves a scroll bar."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._target = 0
        self._motion = QVariantAnimation(self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_step)

    def wheel(self, event: QWheelEvent) -> None:
        """Scroll as the wheel says."""
        event.accept()
        pixels = event.pixelDelta().y()
        if pixels:
            self.stop()
            self._bar.setValue(self._bar.value() - pixels)
            return
        self.by(round(-event.angleDelta().y() * _NOTCH_PX / _NOTCH))

    def by(self, pixels: int) -> None:
        """Glide by this much; what is still to go is added."""
        running = self._motion.state() is QVariantAnimation.State.Running
        start = self._target if running else self._bar.value()
        self.to(start + pixels)

    def to(self, value: int) -> None:
        """Glide to a place."""
        self._target = min(max(value, self._bar.minimum()), self._bar.maximum())
        duration = current_theme().ms("base")
        if not duration:
            self._bar.setValue(self._target)
            return
        self._motion.stop()
        self._motion.setDuration(duration)
        self._motion.setStartValue(float(self._bar.value()))
        self._motion.setEndValue(float(self._target))
        self._motion.start()

    def moved(self, pixels: int) -> None:
        """The rows moved under the glide: go on towards the same row."""
        if self._motion.state() is QVariantAnimation.State.Running:
            left = self._target + pixels
            self._motion.stop()
            self.to(left)

    def stop(self) -> None:
        """Stay where it is."""
        self._motion.stop()

    def _on_step(self, value: float) -> None:
        self._bar.setValue(round(value))
