"""The words of a row, seen and spoken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.sessions import SessionStatus
from console.ui.inbox.wording import (
    ends_text,
    moment_text,
    owner_text,
    spoken_row,
    type_glyph,
    waited_text,
)
from tests.ui.inbox.furniture_shop import NOW, given_row, given_waiting


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 5, 14, 9, 5, tzinfo=UTC), "09:05"),
        (datetime(2026, 5, 13, 23, 59, tzinfo=UTC), "Wed 23:59"),
        (datetime(2026, 5, 8, 12, 0, tzinfo=UTC), "Fri 12:00"),
        (datetime(2026, 5, 7, 12, 0, tzinfo=UTC), "7 May"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=UTC), "31 Dec 2025"),
        (datetime(2026, 5, 14, 23, 0, tzinfo=UTC), "23:00"),
    ],
)
def test_a_moment_is_as_short_as_it_can_be(at: datetime, text: str) -> None:
    assert moment_text(at, NOW, UTC) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(270, "Ends in 4:30"), (5, "Ends in 0:05"), (-3, "Ends in 0:00"), (7300, "Ends in 2 h")],
)
def test_the_end_counts_in_minutes_and_seconds(seconds: int, text: str) -> None:
    assert ends_text(NOW + timedelta(seconds=seconds), NOW) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "oldest under 1 m"),
        (12, "oldest 12 m"),
        (65, "oldest 1 h 05 m"),
        (5000, "oldest 3 days"),
    ],
)
def test_the_longest_wait_has_words(minutes: int, text: str) -> None:
    assert waited_text(NOW - timedelta(minutes=minutes), NOW) == text


def test_owners_are_named_in_short() -> None:
    owners = [owner_text(name) for name in ("You", "Tomás Rivera", "Unassigned", "")]
    assert owners == ["You", "Tomás R.", "Unassigned", ""]


def test_what_is_not_words_has_a_glyph() -> None:
    assert type_glyph(given_row(kind="audio")) == "content.voice"
    assert type_glyph(given_row(kind="text")) == ""
    assert type_glyph(given_row(direction=Direction.NOTE)) == "supervision.note"


def test_a_row_is_spoken_in_the_order_a_rep_needs() -> None:
    assert spoken_row(given_row(), NOW, UTC) == (
        "Lucas Moreau, WhatsApp, window lapses in 3 hours 12 minutes, owned by you, "
        "you wrote at 14:33, delivered: "
        "Would Tuesday 19 May, 8–12, suit you for the delivery?"
    )


def test_unread_flag_and_draft_are_spoken() -> None:
    row = given_waiting("Ana", 6, timedelta(minutes=24), flagged=True, has_draft=True)
    spoken = spoken_row(row, NOW, UTC)
    assert "window lapses in 24 minutes" in spoken
    assert "1 unread, flagged, has a draft, they wrote at 14:30: " in spoken


def test_a_lapsed_row_of_a_colleague_says_both() -> None:
    row = given_row(owner="Tomás Rivera", mine=False, expires_at=NOW, state=Delivery.FAILED)
    spoken = spoken_row(row, NOW, UTC)
    assert "window lapsed, templates only, owned by Tomás Rivera" in spoken
    assert "we wrote at 14:33, not delivered: " in spoken


def test_a_quiet_row_says_when_it_ends() -> None:
    row = given_row(
        status=SessionStatus.INACTIVE, quiet_at=NOW + timedelta(minutes=4, seconds=30)
    )
    assert "ends in 4 minutes" in spoken_row(row, NOW, UTC)
