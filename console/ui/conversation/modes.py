"""What stands below the transcript, and the words of the lines above it: pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from console.desk.inbox_row import InboxRow
from console.desk.rows import Link, LinkState
from console.domain.care_window import is_open, time_left
from console.domain.policy import ComposerMode, Verdict
from console.domain.texts import N_, _
from console.ui.calendar import clock
from console.ui.titles import called, hours_minutes, minutes_seconds, moment
from console.wire.views import SessionView

WARN_BELOW = timedelta(minutes=10)
GUARD = timedelta(milliseconds=600)
INACTIVITY_PAUSED = N_("Inactivity timer paused while you’re offline")
_LAST_MINUTES = timedelta(minutes=5)


class FootMode(Enum):
    """What stands below the transcript."""

    WRITE = "write"
    KEPT = "kept"  # the window lapsed over unsent text
    TEMPLATE = "template"
    BLOCKED = "blocked"


def next_mode(
    current: FootMode | None, verdict: Verdict, *, unsent: bool, picking: bool
) -> FootMode:
    """What should stand there now; `current` is None for a session just opened.

    `unsent`: there is text in the composer. `picking`: the rep opened the picker or has
    filled something in, so that it isn't taken away when the window opens.
    """
    if verdict.mode is ComposerMode.BLOCKED:
        return FootMode.BLOCKED
    if verdict.mode is ComposerMode.FREE_FORM:
        stays = current is FootMode.TEMPLATE and picking
        return FootMode.TEMPLATE if stays else FootMode.WRITE
    if current is FootMode.KEPT or (current is FootMode.WRITE and unsent):
        return FootMode.KEPT
    return FootMode.TEMPLATE


def lapse_warning(row: InboxRow, now: datetime) -> str:
    """The line of the last ten minutes; empty before and after."""
    left = time_left(row.expires_at, now)
    if not row.has_window or not is_open(row.expires_at, now) or left > WARN_BELOW:
        return ""
    return _("Window lapses in {left}. Unsent text is kept.").format(left=minutes_seconds(left))


def announcement(before: timedelta, after: timedelta) -> str:
    """What to tell a screen reader when the time left goes from one to the other."""
    zero = timedelta(0)
    for mark, words in (
        (zero, _("The window lapsed. Your text is kept. Only templates can be sent.")),
        (timedelta(minutes=1), _("The window lapses in 1 minute.")),
        (WARN_BELOW, _("The window lapses in 10 minutes.")),
        (timedelta(hours=1), _("The window lapses in 1 hour.")),
    ):
        if after <= mark < before:
            return words
    return ""


def picker_words(row: InboxRow, now: datetime) -> str:
    """Why only templates can be sent, and what changes that."""
    name = called(row.name)
    if is_open(row.expires_at, now):
        return _("The window is open: you can also write to {name} freely.").format(name=name)
    if row.expires_at is None:
        return _("{name} hasn’t written yet. A reply opens the window.").format(name=name)
    local = row.expires_at.astimezone()
    same_day = local.date() == now.astimezone().date()
    if same_day:
        words = _("Lapsed today at {time}. {name} reopens it by replying.")
        return words.format(time=clock(local), name=name)
    words = _("Lapsed {lapsed}. {name} reopens it by replying.")
    return words.format(lapsed=moment(row.expires_at, now), name=name)


def inactivity_words(
    session: SessionView | None, row: InboxRow, link: Link, now: datetime
) -> tuple[str, bool]:
    """The inactivity line and whether it presses; no words if no clock runs."""
    if session is None or not row.here:
        return "", False
    due_at = session.quiet_at or session.ends_at
    if due_at is None:
        return "", False
    if link.state is LinkState.OFFLINE:
        return _(INACTIVITY_PAUSED), False
    if due_at <= now or link.state is not LinkState.CONNECTED:
        return "", False
    left = due_at - now
    span = hours_minutes(left) if left >= timedelta(hours=1) else minutes_seconds(left)
    return _("Ends in {span} of inactivity").format(span=span), left <= _LAST_MINUTES
