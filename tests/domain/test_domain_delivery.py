from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.delivery import (
    NOT_SENT,
    REACHED_CUSTOMER,
    Delivery,
    may_start_attempt,
    rank,
    reported,
)

REPORTS = [Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.PLAYED, Delivery.FAILED]
states = st.sampled_from(list(Delivery))
reports = st.lists(st.sampled_from(REPORTS), max_size=8)


def _after(start: Delivery, statuses: list[Delivery] | tuple[Delivery, ...]) -> Delivery:
    for status in statuses:
        start = reported(start, status)
    return start


@pytest.mark.parametrize("order", list(permutations(REPORTS)), ids=lambda o: "-".join(o))
def test_every_order_of_statuses_ends_in_the_same_state(order: tuple[Delivery, ...]) -> None:
    assert _after(Delivery.ACCEPTED, order) is Delivery.PLAYED


@given(states, reports)
def test_repeating_reports_changes_nothing(start: Delivery, statuses: list[Delivery]) -> None:
    once = _after(start, statuses)
    assert _after(once, statuses) is once


@given(states, st.sampled_from(REPORTS))
def test_a_report_never_moves_a_message_backwards(start: Delivery, status: Delivery) -> None:
    after = reported(start, status)
    assert after in {start, status}
    if status is not Delivery.FAILED and start not in NOT_SENT:
        assert rank(after) >= rank(start)


@pytest.mark.parametrize("reached", sorted(REACHED_CUSTOMER))
def test_delivered_beats_failed(reached: Delivery) -> None:
    assert reported(reached, Delivery.FAILED) is reached
    assert reported(Delivery.FAILED, reached) is reached


def test_failed_after_sent_is_failed_and_stays_so_on_a_late_sent() -> None:
    assert _after(Delivery.ACCEPTED, [Delivery.SENT, Delivery.FAILED, Delivery.SENT]) is (
        Delivery.FAILED
    )


def test_a_status_settles_an_unknown_message() -> None:
    assert reported(Delivery.UNKNOWN, Delivery.SENT) is Delivery.SENT


def test_a_message_given_up_that_was_sent_after_all_says_so() -> None:
    assert reported(Delivery.DEAD, Delivery.DELIVERED) is Delivery.DELIVERED


def test_only_waiting_messages_are_attempted() -> None:
    assert {state for state in Delivery if may_start_attempt(state)} == {
        Delivery.ACCEPTED_BY_HUB,
        Delivery.RETRYING,
    }
