"""The page on which customers are written to first: found, checked, sent, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from console.domain.errors import Unavailable
from console.domain.ids import CustomerId
from console.domain.notifications import Check, Verdict
from console.ui.starting.page import StartPage
from console.wire.notifications import Notify
from tests.fakes import until
from tests.ui.fake_starting import CLEAR, SOFIE
from tests.ui.given_window import InWindow, Screens, open_dialogs, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def words(page: StartPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


async def opened(screens: Screens) -> StartPage:
    screens.connections.actions["start"].trigger()
    await turns()
    page = screens.connections.starting.page
    assert page is not None
    assert screens.window.room() is page
    assert page.customer.search.hasFocus()
    return page


async def looked_for(page: StartPage, text: str) -> None:
    page.customer.search.setText(text)
    page.customer.search.searched.emit(text)
    await turns()


async def filled(screens: Screens) -> StartPage:
    """Sofie is chosen, and a template with its values."""
    page = await opened(screens)
    await looked_for(page, "Sofie")
    offered = page.message.template.itemData(0)
    page.message.choose(next(t for t in screens.desk.all_templates if t.name == offered))
    for field in page.message.form.fields:
        field.set_value("Friday")
    await turns()
    if screens.desk.verdicts == CLEAR:
        await until(page.check.send.isEnabled)
    return page


def sent(screens: Screens) -> list[Notify]:
    return [one[1] for one in screens.desk.asked if one[0] == "notify"]  # type: ignore[misc]


def test_down_from_the_search_chooses_the_first_who_was_found(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        other = replace(SOFIE, customer_id=CustomerId("sofie-2"), name="Sofie Lindqvist")
        screens.desk.hits = (SOFIE, other)
        page = await opened(screens)
        await looked_for(page, "Sofie")
        assert page.customer.line() is None
        QTest.keyClick(page.customer.search, Qt.Key.Key_Down)
        await turns()
        line = page.customer.line()
        assert line is not None
        assert line.title == "Sofie Andersen"
        assert page.customer.hits.hasFocus()

    in_window(work)


def test_a_customer_who_was_found_is_written_to_by_the_keyboard(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await filled(screens)
        said = words(page)
        assert "813 / 1,000" in said
        assert any("187 places left" in one for one in said)
        assert any("in Aarhus. Messages go out between 08:00 and 20:00" in one for one in said)
        assert page.check.send.accessibleName() == "Send to \u2068Sofie\u2069"
        assert list(unnamed(page)) == []
        page.message.form.fields[-1].take_focus()
        QTest.keyClick(
            QApplication.focusWidget() or page,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.ControlModifier,
        )
        await turns()
        (request,) = sent(screens)
        assert (request.customer_id, request.to_inbox) == ("sofie", True)
        assert set(request.values.values()) == {"Friday"}
        assert any("On its way to" in one for one in words(page))
        assert page.message.current is None
        assert page.customer.search.hasFocus()

    in_window(work)


def test_what_speaks_against_it_is_said_and_nothing_can_be_sent(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.verdicts = (
            Verdict(check=Check.CONSENT, words="Can’t send: nothing is <b>on record</b>."),
            *CLEAR[1:],
        )
        page = await filled(screens)
        assert "Can’t send: nothing is <b>on record</b>." in words(page)
        assert not page.check.send.isEnabled()
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await turns()
        assert sent(screens) == []

    in_window(work)


def test_what_is_missing_is_said_at_its_field_and_none_is_cut_off(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await filled(screens)
        for field in page.message.form.fields:
            field.set_value("")
        await turns()
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await turns()
        assert sent(screens) == []
        assert any(word.startswith("Fill in") for word in words(page))
        focused = QApplication.focusWidget()
        assert focused is not None
        assert page.message.form.fields[0].isAncestorOf(focused)
        inner = page.message.form.widget()
        assert inner is not None
        assert page.message.form.viewport().height() >= inner.sizeHint().height()

    in_window(work)


def test_with_the_hub_away_nothing_is_lost_and_pressing_again_sends_the_same(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.starting_problem = Unavailable("The hub can’t be reached.")
        page = await filled(screens)
        page.check.send.click()
        await turns()
        assert "The hub can’t be reached." in words(page)
        assert {field.value() for field in page.message.form.fields} == {"Friday"}
        page.check.send.click()
        await turns()
        first, second = sent(screens)
        assert first.notification_id == second.notification_id

    in_window(work)


def test_somebody_new_is_put_on_record_with_their_consent(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await looked_for(page, "Nobody")
        assert any("Nobody is called" in one for one in words(page))
        await looked_for(page, "+45 31 22 33 44")
        (line,) = page.customer.hits.lines()
        assert line.spoken.endswith("No consent")
        page.customer.consent.record.click()
        await turns()
        (dialog,) = open_dialogs(screens.window)
        name, source = [one for one in dialog.findChildren(QLineEdit) if one.isVisible()]
        name.setText("Freja Holm")
        source.setText("by phone")
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await turns()
        added = next(one for one in screens.desk.asked if one[0] == "add_customer")
        assert added[1:6] == ("+45 31 22 33 44", "Freja Holm", "service", True, "by phone")
        await turns()
        chosen = page.customer.line()
        assert chosen is not None
        assert chosen.title == "Freja Holm"

    in_window(work)


def test_a_colleagues_conversation_can_be_opened_instead(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        session_id = next(iter(screens.desk.all_sessions())).session_id
        screens.desk.live_session = session_id
        screens.desk.verdicts = (
            Verdict(check=Check.LIVE, words="Tomás has a conversation with Sofie."),
        )
        page = await opened(screens)
        await looked_for(page, "Sofie")
        assert page.check.open.isVisible()
        page.check.open.click()
        await turns()
        assert screens.window.room() is None
        assert screens.window.tabs.current_id() == session_id

    in_window(work)


def test_what_is_saved_stands_in_the_list_and_is_gone_on_with_or_planned_and_withdrawn(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        page = await filled(screens)
        page.check.save.click()
        await turns()
        (draft,) = page.customer.kept.lines()
        assert draft.spoken.startswith("Sofie Andersen, ")
        assert page.message.current is None
        page.customer.kept.setCurrentIndex(page.customer.kept.model().index(0, 0))
        await turns()
        assert page.message.current is not None
        assert {field.value() for field in page.message.form.fields} == {"Friday"}
        page.message.when.choice.set_value("morning")
        page.message.when.changed.emit()
        await turns()
        page.check.send.click()
        await turns()
        (request,) = sent(screens)
        saved = next(one[1] for one in screens.desk.asked if one[0] == "save")
        assert request.notification_id == saved.notification_id
        assert request.at is not None
        assert request.at.astimezone(ZoneInfo("Europe/Copenhagen")).hour == 9
        assert any(one.startswith("Planned for ") for one in words(page))
        page.customer.kept.setCurrentIndex(page.customer.kept.model().index(0, 0))
        await turns()
        page.customer.withdraw.click()
        await turns()
        assert "Withdrawn" in page.customer.kept.lines()[0].detail

    in_window(work)
