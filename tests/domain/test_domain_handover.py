"""Who has a thread: until when another app's silence counts."""

from datetime import UTC, datetime, timedelta

from console.domain.handover import app_name, is_held

TOLD_AT = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


def test_another_app_has_the_thread_until_a_day_of_silence_has_passed() -> None:
    almost = TOLD_AT + timedelta(hours=23, minutes=59)
    assert is_held("ai agent", TOLD_AT, almost)
    assert not is_held("ai agent", TOLD_AT, TOLD_AT + timedelta(hours=24))
    assert is_held("ai agent", None, almost)  # kept by a hub that noted no time
    assert not is_held("", TOLD_AT, TOLD_AT)


def test_an_app_of_an_unheard_of_role_is_another_app() -> None:
    assert app_name("ai agent") == "The AI agent"
    assert app_name("juggler") == "Another app"
