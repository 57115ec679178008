"""Days, months and moments as the language of the texts names them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from PySide6.QtCore import QLocale

from console.domain.texts import language, pgettext

_LONG, _SHORT = QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat


@cache
def locale_of(code: str) -> QLocale:
    """Qt's knowledge of a language."""
    return QLocale(code)


def weekday(day: date) -> str:
    """The day of the week: "Tuesday"."""
    return locale_of(language()).standaloneDayName(day.isoweekday(), _LONG)


def short_weekday(day: date) -> str:
    """The day of the week in short: "Tue"."""
    return locale_of(language()).standaloneDayName(day.isoweekday(), _SHORT)


def day_and_month(day: date) -> str:
    """The day of the year: "12 May"."""
    month = locale_of(language()).monthName(day.month, _LONG)
    return pgettext("date", "{day} {month}").format(day=day.day, month=month)


def month_and_year(day: date) -> str:
    """The month: "May 2026"."""
    month = locale_of(language()).standaloneMonthName(day.month, _LONG)
    return f"{month} {day.year}"


def short_day(day: date) -> str:
    """The day of the year in short: "2 Apr"."""
    month = locale_of(language()).monthName(day.month, _SHORT)
    return pgettext("date", "{day} {month}").format(day=day.day, month=month)


def full_day(day: date) -> str:
    """The day with its weekday: "Tuesday 12 May"."""
    words = pgettext("date", "{weekday} {day}")
    return words.format(weekday=weekday(day), day=day_and_month(day))


def with_year(text: str, day: date, today: date) -> str:
    """A day's text, with the year if it isn't this one."""
    return text if day.year == today.year else f"{text} {day.year}"


def clock(at: datetime) -> str:
    """The time of day: "14:33"."""
    # not %H:%M, which imports a module at each call: rows ask this each second
    return f"{at.hour:02}:{at.minute:02}"
