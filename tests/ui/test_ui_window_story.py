"""A rep's minutes in the window: open, write, send, lapse, template, hand over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from console.desk.changes import InboxChanged, ParkedWaits
from console.desk.rows import Draft
from console.domain.ids import SessionId
from console.domain.messages import TemplateMessage, Text
from console.domain.people import Role
from console.domain.sessions import Section
from console.domain.templates import Card
from console.ui.conversation.foot import Foot
from console.ui.conversation.modes import FootMode
from console.ui.dialogs.take_over import TakeOverDialog
from console.ui.dialogs.transfer import TransferDialog
from tests.ui.given_window import InWindow, Screens, open_dialogs, turns
from tests.ui.shop import template

#: What Qt says without a screen when a window has a fixed size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def mode_of(screens: Screens) -> FootMode | None:
    return screens.connections.column.foot.mode


LUCAS = SessionId("s-Lucas Moreau")
AMINA = SessionId("s-أمينة السيد")


def sends(screens: Screens) -> list[tuple[object, ...]]:
    return [asked for asked in screens.desk.asked if asked[0] == "send"]


async def written(screens: Screens, name: str, words: str) -> Foot:
    """Below the transcript of a session that was opened and written in."""
    await screens.open(name)
    foot = screens.connections.column.foot
    QTest.keyClicks(foot.composer.text, words)
    return foot


def test_a_session_has_one_tab_however_often_it_is_opened(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        await screens.open("Priya Raghunathan")
        await screens.open("Lucas Moreau")
        assert screens.window.tabs.bar.count() == 2
        assert screens.window.tabs.current_id() == LUCAS
        assert screens.window.windowTitle() == "Lucas Moreau – Rep Console"

    in_window(work)


def test_enter_sends_what_was_written_and_empties_the_composer(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        text = (await written(screens, "Lucas Moreau", "On my way")).composer.text
        assert screens.desk.draft(LUCAS).text == "On my way"
        QTest.keyClick(text, Qt.Key.Key_Return)
        [(_, session_id, body, _, _)] = sends(screens)
        assert (session_id, body) == (LUCAS, Text(text="On my way"))
        assert text.text() == ""
        await turns()

    in_window(work)


def test_nothing_is_sent_to_another_customer_than_the_draft_was_for(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        composer = (await written(screens, "Lucas Moreau", "For Lucas")).composer
        await screens.open("Priya Raghunathan")
        assert composer.text.text() == ""
        assert composer.send.accessibleName() == "Send to Priya Raghunathan"
        await screens.open("Lucas Moreau")
        assert composer.text.text() == "For Lucas"

    in_window(work)


def test_the_window_lapses_over_unsent_text_and_a_late_enter_does_nothing(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "أمينة السيد", "Saturday?")
        await screens.pass_time(minutes=15)
        assert foot.warning.isVisible()
        await screens.pass_time(minutes=9, seconds=7)
        assert mode_of(screens) is FootMode.KEPT
        QTest.keyClick(foot.kept.choose, Qt.Key.Key_Return)
        assert mode_of(screens) is FootMode.KEPT
        await screens.pass_time(milliseconds=700)
        QTest.keyClick(foot.kept.choose, Qt.Key.Key_Return)
        assert mode_of(screens) is FootMode.TEMPLATE
        assert not sends(screens)
        assert screens.desk.draft(AMINA).text == "Saturday?"

    in_window(work)


def test_a_customer_who_writes_again_brings_composer_and_draft_back(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "أمينة السيد", "Saturday?")
        await screens.pass_time(minutes=25)
        assert mode_of(screens) is FootMode.KEPT
        reopened = screens.desk.moment.replace(day=15, hour=23)
        screens.desk.change_row(AMINA, expires_at=reopened)
        assert mode_of(screens) is FootMode.WRITE
        assert foot.composer.text.text() == "Saturday?"

    in_window(work)


def test_a_template_is_checked_filled_in_and_sent(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Łukasz Wiśniewski")
        picker = screens.connections.column.foot.picker
        assert [field.value() for field in picker.form.fields] == ["Łukasz", "", ""]
        picker.submit()
        assert not sends(screens)
        for field, value in zip(picker.form.fields[1:], ("your sofa", "it ships"), strict=True):
            field.set_value(value)
        picker.submit()
        [(_, _, body, _, _)] = sends(screens)
        assert isinstance(body, TemplateMessage)
        assert body.text == "Hello Łukasz, an update on your sofa: it ships."
        await turns()

    in_window(work)


def test_a_draft_that_no_template_took_is_kept_when_a_template_is_sent(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        session_id = SessionId("s-Łukasz Wiśniewski")
        screens.desk.drafts[session_id] = Draft(text="Two\nlines")
        await screens.open("Łukasz Wiśniewski")
        picker = screens.connections.column.foot.picker
        for field in picker.form.fields:
            field.set_value("x")
        picker.submit()
        assert len(sends(screens)) == 1
        assert screens.desk.draft(session_id).text == "Two\nlines"
        await turns()

    in_window(work)


def test_a_returned_draft_is_shown_at_once(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        screens.desk.return_draft(LUCAS, Draft(text="It came back"))
        assert screens.connections.column.foot.composer.text.text() == "It came back"

    in_window(work)


def test_a_session_is_transferred_with_note_and_draft(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        screens.connections.actions["transfer"].trigger()
        dialog = await screens.dialog()
        assert isinstance(dialog, TransferDialog)
        dialog.try_accept()
        await turns()
        name, session_id, how = screens.desk.asked[-1]
        assert (name, session_id) == ("transfer", LUCAS)
        assert how == {
            "to_rep": "Camille Laurent",
            "to_queue": None,
            "note": "",
            "pass_draft": True,
        }

    in_window(work)


def test_a_supervisor_sees_all_sessions_by_queue_and_a_rep_their_own_in_sections(
    in_window: InWindow,
) -> None:
    async def supervise(screens: Screens) -> None:
        labels = screens.window.inbox.findChildren(QLabel)
        assert "All sessions" in [label.text() for label in labels]
        order = screens.window.inbox.view.content.order
        assert order.groups()[0] == "Delivery & returns"

    async def reply(screens: Screens) -> None:
        rows = screens.desk.rows
        rows[LUCAS] = replace(rows[LUCAS], mine=False, here=False, owner="Unassigned")
        screens.desk.changes.tell(InboxChanged(frozenset(), whole=True))
        order = screens.window.inbox.view.content.order
        assert order.groups()[0] == Section.WAITING_FOR_ME
        assert LUCAS not in order.rows  # on offer: its card says so

    in_window(supervise, Role.SUPERVISOR)
    in_window(reply)


def test_a_colleagues_session_is_read_only_until_a_supervisor_takes_over(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        rows = screens.desk.rows
        rows[LUCAS] = replace(rows[LUCAS], mine=False, here=False, owner="Tomás Rivera")
        await screens.open("Lucas Moreau")
        column = screens.connections.column
        assert mode_of(screens) is FootMode.BLOCKED
        assert "Tomás Rivera is handling this" in column.banner.accessibleName()
        column.banner.wanted.emit("take_over")
        dialog = await screens.dialog()
        assert isinstance(dialog, TakeOverDialog)
        dialog.try_accept()
        await turns()
        assert screens.desk.asked[-1][:2] == ("take_over", LUCAS)

    in_window(work, Role.SUPERVISOR)


def test_the_same_rep_continues_here_from_a_second_desk(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        rows = screens.desk.rows
        rows[LUCAS] = replace(rows[LUCAS], here=False)
        await screens.open("Lucas Moreau")
        column = screens.connections.column
        assert "at desk Utrecht-14" in column.banner.accessibleName()
        column.banner.wanted.emit("continue_here")
        await turns()
        assert screens.desk.asked[-1] == ("continue_here", LUCAS)

    in_window(work)


def test_offline_the_button_says_queue_and_the_banner_says_why(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        screens.desk.go_offline()
        column = screens.connections.column
        assert column.foot.composer.send.text() == "Queue"
        assert "You’re offline" in column.banner.accessibleName()
        assert screens.window.status.link.text() == "Offline · trying in 8 s"

    in_window(work)


def test_a_refused_file_is_named_with_the_reason(in_window: InWindow, tmp_path: Path) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        foot = screens.connections.column.foot
        good = tmp_path / "plan.pdf"
        good.write_bytes(b"%PDF")
        foot.composer.files_given.emit([str(good), str(tmp_path / "setup.exe")])
        assert foot.composer.draft().files == (str(good),)
        assert foot.problem.isVisible()

    in_window(work)


def test_a_closed_tab_comes_back(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        screens.connections.actions["close_tab"].trigger()
        assert screens.window.tabs.current_id() == ""
        screens.connections.actions["reopen_tab"].trigger()
        assert screens.window.tabs.current_id() == LUCAS
        await turns()

    in_window(work)


def test_next_goes_to_whoever_waits_longest(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.connections.actions["next"].trigger()
        assert screens.window.tabs.current_id() == "s-João Figueiredo"
        await turns()

    in_window(work)


@pytest.mark.parametrize("agreed", [True, False])
def test_an_old_parked_draft_is_asked_about_and_kept_if_refused(
    in_window: InWindow, agreed: bool
) -> None:
    async def work(screens: Screens) -> None:
        saved_at = screens.desk.moment - timedelta(hours=3)
        screens.desk.drafts[AMINA] = Draft(
            text="Saturday?", send_when_they_reply=True, saved_at=saved_at
        )
        for _ in range(2):
            screens.desk.changes.tell(ParkedWaits(AMINA))
        dialog = await screens.dialog()
        assert len(open_dialogs(screens.window)) == 1
        dialog.done(1 if agreed else 0)
        await turns()
        kept = screens.desk.draft(AMINA)
        assert (kept.text, kept.send_when_they_reply) == ("Saturday?", agreed)
        assert (("send_parked", AMINA) in screens.desk.asked) is agreed

    in_window(work)


def test_control_delete_clears_the_draft(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        text = (await written(screens, "Lucas Moreau", "Never mind")).composer.text
        QTest.keyClick(text, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
        assert text.text() == ""
        assert screens.desk.draft(LUCAS).text == ""

    in_window(work)


def test_the_tab_of_a_session_that_is_nobodys_to_see_any_more_closes(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        del screens.desk.rows[LUCAS]
        screens.desk.changes.tell(InboxChanged(frozenset(), gone=frozenset({LUCAS})))
        assert screens.window.tabs.open_ids() == []
        await turns()

    in_window(work)


def test_a_carousel_asks_for_a_file_on_every_card_and_shows_them_as_they_are_filled(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        card = Card(header_format="image", body="{{1}}, washable.")
        screens.desk.all_templates = [
            template("fabric", "Hello {{1}}, which one?", cards=(card, card))
        ]
        await screens.open("Lucas Moreau")
        screens.connections.writing.choose_template()
        picker = screens.connections.column.foot.picker
        for field, words in zip(picker.form.fields, ("Lucas", "Moss", "Grey"), strict=True):
            field.set_value(words)
        shown = [card.accessibleName() for card in picker._right._cards]
        assert shown == ["Preview: Moss, washable.", "Preview: Grey, washable."]
        asked: list[tuple[str, int]] = []
        picker.file_wanted.disconnect()
        picker.file_wanted.connect(lambda kind, place: asked.append((kind, place)))
        picker.form._file_rows[1].wanted.emit()
        assert asked == [("image", 1)]
        picker.form.show_file("/pictures/grey.png", 1)
        picker.submit()
        assert sends(screens) == []
        assert "file for every card" in picker.row.words()
        picker.form.show_file("/pictures/moss.png", 0)
        picker.submit()
        ((_send, _session, message, _reply, files),) = sends(screens)
        assert files == ("/pictures/moss.png", "/pictures/grey.png")
        assert isinstance(message, TemplateMessage)
        assert [card.text for card in message.cards] == ["Moss, washable.", "Grey, washable."]

    in_window(work)


def test_templates_come_first_in_the_language_the_customer_is_best_written_to(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        picker = screens.connections.column.foot.picker
        screens.connections.writing.choose_template()
        shown = picker._current
        assert shown is not None
        assert shown.language == "en"
        screens.connections.writing.know_consent(True, (), "pl")
        picker._list.choose("claim_update")
        assert picker._current is not None
        assert picker._current.language == "pl"
        picker.form.touched = True
        screens.connections.writing.know_consent(True, (), "en")
        assert picker._current.language == "pl"

    in_window(work)
