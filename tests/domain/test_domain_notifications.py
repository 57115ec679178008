"""Writing to customers first: hours of day anywhere, and all reasons at once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from console.domain.consent import Consent, Level, Purpose, why_not_first
from console.domain.notifications import (
    Check,
    Facts,
    Hours,
    Live,
    Reach,
    verdicts,
    waits_until,
    why_not,
    within,
)

COPENHAGEN, TOKYO = ZoneInfo("Europe/Copenhagen"), ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 5, 14, 12, 36, tzinfo=UTC)
ZONES = [COPENHAGEN, TOKYO, ZoneInfo("America/St_Johns"), ZoneInfo("Australia/Lord_Howe")]


def facts(**changes: object) -> Facts:
    return Facts(**({"name": "Sofie", "at": AT, "zones": (COPENHAGEN,)} | changes))  # type: ignore[arg-type]


def against(**changes: object) -> list[Check]:
    return [one.check for one in verdicts(facts(**changes)) if not one.passed]


def test_nothing_speaks_against_a_customer_who_agreed_at_noon() -> None:
    assert against() == []
    assert why_not(verdicts(facts())) == ""


def test_everything_that_speaks_against_it_is_said_at_once() -> None:
    night = AT + timedelta(hours=9)
    full = Reach(count=250, limit=250, frees_at=night + timedelta(hours=1))
    found = against(
        at=night,
        no_consent="no consent of this customer’s is on record",
        template="“Late” can’t be sent: Meta rejected it.",
        live=Live(session_id="s", owner="Tomás"),
        reach=full,
        blocked=True,
        credits="No credits.",
    )
    assert found == list(Check)


def test_who_answers_in_the_window_or_was_reached_already_takes_no_place() -> None:
    full = Reach(count=250, limit=250)
    assert against(reach=full) == [Check.RECIPIENTS]
    assert against(reach=full, counts=False) == []
    assert against(reach=Reach(count=999, limit=None)) == []


def test_what_only_time_speaks_against_may_wait_and_the_rest_may_not() -> None:
    night = datetime(2026, 5, 14, 21, 0, tzinfo=UTC)
    morning = datetime(2026, 5, 15, 6, 0, tzinfo=UTC)
    assert waits_until(verdicts(facts(at=night))) == morning
    assert waits_until(verdicts(facts(at=night, blocked=True))) is None
    assert waits_until(verdicts(facts())) is None


def test_a_colleague_or_a_queue_that_has_the_customer_is_named() -> None:
    assert "Tomás has a conversation" in why_not(
        verdicts(facts(live=Live(session_id="s", owner="Tomás")))
    )
    assert "queue Delivery" in why_not(
        verdicts(facts(live=Live(session_id="s", queue="Delivery")))
    )
    assert "Write there" in why_not(verdicts(facts(live=Live(session_id="s", mine=True))))


@given(
    st.timedeltas(timedelta(0), timedelta(days=370)),
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=2),
    st.times().map(lambda at: at.replace(microsecond=0, fold=0)),
)
def test_the_moment_found_is_the_first_that_suits_and_stays_what_it_is(
    since: timedelta, zones: list[ZoneInfo], opens: time
) -> None:
    at = AT + since
    hours = Hours(opens, time.max if opens < time.max else opens)
    found = within(at, zones[:1], hours)
    assert found >= at
    assert within(found, zones[:1], hours) == found
    assert opens <= found.astimezone(zones[0]).time()
    assert within(at, zones, hours) >= at


def test_the_same_time_twice_means_all_day() -> None:
    assert within(AT, (TOKYO,), Hours(time(0), time(0))) == AT


def test_nobody_is_written_to_first_without_a_statement_whatever_the_level() -> None:
    for purpose in Purpose:
        assert why_not_first(None, [], purpose, Level.IMPLICIT)
    yes = Consent(
        purpose=Purpose.SERVICE,
        granted=True,
        level=Level.EXPLICIT,
        source="form",
        wording="",
        at=AT,
        recorded_by="",
    )
    assert why_not_first(yes, [], Purpose.SERVICE, Level.DOUBLE) == ""
    assert why_not_first(None, [["service", True, "form"]], Purpose.SERVICE, Level.DOUBLE) == ""
    assert "no messages" in why_not_first(
        None, [["service", False, "form"]], Purpose.SERVICE, Level.IMPLICIT
    )
    assert why_not_first(None, [["service", True, "form"]], Purpose.MARKETING, Level.IMPLICIT)
