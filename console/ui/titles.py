"""Words of the window's title and of names, times and counts around a conversation."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from console.domain.care_window import Stage, countdown_text, stage_of
from console.domain.texts import _
from console.ui.calendar import clock, short_day, short_weekday, with_year

APP_NAME = "Rep Console"


def window_title(name: str, left: timedelta | None, *, read_only: bool = False) -> str:
    """The title: the customer, whether read-only, and the countdown in the last hour.

    `left` is None for a channel without a window; an empty name gives the program's name.
    """
    if not name:
        return APP_NAME
    parts = [_("{name} (read-only)").format(name=name) if read_only else name]
    if left is not None and stage_of(left) is Stage.URGENT:
        parts.append(countdown_text(left))
    return " · ".join(parts) + f" – {APP_NAME}"


def first_name(name: str) -> str:
    """What to call somebody in a sentence; a number stays whole."""
    words = name.split()
    if not words or not any(letter.isalpha() for letter in name):
        return name
    return words[0]


def called(name: str) -> str:
    """The first name for a sentence of ours: its script doesn't turn the sentence around."""
    return f"\u2068{first_name(name)}\u2069"


def moment(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A moment as people say it near `now`: "17:48", "Fri 14:33" or "14 May 14:33"."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days == 0:
        return clock(local)
    day = short_weekday(local) if abs(days) < 7 else short_day(local)
    return f"{day} {clock(local)}"


def day_of(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A day for lists: "today", "2 Apr" or "2 Apr 2024"."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return _("today")
    return with_year(short_day(local), local, today)


def minutes_seconds(left: timedelta) -> str:
    """A short span: "27:20", never negative."""
    seconds = max(int(left.total_seconds()), 0)
    return f"{seconds // 60}:{seconds % 60:02}"


def hours_minutes(span: timedelta) -> str:
    """A long span: "3 h 12 m"."""
    minutes = max(int(span.total_seconds()), 0) // 60
    return _("{hours} h {minutes:02} m").format(hours=minutes // 60, minutes=minutes % 60)


def one_line(text: str, most: int = 80) -> str:
    """A name of a stranger's making for a place with one short line and plain text."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
