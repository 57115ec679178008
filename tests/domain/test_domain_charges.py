"""What is free and why, and when months and free spans begin and end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.charges import (
    CHARGED_SINCE,
    FREE_EACH_MONTH,
    Free,
    day_of,
    entry_point_ends,
    month_of,
    why_free,
)
from console.domain.price_list import CATEGORIES

NOON = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("category", "facts", "free"),
    [
        ("service", {}, Free.MONTHLY),
        ("service", {"service_before": 999}, Free.MONTHLY),
        ("service", {"service_before": 1000}, None),
        ("service", {"service_before": 1000, "entry_point_open": True}, Free.ENTRY_POINT),
        ("service", {"service_before": 1000, "delivered": False}, Free.UNDELIVERED),
        ("service", {"service_before": 1000, "on": date(2026, 9, 30)}, Free.SERVICE),
        ("utility", {"inside_window": True}, None),
        ("utility", {"inside_window": True, "on": date(2026, 9, 30)}, Free.SERVICE),
        ("utility", {"inside_window": False, "on": date(2026, 9, 30)}, None),
        ("marketing", {"entry_point_open": True}, Free.ENTRY_POINT),
        ("marketing", {"inside_window": True}, None),
    ],
)
def test_the_first_reason_that_holds_makes_a_message_free(
    category: str, facts: dict[str, bool], free: Free | None
) -> None:
    asked = {
        "on": CHARGED_SINCE,
        "inside_window": True,
        "entry_point_open": False,
        "service_before": 0,
    }
    assert why_free(category, **(asked | facts)) is free  # type: ignore[arg-type]


@given(
    st.sampled_from(CATEGORIES),
    DAYS,
    st.booleans(),
    st.booleans(),
    st.integers(0, 3000),
    st.booleans(),
)
def test_what_did_not_arrive_is_free_and_more_messages_never_make_one_free(
    category: str, on: date, inside: bool, ad: bool, before: int, delivered: bool
) -> None:
    def asked(count: int) -> Free | None:
        return why_free(
            category,
            on,
            inside_window=inside,
            entry_point_open=ad,
            service_before=count,
            delivered=delivered,
        )

    if not delivered:
        assert asked(before) is Free.UNDELIVERED
    if asked(before) is None:
        assert asked(before + 1) is None
    if asked(before) is Free.MONTHLY:
        assert before < FREE_EACH_MONTH


def test_an_answer_within_a_day_opens_three_days_that_are_free() -> None:
    answered = NOON + timedelta(hours=23)
    assert entry_point_ends(NOON, answered) == answered + timedelta(hours=72)
    assert entry_point_ends(NOON, NOON + timedelta(hours=25)) is None
    assert entry_point_ends(NOON, None) == NOON + timedelta(hours=24)


def test_a_month_begins_where_the_account_is() -> None:
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    begins, ends = month_of(late, "Europe/Amsterdam")
    assert (begins, ends) == (
        datetime(2026, 10, 31, 23, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 23, 0, tzinfo=UTC),
    )
    assert month_of(late, "America/Los_Angeles")[0] == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert day_of(late, "Europe/Amsterdam") == date(2026, 11, 1)


@given(
    st.timedeltas(timedelta(0), timedelta(days=1500)).map(lambda span: NOON + span),
    st.sampled_from(["UTC", "Europe/Amsterdam", "America/Sao_Paulo", "Asia/Kathmandu"]),
)
def test_months_follow_each_other_without_a_gap(at: datetime, zone: str) -> None:
    begins, ends = month_of(at, zone)
    assert begins <= at < ends
    assert month_of(begins, zone) == (begins, ends)
    assert month_of(ends, zone)[0] == ends
    assert month_of(begins - timedelta(microseconds=1), zone)[1] == begins
