"""The page of dead letters: what it shows, and what mouse and keys do there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.changes import DeadLettersChanged, DirectoryChanged
from console.domain.dead_letters import Outcome, Reason
from console.domain.delivery import Delivery
from console.domain.ids import (
    ChannelId,
    ConversationId,
    CustomerId,
    LetterId,
    MessageId,
    QueueId,
    RepId,
    SessionId,
)
from console.domain.people import Role
from console.ui.dialogs.confirm import ConfirmDialog, TextDialog
from console.ui.dialogs.hand_over import HandOverDialog
from console.ui.header.channel_words import channel_words
from console.ui.transcript.entries import Entry
from console.ui.transcript.under import under
from console.ui.triage.letter_list import LetterLine, columns_of
from console.ui.triage.page import DeadLettersPage
from console.wire.views import ChannelView, DeadLetterView
from tests.fakes import until
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.inbox.furniture_shop import NOW
from tests.ui.shop import shop_reps
from tests.ui.test_ui_window_access import unnamed
from tests.ui.transcript.conversations import lucas

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

SHOP = (
    ("Lucas Moreau", "text", "Would Tuesday between 9 and 11 suit you?", Reason.GAVE_UP, 13),
    ("Łukasz Wiśniewski", "template", "Your Brae bed is ready to collect", Reason.LIMIT, 3),
    ("أمينة السيد", "image", "Photo", Reason.FILE, 1),
    ("Fatima El-Mansouri", "text", "We’ve refunded €84.50", Reason.NOT_ON_WHATSAPP, 1),
    ("Tadeusz Górski", "text", "The fitter can come on Friday", Reason.WINDOW, 1),
    ("Eilidh Buchanan", "text", "Yes, the blue one is back", Reason.UNCONFIRMED, 1),
)


def letter(number: int, **changes: object) -> DeadLetterView:
    """One of the shop's dead letters; every 100 minutes one failed."""
    name, kind, preview, reason, tries = SHOP[number % len(SHOP)]
    died_at = NOW - timedelta(minutes=21 + 100 * number)
    values: dict[str, object] = {
        "letter_id": LetterId(f"l-{number}"),
        "incoming": False,
        "message_id": MessageId(f"m-{number}"),
        "session_id": SessionId(f"s-{name}"),
        "conversation_id": ConversationId(f"c-{name}"),
        "customer_id": CustomerId(f"k-{name}"),
        "customer_name": name,
        "queue_id": QueueId("q1"),
        "queue_name": "Delivery & returns",
        "channel_kind": "whatsapp",
        "author": "Maya Okafor",
        "author_id": RepId("maya"),
        "kind": kind,
        "preview": preview,
        "reason": reason,
        "words": "Not delivered: the number isn’t on WhatsApp any more. Send an SMS or call.",
        "code": "131026",
        "attempts": tries,
        "may_have_arrived": reason is Reason.UNCONFIRMED,
        "died_at": died_at,
        "expires_at": died_at + timedelta(hours=24),
        "ended_at": None,
        "outcome": None,
        "ended_by": "",
    }
    return DeadLetterView(**(values | changes))  # type: ignore[arg-type]


async def opened(screens: Screens) -> DeadLettersPage:
    """The page, reached from the rail."""
    screens.window.rail.dead_letters.click()
    await until(lambda: screens.connections.dead_letters.page is not None)
    page = screens.connections.dead_letters.page
    assert page is not None
    await turns()
    return page


def done(screens: Screens) -> list[tuple[object, ...]]:
    acts = {"retry_letter", "rewrite_letter", "hand_over_letter", "discard_letter"}
    return [asked for asked in screens.desk.asked if asked[0] in acts]


def test_the_rail_counts_what_waits_and_leads_to_it(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        rail = screens.window.rail
        assert rail.dead_letters.isHidden()  # a rep without any has no such place
        screens.desk.letters = [letter(0), letter(3)]
        screens.desk.changes.tell(DeadLettersChanged())
        await until(lambda: not rail.dead_letters.isHidden())
        assert rail.dead_letters.accessibleName() == "Dead letters, 2 wait for somebody"
        page = await opened(screens)
        assert screens.window.room() is page
        assert [line.title for line in page.letters.lines()] == [
            "Lucas Moreau",
            "Fatima El-Mansouri",
        ]
        assert list(unnamed(page)) == []
        QTest.keyClick(page.letters, Qt.Key.Key_Escape)
        assert screens.window.room() is None

    in_window(work)


def test_a_supervisor_without_any_reads_that_all_is_settled(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await until(lambda: not screens.window.rail.dead_letters.isHidden())
        page = await opened(screens)
        assert page.letters.lines() == []
        assert page.panel.isHidden()

    in_window(work, Role.SUPERVISOR)


def test_every_act_has_a_key(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.letters = [letter(0), letter(3)]
        page = await opened(screens)
        QTest.keyClick(page.letters, Qt.Key.Key_J)
        QTest.keyClick(page.letters, Qt.Key.Key_R)
        await until(lambda: done(screens))
        assert done(screens)[-1] == ("retry_letter", "l-3", False)
        QTest.keyClick(page.letters, Qt.Key.Key_Delete)
        dialog = await screens.dialog()
        assert isinstance(dialog, TextDialog)
        dialog._text.setPlainText("said it by phone")
        dialog.accept()
        await until(lambda: len(done(screens)) > 1)
        assert done(screens)[-1] == ("discard_letter", "l-3", "said it by phone")
        QTest.keyClick(page.letters, Qt.Key.Key_H)
        await until(
            lambda: isinstance(screens.window.findChild(HandOverDialog), HandOverDialog)
        )
        dialog = await screens.dialog()
        dialog.reject()

    in_window(work, Role.SUPERVISOR)


def test_what_may_have_arrived_is_asked_about_first(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.letters = [letter(5)]
        page = await opened(screens)
        page.panel.acted.emit("retry")
        dialog = await screens.dialog()
        assert isinstance(dialog, ConfirmDialog)
        assert done(screens) == []
        dialog.accept()
        await until(lambda: done(screens))
        assert done(screens) == [("retry_letter", "l-5", True)]

    in_window(work)


def test_its_text_goes_into_the_template_picker_of_its_session(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.letters = [letter(0)]
        page = await opened(screens)
        QTest.keyClick(page.letters, Qt.Key.Key_E)
        await until(lambda: screens.window.room() is None)
        await turns()
        assert screens.window.tabs.current_id() == "s-Lucas Moreau"
        foot = screens.connections.column.foot
        assert foot.picker.isVisible()
        assert screens.desk.drafts[SessionId("s-Lucas Moreau")].text.startswith("Would Tuesday")

    in_window(work)


def test_what_has_expired_stays_as_a_record_without_text() -> None:
    gone = letter(3, ended_at=NOW, outcome=Outcome.EXPIRED, preview="")
    assert LetterLine(gone, NOW).spoken == (
        "Fatima El-Mansouri, Not on WhatsApp, Text removed after 24 hours, "
        f"failed {LetterLine(gone, NOW).spoken.split('failed ')[1].split(',')[0]}, "
        "1 try, Expired"
    )


def test_a_line_is_said_whole() -> None:
    spoken = LetterLine(letter(0), NOW).spoken
    assert spoken.startswith("Lucas Moreau, Gave up after retries, Would Tuesday")
    assert spoken.endswith("13 tries, expires in 23 h 39 m")


@pytest.mark.parametrize("width", [480, 560, 640, 780, 1000])
def test_the_columns_never_overlap_and_stay_inside(width: int) -> None:
    places = columns_of(width)
    edges = [
        place
        for place in (
            places.customer,
            places.message,
            places.reason,
            places.failed,
            places.tries,
            places.left,
        )
        if place[1]
    ]
    for before, after in pairwise(edges):
        assert before[0] + before[1] <= after[0] + 0.01
    assert edges[-1][0] + edges[-1][1] <= width - 15.9
    assert places.customer[1] >= 140


def test_f12_a_number_out_of_order_is_named_with_who_can_fix_it(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        notice, desk = screens.window.notice, screens.desk
        assert notice.isHidden()
        broken = replace(
            desk.all_channels[0],
            healthy=False,
            trouble="The hub’s access token for WhatsApp has expired or was revoked.",
        )
        desk.all_channels = [broken]
        desk.changes.tell(DirectoryChanged())
        assert notice.isVisible()
        said = notice.accessibleName()
        assert said.startswith("Paused: Shop – ")
        assert "The hub’s access token" in said
        assert "go out in order once it works again" in said
        assert "can fix it" in said
        desk.go_offline()
        assert notice.isHidden()  # being offline is graver

    in_window(work)


def test_f12_administrators_are_named_and_told_what_to_do() -> None:
    channel = ChannelView(
        channel_id=ChannelId("wa"),
        kind="whatsapp",
        name="Shop",
        display_number="",
        healthy=False,
        trouble="Meta has locked this account.",
    )
    ruth = replace(shop_reps()[0], name="Ruth Adeyemi", role=Role.ADMIN)
    rep = replace(ruth, name="Maya", role=Role.REP)
    words = channel_words([channel], [ruth, rep], rep)
    assert words is not None
    assert words[1] == "– Ruth Adeyemi can fix it."
    told = channel_words([channel], [ruth, rep], ruth)
    assert told is not None
    assert "You can fix it" in told[1]
    assert channel_words([replace(channel, healthy=True)], [ruth], rep) is None


def test_f10_a_message_that_waits_says_for_what_and_what_can_be_done() -> None:
    row = lucas("")[-1]
    message = replace(row.message, state=Delivery.ACCEPTED_BY_HUB, trouble="Waits.")
    line = under(Entry(row=replace(row, message=message, waits_for_connection=False)), NOW)
    assert line is not None
    assert (line.text, line.actions) == ("Waits.", (("cancel", "Withdraw"),))
    retry_at = NOW + timedelta(hours=2)
    message = replace(message, state=Delivery.RETRYING, retry_at=retry_at)
    line = under(Entry(row=replace(row, message=message, waits_for_connection=False)), NOW)
    assert line is not None
    assert [name for name, _ in line.actions] == ["try_now", "cancel", "why"]
