"""An on/off switch."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled

_KNOB_PX = 14
_EDGE_PX = 2
_ROOM_PX = 3


class Switch(Restyled, QAbstractButton):
    """Checkable; space and click turn it. There is room for its focus ring around it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The switch and room for the ring."""
        theme = current_theme()
        return QSize(
            theme.px("control.switchW") + 2 * _ROOM_PX,
            theme.px("control.switchH") + 2 * _ROOM_PX,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and knob; on is accent and to the right."""
        theme = current_theme()
        track = QRectF(self.rect()).adjusted(_ROOM_PX, _ROOM_PX, -_ROOM_PX, -_ROOM_PX)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            on = "accent.fill" if self.isChecked() else "border.control"
            painter.setBrush(theme.color(on if self.isEnabled() else "border.default"))
            painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
            x = track.right() - _EDGE_PX - _KNOB_PX if self.isChecked() else track.x() + 2
            painter.setBrush(Qt.GlobalColor.white)
            painter.drawEllipse(QRectF(x, track.y() + _EDGE_PX, _KNOB_PX, _KNOB_PX))
            if self.hasFocus():
                painter.setPen(QPen(theme.color("border.focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = track.adjusted(-2, -2, 2, 2)
                painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
