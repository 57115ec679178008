"""A message that lights up for a moment after a jump to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QTimer, QVariantAnimation

from console.ui.theme.theme import current_theme

_STILL_MS = 900
_HOLD = 0.4


class Flash(QObject):
    """Lights one message up and lets it fade; without motion it just stays lit a while."""

    def __init__(self, repaint: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._repaint = repaint
        self.message_id = ""
        self.strength = 0.0
        self._motion = QVariantAnimation(self)
        self._motion.setEasingCurve(QEasingCurve.Type.InCubic)
        self._motion.setStartValue(1.0)
        self._motion.setEndValue(0.0)
        self._motion.valueChanged.connect(self._on_step)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.timeout.connect(self._on_over)

    def light(self, message_id: str) -> None:
        """Light a message up."""
        self._motion.stop()
        self.message_id, before = message_id, self.message_id
        if before:
            self._repaint(before)
        duration = current_theme().ms("settle")
        self._on_step(1.0)
        if duration:
            self._motion.setDuration(duration + round(duration * _HOLD))
            self._motion.start()
        else:
            self._still.start(_STILL_MS)

    def _on_over(self) -> None:
        self._on_step(0.0)

    def _on_step(self, value: float) -> None:
        self.strength = float(value)
        self._repaint(self.message_id)
