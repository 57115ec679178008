"""What is said of numbers that are out of order: which, why, and who can fix it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console.domain.people import Role
from console.domain.texts import _, kept
from console.wire.views import ChannelView, RepView

_NAMED = 3


def channel_words(
    channels: Iterable[ChannelView], reps: Iterable[RepView], me: RepView | None
) -> tuple[str, str, str] | None:
    """Title, who can fix it, and why, of the numbers that can't send; None if all can."""
    out = [channel for channel in channels if not channel.healthy]
    if not out:
        return None
    names = ", ".join(channel.name for channel in out)
    title = _("Paused: {channels}").format(channels=names)
    why = kept(out[0].trouble)
    wait = _("Messages wait and go out in order once it works again.")
    return title, f"– {_who(reps, me)}", " ".join(filter(None, (why, wait)))


def _who(reps: Iterable[RepView], me: RepView | None) -> str:
    if me is not None and me.role is Role.ADMIN:
        return _("You can fix it: check the number at Meta, and its token in hub.toml.")
    names: Sequence[str] = [rep.name for rep in reps if rep.role is Role.ADMIN][:_NAMED]
    if not names:
        return _("An administrator can fix it.")
    return _("{names} can fix it.").format(names=", ".join(names))
