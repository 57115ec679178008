"""What the window says, and when: titles, banners, lines, tabs, status; without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from console.desk.rows import Link, LinkState
from console.domain.ids import QueueId, RepId
from console.domain.people import Wanted
from console.domain.policy import ComposerMode, Verdict
from console.domain.sessions import SessionStatus
from console.ui.conversation.modes import (
    INACTIVITY_PAUSED,
    FootMode,
    announcement,
    inactivity_words,
    lapse_warning,
    next_mode,
    picker_words,
)
from console.ui.dialogs.receivers import found, queue_receivers, rep_receivers
from console.ui.header.banner_words import banner_for
from console.ui.status.words import link_words, outbox_words, room_words
from console.ui.tabs.faces import face_of, tabs_that_fit
from console.ui.titles import day_of, first_name, moment, window_title
from tests.ui.fake_desk import FakeDesk
from tests.ui.inbox.furniture_shop import NOW, given_row
from tests.ui.shop import shop_reps

CONNECTED = Link(state=LinkState.CONNECTED)
FREE = Verdict(ComposerMode.FREE_FORM)
TEMPLATES = Verdict(ComposerMode.TEMPLATE_ONLY)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("current", "verdict", "unsent", "picking", "wanted"),
    [
        (None, FREE, True, False, FootMode.WRITE),
        (None, TEMPLATES, True, False, FootMode.TEMPLATE),
        (FootMode.WRITE, TEMPLATES, True, False, FootMode.KEPT),
        (FootMode.WRITE, TEMPLATES, False, False, FootMode.TEMPLATE),
        (FootMode.KEPT, TEMPLATES, True, False, FootMode.KEPT),
        (FootMode.KEPT, FREE, True, False, FootMode.WRITE),
        (FootMode.TEMPLATE, FREE, True, False, FootMode.WRITE),
        (FootMode.TEMPLATE, FREE, True, True, FootMode.TEMPLATE),
        (FootMode.WRITE, Verdict(ComposerMode.BLOCKED, "no"), True, True, FootMode.BLOCKED),
    ],
)
def test_what_stands_below_the_transcript(
    current: FootMode | None, verdict: Verdict, unsent: bool, picking: bool, wanted: FootMode
) -> None:
    assert next_mode(current, verdict, unsent=unsent, picking=picking) is wanted


def test_the_title_counts_down_in_the_last_hour_only() -> None:
    assert window_title("", None) == "Rep Console"
    assert window_title("Ana", timedelta(hours=3)) == "Ana – Rep Console"
    assert window_title("Ana", 24 * MINUTE) == "Ana · 24:00 – Rep Console"
    assert window_title("Ana", None, read_only=True) == "Ana (read-only) – Rep Console"


def test_moments_are_as_near_as_they_are_far() -> None:
    assert moment(NOW, NOW, UTC) == "14:36"
    assert moment(NOW - timedelta(days=1), NOW, UTC) == "Wed 14:36"
    assert moment(NOW - timedelta(days=30), NOW, UTC) == "14 Apr 14:36"
    assert day_of(NOW, NOW, UTC) == "today"
    assert day_of(NOW - timedelta(days=800), NOW, UTC) == "5 Mar 2024"
    assert first_name("+33 6 12") == "+33 6 12"


def test_the_last_ten_minutes_are_announced_above_the_composer() -> None:
    early = given_row(expires_at=NOW + timedelta(minutes=10, seconds=1))
    late = given_row(expires_at=NOW + timedelta(seconds=45))
    assert lapse_warning(early, NOW) == ""
    assert lapse_warning(late, NOW) == "Window lapses in 0:45. Unsent text is kept."
    assert lapse_warning(replace(late, has_window=False), NOW) == ""
    assert lapse_warning(replace(late, expires_at=NOW), NOW) == ""


def test_a_screen_reader_hears_of_the_window_four_times() -> None:
    seconds = [
        announcement(timedelta(seconds=s + 1), timedelta(seconds=s)) for s in range(4000)
    ]
    spoken = [words for words in seconds[::-1] if words]
    assert [words.partition(".")[0] for words in spoken] == [
        "The window lapses in 1 hour",
        "The window lapses in 10 minutes",
        "The window lapses in 1 minute",
        "The window lapsed",
    ]


def test_the_gravest_banner_wins() -> None:
    row = given_row(here=False, mine=False, owner="Tomás Rivera")
    desk = FakeDesk()
    desk.rows[row.session_id] = row
    session = desk.session(row.session_id)
    offline = Link(state=LinkState.OFFLINE, retry_at=NOW + timedelta(seconds=8))

    def say(link: Link, waiting: int = 0) -> str:
        text = banner_for(link, row, session, waiting=waiting, now=NOW, may_take_over=False)
        return f"{text.title} {text.rest} {text.detail}" if text else ""

    assert "Tomás Rivera is handling this at desk Utrecht-14" in say(CONNECTED)
    assert "2 messages will be sent when you’re back" in say(offline, 2)
    assert "Trying again in 8 s." in say(offline)
    assert "Trying again now." in say(replace(offline, retry_at=NOW))
    ended = replace(row, status=SessionStatus.ENDED)
    text = banner_for(CONNECTED, ended, session, waiting=0, now=NOW, may_take_over=False)
    assert text is not None
    assert text.buttons[0][0] == "reopen"
    mine = given_row()
    assert banner_for(CONNECTED, mine, None, waiting=0, now=NOW, may_take_over=False) is None


def test_the_inactivity_line_presses_in_its_last_five_minutes() -> None:
    row, desk = given_row(), FakeDesk()
    desk.rows[row.session_id] = row
    session = desk.session(row.session_id)
    assert inactivity_words(session, row, CONNECTED, NOW) == (
        "Ends in 27:20 of inactivity",
        False,
    )
    away = Link(state=LinkState.OFFLINE)
    assert inactivity_words(session, row, away, NOW) == (INACTIVITY_PAUSED, False)
    assert inactivity_words(session, row, CONNECTED, NOW + 23 * MINUTE)[1]
    assert inactivity_words(session, replace(row, here=False), CONNECTED, NOW) == ("", False)


def test_the_picker_says_since_when_and_what_reopens() -> None:
    assert "hasn’t written yet" in picker_words(given_row(expires_at=None), NOW)
    assert "reopens it by replying" in picker_words(given_row(expires_at=NOW), NOW)


def test_a_tab_says_everything_without_colour() -> None:
    row = given_row(here=False, unread=2, expires_at=NOW)
    face = face_of(row)
    assert face.spoken(NOW) == (
        "Lucas Moreau, read-only, window lapsed, templates only, unread"
    )
    assert face.countdown(NOW) == ""
    assert face_of(given_row()).countdown(NOW) == "3 h 12 m"


def test_the_current_tab_is_always_among_those_that_fit() -> None:
    assert tabs_that_fit(3, 2, 1000) == [0, 1, 2]
    assert tabs_that_fit(8, 6, 300) == [0, 1, 6]
    assert tabs_that_fit(2, 1, 10) == [1]


def test_trouble_changes_the_words_of_the_status_bar() -> None:
    offline = Link(state=LinkState.OFFLINE, retry_at=NOW + timedelta(seconds=8))
    assert outbox_words(0) == ("Outbox empty", "")
    assert outbox_words(2) == ("2 waiting to send", "warning")
    assert link_words(CONNECTED, NOW)[:2] == ("Connected", "")
    assert link_words(offline, NOW)[:2] == ("Offline · trying in 8 s", "danger")
    trying = link_words(replace(offline, retry_at=NOW), NOW)
    assert trying[:2] == ("Offline · trying now", "danger")
    assert room_words(1).startswith("You have room for 1 conversation.")
    assert "Choose Online" in room_words(1, online=False)


def test_receivers_come_in_the_order_of_their_room() -> None:
    desk = FakeDesk()
    receivers = rep_receivers(shop_reps(), desk.queues(), me=RepId("Sam Whitlock"))
    assert [receiver.name.split()[0] for receiver in receivers] == [
        "Camille",
        "Tomás",
        "Piotr",
        "Ingrid",
        "Ana",
    ]
    assert [receiver.able for receiver in receivers] == [True, True, True, True, False]
    assert [receiver.name for receiver in found(receivers, "polish")] == ["Piotr Zieliński"]
    assert queue_receivers(desk.queues())[0].detail == "4 customers waiting"


def test_a_full_rep_can_still_be_asked() -> None:
    full = replace(shop_reps()[0], loaded=5, wanted=Wanted.ONLINE, queues=(QueueId("q9"),))
    [receiver] = rep_receivers([full], [], me=None)
    assert (receiver.state, receiver.able) == ("Full", True)
    assert "will be asked" in receiver.spoken
