"""What is said of numbers that are out of order, or will be: which, why, who can fix it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from console.domain.people import Role
from console.domain.texts import _, kept, ngettext
from console.wire.views import ChannelView, RepView

_NAMED = 3
_WARNED, _SOON, _LAST = timedelta(days=30), timedelta(days=7), timedelta(days=1)


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
        return _("You can fix it: look at the number under Numbers.")
    names: Sequence[str] = [rep.name for rep in reps if rep.role is Role.ADMIN][:_NAMED]
    if not names:
        return _("An administrator can fix it.")
    return _("{names} can fix it.").format(names=", ".join(names))


def alarm_words(
    channels: Iterable[ChannelView], me: RepView | None, now: datetime
) -> tuple[str, str, str] | None:
    """Tone, title and sentence about what will stop numbers or makes them worse.

    For supervisors and administrators; None if there is nothing. What ends is told of 30 days
    before, and more urgently 7 days and 1 day before.
    """
    if me is None or me.role is Role.REP:
        return None
    found = [one for channel in channels for one in _alarms(channel, now)]
    if not found:
        return None
    urgency, title = max(found, key=lambda one: one[0])
    tone = ("info", "warning", "danger")[urgency]
    rest = len(found) - 1
    more = ngettext("And {count} more.", "And {count} more.", rest).format(count=rest)
    where = _("Look under Numbers.") if me.role is Role.ADMIN else _("Tell an administrator.")
    return tone, title, f"{more} {where}" if rest else where


def _alarms(channel: ChannelView, now: datetime) -> Iterator[tuple[int, str]]:
    """Each with how urgent it is, from 0 to 2."""
    for words in channel.alarms:
        yield 1, _("{channel}: {trouble}").format(channel=channel.name, trouble=kept(words))
    ends = (
        (channel.token_ends_at, _("The access token of {channel} ends")),
        (channel.version_ends_at, _("Meta’s interface that {channel} uses ends")),
    )
    for at, words in ends:
        if at is not None and at - now <= _WARNED:
            left = at - now
            when = _when(left)
            yield _urgency(left), f"{words.format(channel=channel.name)} {when}."


def _urgency(left: timedelta) -> int:
    return 2 if left <= _LAST else 1 if left <= _SOON else 0


def _when(left: timedelta) -> str:
    days = left // timedelta(days=1)
    if days < 1:
        return _("today")
    return ngettext("in {count} day", "in {count} days", days).format(count=days)
