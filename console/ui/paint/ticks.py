"""Delivery glyphs: which one, in which colour, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from console.domain.delivery import Delivery
from console.ui.theme.icons import icon_pixmap


@dataclass(frozen=True, slots=True)
class Tick:
    """One delivery glyph."""

    icon: str
    color: str
    weight: str
    spoken: str


_QUEUED = Tick("messageState.queued", "tick.pending", "regular", "waiting to be sent")
_SENT = Tick("messageState.sent", "tick.pending", "bold", "sent")
_DELIVERED = Tick("messageState.delivered", "tick.pending", "bold", "delivered")
_READ = Tick("messageState.read", "tick.read", "bold", "read")
_FAILED = Tick("messageState.failed", "tick.failed", "fill", "not delivered")

TICKS: dict[Delivery, Tick] = {
    Delivery.QUEUED: _QUEUED,
    Delivery.ACCEPTED_BY_HUB: _QUEUED,
    Delivery.SENDING: _QUEUED,
    Delivery.RETRYING: Tick("messageState.delayed", "tick.delayed", "regular", "delayed"),
    Delivery.UNKNOWN: Tick("question", "tick.delayed", "regular", "may not have been sent"),
    Delivery.ACCEPTED: _SENT,
    Delivery.SENT: _SENT,
    Delivery.DELIVERED: _DELIVERED,
    Delivery.READ: _READ,
    Delivery.PLAYED: Tick("messageState.read", "tick.read", "bold", "played"),
    Delivery.FAILED: _FAILED,
    Delivery.DEAD: Tick("messageState.deadLetter", "tick.failed", "fill", "given up"),
    Delivery.EXPIRED: Tick("messageState.failed", "tick.failed", "fill", "expired"),
    Delivery.CANCELED: Tick("prohibit", "icon.muted", "regular", "canceled"),
    Delivery.RETURNED: Tick("composer.draftKept", "icon.muted", "regular", "returned to you"),
}


def tick_pixmap(state: Delivery, size: int, dpr: float) -> QPixmap:
    """The glyph of a delivery state in the theme in use."""
    tick = TICKS[state]
    return icon_pixmap(tick.icon, size, tick.color, tick.weight, dpr)
