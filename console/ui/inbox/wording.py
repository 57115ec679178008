"""The words of a session row, on the screen and for a screen reader."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from console.desk.inbox_row import UNASSIGNED, YOU, InboxRow
from console.domain.care_window import spoken_countdown, time_left
from console.domain.directions import Direction
from console.domain.sessions import Section, SessionStatus
from console.domain.texts import N_, _, ngettext, number
from console.ui.calendar import clock, short_day, short_weekday, with_year
from console.ui.names import owner_name
from console.ui.paint.marks import channel_name
from console.ui.paint.ticks import TICKS

SECTION_TITLES: dict[str, str] = {
    Section.WAITING_FOR_ME: N_("Waiting for me"),
    Section.ACTIVE: N_("Active"),
    Section.QUIET: N_("Quiet"),
    Section.LAPSED: N_("Lapsed"),
}


_EMPTY: dict[str, str] = {
    Section.WAITING_FOR_ME: N_("Nobody is waiting."),
    Section.ACTIVE: N_("No open conversations."),
    Section.QUIET: N_("No conversation has gone quiet."),
    Section.LAPSED: N_("No window has lapsed."),
}


def heading_text(group: str) -> str:
    """The words of a heading: a section's title, or the queue's name."""
    return _(SECTION_TITLES.get(group, group))


def empty_text(group: str) -> str:
    """What stands under the heading of a section without rows; empty for a queue."""
    return _(_EMPTY[group]) if group in _EMPTY else ""


def spoken_heading(group: str, count: int) -> str:
    """The heading with what stands under it if it has no rows."""
    parts = [heading_text(group), number(count), "" if count else empty_text(group)]
    return ", ".join(part for part in parts if part)


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
        time = clock(local)
        return time if days <= 0 else f"{short_weekday(local)} {time}"
    return with_year(short_day(local), local, today)


def ends_text(quiet_at: datetime, now: datetime) -> str:
    """When inactivity ends the session: "Ends in 4:30", or "Ends in 23 h"."""
    seconds = max(int((quiet_at - now).total_seconds()), 0)
    if seconds >= 3600:
        return _("Ends in {hours} h").format(hours=seconds // 3600)
    return _("Ends in {time}").format(time=f"{seconds // 60}:{seconds % 60:02}")


def waited_text(since: datetime, now: datetime) -> str:
    """How long the longest waiting customer waits: "oldest 12 m"."""
    minutes = max(int((now - since).total_seconds()), 0) // 60
    if minutes < 1:
        return _("oldest under 1 m")
    if minutes < 60:
        return _("oldest {minutes} m").format(minutes=minutes)
    if minutes < 48 * 60:
        return _("oldest {hours} h {minutes:02} m").format(
            hours=minutes // 60, minutes=minutes % 60
        )
    return _("oldest {days} days").format(days=minutes // (24 * 60))


def owner_text(owner: str) -> str:
    """The owner in short: "You", "Tomás R.", "Unassigned"."""
    if owner in (YOU, UNASSIGNED):
        return owner_name(owner)
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
        parts.append(_("{count} unread").format(count=row.unread))
    if row.flagged:
        parts.append(_("flagged"))
    if row.has_draft:
        parts.append(_("has a draft"))
    if shows_end(row) and row.quiet_at is not None:
        parts.append(_spoken_end(row.quiet_at - now))
    parts.append(_spoken_message(row, now, zone))
    return ", ".join(part for part in parts if part)


def _spoken_owner(owner: str) -> str:
    if owner == YOU:
        return _("owned by you")
    if owner in ("", UNASSIGNED):
        return _("unassigned")
    return _("owned by {owner}").format(owner=owner)


def _spoken_end(left: timedelta) -> str:
    minutes = max(int(left.total_seconds()), 0) // 60
    words = ngettext("ends in {count} minute", "ends in {count} minutes", minutes)
    return words.format(count=minutes)


def _spoken_message(row: InboxRow, now: datetime, zone: tzinfo | None) -> str:
    if row.at is None or row.direction is None:
        return row.preview
    who = {
        Direction.INBOUND: _("they wrote"),
        Direction.OUTBOUND: _("you wrote") if row.mine else _("we wrote"),
        Direction.NOTE: _("note"),
    }.get(row.direction, "")
    at = moment_text(row.at, now, zone)
    said = _("{who} at {at}").format(who=who, at=at) if who else at
    if row.direction is Direction.OUTBOUND and row.state is not None:
        said = f"{said}, {_(TICKS[row.state].spoken)}"
    return f"{said}: {row.preview}"
