"""Holds: templates that wait a while after the platform has refused one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.texts import N_, _

#: Its kind, as the wire carries it, and when it ends.
Hold = tuple[str, datetime]
_DAY = timedelta(days=1)


class HoldKind(StrEnum):
    """Why they wait."""

    SLOWED = "slowed"  # all templates of a number: too many were blocked or reported
    KEPT_BACK = "kept_back"  # offers to a customer who gets too many of them
    HELD_OUT = "held_out"  # offers to a customer whom the platform's trial leaves out
    UNREACHABLE = "unreachable"  # offers to a customer whom the last message did not reach


#: Source: WhatsApp, "Error codes": 131049 not before a day, and longer each time.
SPANS = {
    HoldKind.SLOWED: timedelta(hours=1),
    HoldKind.KEPT_BACK: _DAY,
    HoldKind.HELD_OUT: 30 * _DAY,
    HoldKind.UNREACHABLE: 30 * _DAY,
}
_WORDS = {
    HoldKind.SLOWED: N_("WhatsApp slows this number down"),
    HoldKind.KEPT_BACK: N_("WhatsApp kept the last offer to this customer back"),
    HoldKind.HELD_OUT: N_("WhatsApp holds offers back until this customer writes"),
    HoldKind.UNREACHABLE: N_("The last message did not reach this customer"),
}
_WITH_TIME: dict[str, str] = {
    HoldKind.SLOWED: N_("WhatsApp slows this number down until {time}"),
    HoldKind.KEPT_BACK: N_(
        "WhatsApp kept the last offer to this customer back; the next may go {time}"
    ),
}
_NOT_IN_WINDOW = {HoldKind.KEPT_BACK, HoldKind.HELD_OUT}


def binding(
    holds: Iterable[Hold], *, is_offer: bool, now: datetime, window_open: bool
) -> Hold | None:
    """The hold that keeps a template from being sent now; `is_offer`: a marketing template.

    Source: WhatsApp, "Per-user marketing template message limits" and "Marketing message
    experiment": in an open window neither counts.
    """
    for kind, until in holds:
        if until <= now or (kind != HoldKind.SLOWED and not is_offer):
            continue
        if not (window_open and kind in _NOT_IN_WINDOW):
            return kind, until
    return None


def words_of(hold: Hold) -> str:
    """Why, in a short sentence."""
    kind = hold[0]
    return _(_WORDS[HoldKind(kind)]) if kind in _WORDS else _("WhatsApp makes it wait")


def words_with(hold: Hold, time: str) -> str:
    """Why, and until when where that means something to people."""
    words = _WITH_TIME.get(hold[0])
    return _(words).format(time=time) if words else words_of(hold)


def ends(hold: Hold) -> datetime | None:
    """Until when, where that means something to people."""
    return hold[1] if hold[0] in _WITH_TIME else None
