"""Words of the status bar's items: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.desk.rows import Link, LinkState
from console.domain.texts import _, ngettext, number
from console.ui.amounts import credit_words
from console.ui.titles import minutes_seconds, moment

if TYPE_CHECKING:
    from console.wire.money import WalletView
    from console.wire.views import ChannelView  # shapes alone: slow to make

_NEARLY = 0.9


def outbox_words(waiting: int) -> tuple[str, str]:
    """What waits at this desk, and its tone."""
    if not waiting:
        return _("Outbox empty"), ""
    return _("{waiting} waiting to send").format(waiting=number(waiting)), "warning"


def reach_words(channels: Iterable[ChannelView]) -> tuple[str, str]:
    """Customers written to first in 24 hours, of how many; empty without a limit. The tone."""
    told = [one for one in channels if one.reach_limit]
    if not told:
        return "", ""
    reached, limit = max(one.reached for one in told), min(one.reach_limit or 0 for one in told)
    words = _("{reached} / {limit} recipients").format(
        reached=number(reached), limit=number(limit)
    )
    if reached >= limit:
        return words, "danger"
    return words, "warning" if reached >= limit * _NEARLY else ""


def wallet_words(wallet: WalletView) -> tuple[str, str, str]:
    """How many message credits are left, the tone of that, and what it means."""
    words = credit_words(wallet.left)
    if wallet.left <= 0:
        return words, "danger", _("No credits are left: templates wait. Ask for a top-up.")
    if wallet.below is not None:
        tip = _("Credits run out soon: less than {share} % of the month’s allowance is left.")
        return words, "warning", tip.format(share=wallet.below)
    return words, "", _("Message credits that are left")


def link_words(link: Link, now: datetime) -> tuple[str, str, str]:
    """The connection in words, its tone, and the glyph's role."""
    match link.state:
        case LinkState.CONNECTED:
            return _("Connected"), "", "status.connected"
        case LinkState.CONNECTING:
            return _("Connecting…"), "", "status.hubTrouble"
        case LinkState.SIGNED_OUT:
            return _("Signed out"), "warning", "status.offline"
        case LinkState.OFFLINE:
            if link.retry_at is None:
                return _("Offline"), "danger", "status.offline"
            seconds = int((link.retry_at - now).total_seconds())
            words = _("Offline · trying now")
            if seconds > 0:
                words = _("Offline · trying in {seconds} s").format(seconds=seconds)
            return words, "danger", "status.offline"


def link_detail(link: Link, hub_name: str, now: datetime) -> str:
    """The longer sentence of the tooltip."""
    parts = [hub_name]
    if link.trouble:
        parts.append(link.trouble)
    if link.as_of is not None:
        parts.append(_("What you see is as of {as_of}.").format(as_of=moment(link.as_of, now)))
    return "\n".join(part for part in parts if part)


def room_words(room: int, *, online: bool = True) -> str:
    """How many more conversations the rep can take."""
    if not online:
        return _("Nothing is offered to you while you aren’t online. Choose Online below.")
    if room <= 0:
        return _("Your places are all taken. New ones come when one is free.")
    words = ngettext(
        "You have room for {count} conversation. New ones ring at the top of the list.",
        "You have room for {count} conversations. New ones ring at the top of the list.",
        room,
    )
    return words.format(count=room)


def waiting_words(count: int, longest: timedelta | None) -> str:
    """How many customers wait in the rep's queues, and the longest for how long."""
    if longest is None:
        words = ngettext(
            "{count} customer is waiting.", "{count} customers are waiting.", count
        )
        return words.format(count=number(count))
    words = ngettext(
        "{count} customer is waiting, the longest for {span}.",
        "{count} customers are waiting, the longest for {span}.",
        count,
    )
    return words.format(count=number(count), span=minutes_seconds(longest))
