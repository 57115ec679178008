"""One timer for every countdown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from console.ui.tick import ClockService

NOON = datetime(2026, 5, 14, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hand(qapp: QApplication) -> Hand:
    return Hand()


@pytest.fixture
def clock(hand: Hand) -> ClockService:
    return ClockService(hand)


def every(step: timedelta):  # type: ignore[no-untyped-def]
    return lambda now: now + step


def test_nothing_is_called_before_it_is_due(clock: ClockService, hand: Hand) -> None:
    calls: list[str] = []
    clock.watch("a", every(SECOND), lambda: calls.append("a"))
    clock.advance()
    assert calls == []
    hand.now += SECOND
    clock.advance()
    assert calls == ["a"]


def test_each_key_has_its_own_rhythm(clock: ClockService, hand: Hand) -> None:
    calls: list[str] = []
    clock.watch("s", every(SECOND), lambda: calls.append("s"))
    clock.watch("m", every(timedelta(minutes=1)), lambda: calls.append("m"))
    for _ in range(60):
        hand.now += SECOND
        clock.advance()
    assert calls.count("s") == 60
    assert calls.count("m") == 1


def test_a_key_that_names_no_moment_is_never_called_again(
    clock: ClockService, hand: Hand
) -> None:
    moments = iter([NOON + SECOND, None])
    calls: list[int] = []
    clock.watch("a", lambda _now: next(moments), lambda: calls.append(1))
    for _ in range(5):
        hand.now += SECOND
        clock.advance()
    assert calls == [1]
    assert clock.next_at() is None


def test_watching_again_replaces_what_was_watched(clock: ClockService, hand: Hand) -> None:
    calls: list[str] = []
    clock.watch("a", every(SECOND), lambda: calls.append("old"))
    clock.watch("a", every(SECOND), lambda: calls.append("new"))
    hand.now += SECOND
    clock.advance()
    assert calls == ["new"]


def test_a_callback_may_stop_its_own_watch(clock: ClockService, hand: Hand) -> None:
    calls: list[int] = []

    def stop() -> None:
        calls.append(1)
        clock.unwatch("a")

    clock.watch("a", every(SECOND), stop)
    for _ in range(3):
        hand.now += SECOND
        clock.advance()
    assert calls == [1]


def test_a_dead_widget_is_forgotten(clock: ClockService, hand: Hand) -> None:
    widget = QWidget()
    calls: list[int] = []
    clock.watch(widget, every(SECOND), lambda: calls.append(1))
    delete(widget)
    hand.now += SECOND
    clock.advance()
    assert calls == []
    assert clock.next_at() is None


def test_a_dead_widgets_method_is_not_called(clock: ClockService, hand: Hand) -> None:
    widget = QWidget()
    clock.watch(("tab", "one"), every(SECOND), widget.update)
    delete(widget)
    hand.now += SECOND
    clock.advance()
    assert clock.next_at() is None


def test_the_timer_wakes_by_itself(qtbot: QtBot) -> None:
    clock = ClockService(lambda: datetime.now(UTC))
    calls: list[int] = []
    clock.watch("a", every(timedelta(milliseconds=5)), lambda: calls.append(1))
    qtbot.waitUntil(lambda: len(calls) >= 3, timeout=2000)
