"""The words of a session row, on the screen and for a screen reader."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from console.desk.rows import InboxRow
from console.domain.care_window import spoken_countdown, time_left
from console.domain.directions import Direction
from console.domain.sessions import Section, SessionStatus
from console.ui.paint.marks import channel_name
from console.ui.paint.ticks import TICKS

SECTION_TITLES: dict[str, str] = {
    Section.WAITING_FOR_ME: "Waiting for me",
    Section.ACTIVE: "Active",
    Section.QUIET: "Quiet",
    Section.LAPSED: "Lapsed",
}


def heading_text(group: str) -> str:
    """The words of a heading: a section's title, or the queue's name."""
    return SECTION_TITLES.get(group, group)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_TYPE_GLYPHS = {
    "image": "content.image",
    "video": "content.video",
    "audio": "content.voice",
    "voice": "content.voice",
    "document": "content.otherFile",
    "sticker": "content.sticker",
    "location": "map-pin",
    "contacts": "customers",
    "poll_creation": "content.poll",
    "order": "shopping-cart",
    "template": "composer.template",
    "unsupported": "messageState.failed",
}


def moment_text(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """When something was: "14:33" today, "Wed 15:00" this week, else the day.

    "14 May", with the year if it is another one; in `zone`, or the machine's.
    """
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (today - local.date()).days
    if days < 7:
        # not %H:%M, which imports a module at each call: this runs for each row each second
        clock = f"{local.hour:02}:{local.minute:02}"
        return clock if days <= 0 else f"{_DAYS[local.weekday()]} {clock}"
    day = f"{local.day} {_MONTHS[local.month - 1]}"
    return day if local.year == today.year else f"{day} {local.year}"


def ends_text(quiet_at: datetime, now: datetime) -> str:
    """When inactivity ends the session: "Ends in 4:30", or "Ends in 23 h"."""
    seconds = max(int((quiet_at - now).total_seconds()), 0)
    if seconds >= 3600:
        return f"Ends in {seconds // 3600} h"
    return f"Ends in {seconds // 60}:{seconds % 60:02}"


def waited_text(since: datetime, now: datetime) -> str:
    """How long the longest waiting customer waits: "oldest 12 m"."""
    minutes = max(int((now - since).total_seconds()), 0) // 60
    if minutes < 1:
        return "oldest under 1 m"
    if minutes < 60:
        return f"oldest {minutes} m"
    if minutes < 48 * 60:
        return f"oldest {minutes // 60} h {minutes % 60:02} m"
    return f"oldest {minutes // (24 * 60)} days"


def owner_text(owner: str) -> str:
    """The owner in short: "You", "Tomás R.", "Unassigned"."""
    words = owner.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else owner


def type_glyph(row: InboxRow) -> str:
    """The icon for what the customer sent, if it isn't words; else empty."""
    if row.direction is Direction.NOTE:
        return "supervision.note"
    return _TYPE_GLYPHS.get(row.kind, "")


def shows_end(row: InboxRow) -> bool:
    """Whether the row counts down to its end: quiet ones do."""
    return row.status is SessionStatus.INACTIVE and row.quiet_at is not None


def spoken_row(row: InboxRow, now: datetime, zone: tzinfo | None = None) -> str:
    """The whole row in words, in the order a rep needs them."""
    parts = [row.name, channel_name(row.channel_kind)]
    if row.has_window:
        parts.append(spoken_countdown(time_left(row.expires_at, now)))
    parts.append(_spoken_owner(row.owner))
    if row.unread:
        parts.append(f"{row.unread} unread")
    if row.flagged:
        parts.append("flagged")
    if row.has_draft:
        parts.append("has a draft")
    if shows_end(row) and row.quiet_at is not None:
        parts.append(_spoken_end(row.quiet_at - now))
    parts.append(_spoken_message(row, now, zone))
    return ", ".join(part for part in parts if part)


def _spoken_owner(owner: str) -> str:
    if owner == "You":
        return "owned by you"
    return "unassigned" if owner in ("", "Unassigned") else f"owned by {owner}"


def _spoken_end(left: timedelta) -> str:
    minutes = max(int(left.total_seconds()), 0) // 60
    return f"ends in {minutes} minutes" if minutes != 1 else "ends in 1 minute"


def _spoken_message(row: InboxRow, now: datetime, zone: tzinfo | None) -> str:
    if row.at is None or row.direction is None:
        return row.preview
    who = {
        Direction.INBOUND: "they wrote",
        Direction.OUTBOUND: "you wrote" if row.mine else "we wrote",
        Direction.NOTE: "note",
    }.get(row.direction, "")
    at = moment_text(row.at, now, zone)
    said = f"{who} at {at}" if who else at
    if row.direction is Direction.OUTBOUND and row.state is not None:
        said = f"{said}, {TICKS[row.state].spoken}"
    return f"{said}: {row.preview}"
