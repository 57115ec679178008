"""Delivery glyphs: which one, in which colour, and how it is called."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QPixmap

from console.domain.delivery import Delivery
from console.domain.texts import N_
from console.ui.theme.icons import icon_pixmap


class Tick(NamedTuple):
    """One delivery glyph."""

    icon: str
    color: str
    weight: str
    spoken: str


_QUEUED = Tick("messageState.queued", "tick.pending", "regular", N_("waiting to be sent"))
_SENT = Tick("messageState.sent", "tick.pending", "bold", N_("sent"))
_DELIVERED = Tick("messageState.delivered", "tick.pending", "bold", N_("delivered"))
_READ = Tick("messageState.read", "tick.read", "bold", N_("read"))
_FAILED = Tick("messageState.failed", "tick.failed", "fill", N_("not delivered"))

TICKS: dict[Delivery, Tick] = {
    Delivery.QUEUED: _QUEUED,
    Delivery.ACCEPTED_BY_HUB: _QUEUED,
    Delivery.SENDING: _QUEUED,
    Delivery.RETRYING: Tick("messageState.delayed", "tick.delayed", "regular", N_("delayed")),
    Delivery.UNKNOWN: Tick("question", "tick.delayed", "regular", N_("may not have been sent")),
    Delivery.ACCEPTED: _SENT,
    Delivery.SENT: _SENT,
    Delivery.DELIVERED: _DELIVERED,
    Delivery.READ: _READ,
    Delivery.PLAYED: Tick("messageState.read", "tick.read", "bold", N_("played")),
    Delivery.FAILED: _FAILED,
    Delivery.DEAD: Tick("messageState.deadLetter", "tick.failed", "fill", N_("given up")),
    Delivery.EXPIRED: Tick("messageState.failed", "tick.failed", "fill", N_("expired")),
    Delivery.CANCELED: Tick("prohibit", "icon.muted", "regular", N_("canceled")),
    Delivery.RETURNED: Tick(
        "composer.draftKept", "icon.muted", "regular", N_("returned to you")
    ),
}


def tick_pixmap(state: Delivery, size: int, dpr: float) -> QPixmap:
    """The glyph of a delivery state in the theme in use."""
    tick = TICKS[state]
    return icon_pixmap(tick.icon, size, tick.color, tick.weight, dpr)
