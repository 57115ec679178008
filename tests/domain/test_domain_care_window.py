from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.domain.care_window import (
    CareWindow,
    Stage,
    countdown_text,
    is_open,
    next_change,
    share_left,
    spoken_countdown,
    stage_of,
    time_left,
)

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
moments = st.integers(0, 200_000).map(lambda s: NOON + timedelta(seconds=s))


def test_window_ends_24_hours_after_the_customers_message() -> None:
    window = CareWindow().customer_wrote(NOON)
    assert window.expires_at == NOON + timedelta(hours=24)


def test_last_instant_is_too_late() -> None:
    expires_at = CareWindow().customer_wrote(NOON).expires_at
    assert expires_at is not None
    assert is_open(expires_at, expires_at - timedelta(microseconds=1))
    assert not is_open(expires_at, expires_at)


def test_window_that_never_opened_is_shut() -> None:
    assert CareWindow().expires_at is None
    assert not is_open(None, NOON)
    assert time_left(None, NOON) == timedelta(0)


@given(st.lists(moments, min_size=1), st.randoms())
def test_order_and_repetition_of_messages_do_not_matter(
    times: list[datetime], random: object
) -> None:
    forward, backward = CareWindow(), CareWindow()
    for at in times:
        forward = forward.customer_wrote(at)
    for at in [*reversed(times), *times]:
        backward = backward.customer_wrote(at)
    assert forward == backward == CareWindow(max(times))


def test_refusal_by_the_platform_shuts_an_open_window() -> None:
    window = CareWindow().customer_wrote(NOON)
    shut = window.closed_by_platform(NOON + timedelta(hours=3))
    assert shut.expires_at == NOON + timedelta(hours=3)


def test_late_old_message_does_not_reopen_a_window_the_platform_shut() -> None:
    shut = CareWindow(NOON).closed_by_platform(NOON + timedelta(hours=3))
    after = shut.customer_wrote(NOON + timedelta(hours=2))
    assert not is_open(after.expires_at, NOON + timedelta(hours=4))


def test_new_message_reopens_a_window_the_platform_shut() -> None:
    shut = CareWindow(NOON).closed_by_platform(NOON + timedelta(hours=3))
    again = shut.customer_wrote(NOON + timedelta(hours=5))
    assert again.expires_at == NOON + timedelta(hours=29)


@pytest.mark.parametrize(
    ("left", "text", "stage"),
    [
        (timedelta(hours=18, minutes=59), "18 h", Stage.CALM),
        (timedelta(hours=6, seconds=1), "6 h", Stage.CALM),
        (timedelta(hours=6), "6 h 00 m", Stage.SOON),
        (timedelta(hours=3, minutes=12), "3 h 12 m", Stage.SOON),
        (timedelta(hours=1), "1 h 00 m", Stage.SOON),
        (timedelta(minutes=24, seconds=7), "24:07", Stage.URGENT),
        (timedelta(seconds=1), "00:01", Stage.URGENT),
        (timedelta(0), "Templates only", Stage.LAPSED),
    ],
)
def test_countdown_reads_as_designed(left: timedelta, text: str, stage: Stage) -> None:
    assert countdown_text(left) == text
    assert stage_of(left) is stage


@pytest.mark.parametrize(
    ("left", "spoken"),
    [
        (timedelta(hours=18, minutes=5), "window lapses in 18 hours"),
        (timedelta(hours=3, minutes=12), "window lapses in 3 hours 12 minutes"),
        (timedelta(minutes=1), "window lapses in 1 minute"),
        (timedelta(seconds=45), "window lapses in 45 seconds"),
        (timedelta(0), "window lapsed, templates only"),
    ],
)
def test_countdown_is_spoken_in_words(left: timedelta, spoken: str) -> None:
    assert spoken_countdown(left) == spoken


def test_ring_shows_the_share_of_a_day_and_in_the_last_hour_of_that_hour() -> None:
    assert share_left(timedelta(hours=12)) == 0.5
    assert share_left(timedelta(minutes=30)) == 0.5
    assert share_left(timedelta(hours=48)) == 1.0


@given(st.integers(1, 90_000))
def test_following_the_announced_changes_ends_exactly_at_the_lapse(seconds_left: int) -> None:
    now, expires_at = NOON, NOON + timedelta(seconds=seconds_left)
    for _ in range(1100):
        change_at = next_change(expires_at, now)
        if change_at is None:
            break
        step = (
            timedelta(seconds=1)
            if expires_at - now <= timedelta(hours=1)
            else timedelta(minutes=1)
        )
        assert now < change_at <= min(expires_at, now + step)
        now = change_at
    assert now == expires_at or seconds_left > 1000


@given(st.integers(1, 90_000), st.integers(0, 999_999))
def test_what_is_shown_stays_until_the_announced_moment_and_changes_there(
    seconds: int, microseconds: int
) -> None:
    expires_at = NOON + timedelta(seconds=seconds, microseconds=microseconds)
    change_at = next_change(expires_at, NOON)
    assert change_at is not None
    shown = countdown_text(time_left(expires_at, NOON))
    until = time_left(expires_at, change_at - timedelta(microseconds=1))
    if until != timedelta(hours=6):  # from here on minutes are shown too
        assert countdown_text(until) == shown
    if seconds < 6 * 3600:
        assert countdown_text(time_left(expires_at, change_at)) != shown


def test_nothing_changes_after_the_lapse() -> None:
    assert next_change(NOON, NOON) is None
    assert next_change(None, NOON) is None


_ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")


@given(
    hours=st.integers(0, 3 * 366 * 24),
    zone=st.sampled_from(_ZONES),
    fold=st.sampled_from((0, 1)),
)
@example(hours=1899, zone="Africa/Casablanca", fold=0)
def test_f25_a_window_lasts_24_hours_also_when_clocks_are_turned(
    hours: int, zone: str, fold: int
) -> None:
    local = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    local = local.astimezone(ZoneInfo(zone)).replace(fold=fold)
    moment = local.astimezone(UTC)
    expires_at = CareWindow().customer_wrote(local).expires_at
    assert expires_at is not None
    left = (expires_at.astimezone(UTC) - moment).total_seconds()
    assert left == timedelta(hours=24).total_seconds()
    assert time_left(expires_at, moment) == timedelta(hours=24)
