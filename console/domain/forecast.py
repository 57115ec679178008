"""Forecast: what a month is going to cost, by how the weekdays of the last weeks went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is spent so far, and what it will be by the end: between `least` and `most`."""

    so_far: Decimal
    expected: Decimal
    least: Decimal
    most: Decimal


def forecast(spent: Mapping[date, Decimal], today: date, until: date) -> Expectation:
    """What the month of `today`, which ends before `until`, is going to cost.

    Each day to come is expected to cost the mean of the same weekday in the last four weeks;
    at least what the cheapest of them cost and at most the dearest. Weeks before the first
    day on record don't count.
    """
    begun = today.replace(day=1)
    so_far = sum((amount for day, amount in spent.items() if begun <= day <= today), Decimal(0))
    low = mean = high = so_far
    first = min(spent, default=today)
    for day in _days(today + timedelta(days=1), until):
        known = [
            spent.get(earlier, Decimal(0))
            for earlier in (day - timedelta(weeks=week) for week in range(1, 2 * _WEEKS + 2))
            if max(first, today - timedelta(weeks=_WEEKS)) <= earlier < today
        ]
        known = known or [_mean(spent, first, today)]
        low, high = low + min(known), high + max(known)
        mean += sum(known, Decimal(0)) / len(known)
    return Expectation(so_far, mean, low, high)


def _days(first: date, until: date) -> list[date]:
    return [first + timedelta(days=nth) for nth in range((until - first).days)]


def _mean(spent: Mapping[date, Decimal], first: date, today: date) -> Decimal:
    """Of all days on record, for a weekday that none of them is."""
    days = _days(max(first, today - timedelta(weeks=_WEEKS)), today) or [today]
    return sum((spent.get(day, Decimal(0)) for day in days), Decimal(0)) / len(days)
