"""A month's forecast follows how the weekdays of the last weeks went."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from console.domain.forecast import forecast

MID = date(2026, 11, 16)  # a Monday
DECEMBER = date(2026, 12, 1)
AMOUNTS = st.decimals(0, 100, places=2)


def test_quiet_weekends_stay_quiet() -> None:
    days = [MID - timedelta(days=nth) for nth in range(29)]
    spent = {day: Decimal(0 if day.weekday() > 4 else 10) for day in days}
    found = forecast(spent, MID, DECEMBER)
    assert found.so_far == 110  # eleven working days
    assert found.expected == found.least == found.most == 110 + 10 * 10


def test_the_range_goes_from_the_cheapest_to_the_dearest_of_each_weekday() -> None:
    days = [MID - timedelta(days=nth) for nth in range(1, 29)]
    spent = {day: Decimal(4 if nth % 2 else 8) for nth, day in enumerate(days)}
    found = forecast(spent, MID, MID + timedelta(days=2))
    assert found.least - found.so_far == 4
    assert found.most - found.so_far == 8
    assert found.expected - found.so_far == 6


def test_with_a_few_days_on_record_all_of_them_stand_for_the_others() -> None:
    spent = {MID - timedelta(days=1): Decimal(6), MID: Decimal(1)}
    found = forecast(spent, MID, MID + timedelta(days=3))
    assert found.expected == 7 + 2 * 6
    assert forecast({}, MID, DECEMBER).expected == 0


@given(
    st.dictionaries(st.dates(MID - timedelta(days=40), MID), AMOUNTS, max_size=30),
)
def test_what_is_expected_lies_between_its_bounds_and_is_never_less_than_was_spent(
    spent: dict[date, Decimal],
) -> None:
    found = forecast(spent, MID, DECEMBER)
    slack = Decimal("0.000001")  # a mean is rounded
    assert found.so_far <= found.least <= found.expected + slack
    assert found.expected <= found.most + slack
