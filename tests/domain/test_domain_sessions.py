from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import sessions, work
from console.domain.inactivity import starts_at
from console.domain.people import Role
from console.domain.sessions import OPEN, Section, SessionStatus, section_of
from console.domain.work import LIVE, WorkStatus

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


@given(st.sampled_from(sorted(set(WorkStatus) - LIVE)), st.sampled_from(WorkStatus))
def test_finished_work_never_changes(finished: WorkStatus, wanted: WorkStatus) -> None:
    assert not work.may_become(finished, wanted)


def test_an_offer_can_be_accepted_and_a_stint_can_end() -> None:
    assert work.may_become(WorkStatus.ASSIGNED, WorkStatus.OPENED)
    assert not work.may_become(WorkStatus.ASSIGNED, WorkStatus.CLOSED)
    assert work.may_become(WorkStatus.OPENED, WorkStatus.TRANSFERRED)


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_open_session_may_end(status: SessionStatus) -> None:
    assert sessions.may_become(status, SessionStatus.ENDED)


def test_a_waiting_session_does_not_go_quiet() -> None:
    assert not sessions.may_become(SessionStatus.WAITING, SessionStatus.INACTIVE)


@pytest.mark.parametrize(
    ("status", "window_open", "waits", "section"),
    [
        (SessionStatus.ACTIVE, True, True, Section.WAITING_FOR_ME),
        (SessionStatus.ACTIVE, True, False, Section.ACTIVE),
        (SessionStatus.INACTIVE, True, False, Section.QUIET),
        (SessionStatus.ACTIVE, False, True, Section.LAPSED),
        (SessionStatus.INACTIVE, False, False, Section.LAPSED),
    ],
)
def test_sections_follow_status_and_window(
    status: SessionStatus, window_open: bool, waits: bool, section: Section
) -> None:
    assert section_of(status, window_open=window_open, customer_waits=waits) is section


def test_the_reps_first_message_after_the_customers_starts_the_clock() -> None:
    first, second = NOON + timedelta(minutes=1), NOON + timedelta(minutes=5)
    since = starts_at(None, customer_last_at=NOON, rep_wrote_at=first)
    assert since == first
    assert starts_at(since, customer_last_at=NOON, rep_wrote_at=second) == first


def test_without_a_customers_message_no_clock_starts() -> None:
    assert starts_at(None, customer_last_at=None, rep_wrote_at=NOON) is None


def test_supervisors_and_administrators_see_everything() -> None:
    assert [role for role in Role if role.leads] == [Role.SUPERVISOR, Role.ADMIN]
