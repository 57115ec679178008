"""Words of the status bar's items: pure."""

from __future__ import annotations

from datetime import datetime

from console.desk.rows import Link, LinkState
from console.ui.titles import counted, moment


def outbox_words(waiting: int) -> tuple[str, str]:
    """What waits at this desk, and its tone."""
    if not waiting:
        return "Outbox empty", ""
    return f"{waiting:,} waiting to send", "warning"


def link_words(link: Link, now: datetime) -> tuple[str, str, str]:
    """The connection in words, its tone, and the glyph's role."""
    match link.state:
        case LinkState.CONNECTED:
            return "Connected", "", "status.connected"
        case LinkState.CONNECTING:
            return "Connecting…", "", "status.hubTrouble"
        case LinkState.SIGNED_OUT:
            return "Signed out", "warning", "status.offline"
        case LinkState.OFFLINE:
            if link.retry_at is None:
                return "Offline", "danger", "status.offline"
            seconds = max(int((link.retry_at - now).total_seconds()), 0)
            return f"Offline · trying in {seconds} s", "danger", "status.offline"


def link_detail(link: Link, hub_name: str, now: datetime) -> str:
    """The longer sentence of the tooltip."""
    parts = [hub_name]
    if link.trouble:
        parts.append(link.trouble)
    if link.as_of is not None:
        parts.append(f"What you see is as of {moment(link.as_of, now)}.")
    return "\n".join(part for part in parts if part)


def room_words(room: int, *, online: bool = True) -> str:
    """How many more conversations the rep can take."""
    if not online:
        return "Nothing is offered to you while you aren’t online. Choose Online below."
    if room <= 0:
        return "Your places are all taken. New ones come when one is free."
    words = f"You have room for {counted(room, 'conversation')}."
    return f"{words} New ones ring at the top of the list."
