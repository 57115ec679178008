"""The page of consent words: who has it, what can't be saved, and that nothing gets lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from console.domain.consent import ConsentRule, Level
from console.domain.errors import Unavailable
from console.domain.people import Role
from console.ui.consent.page import ConsentPage
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def words(page: ConsentPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


async def opened(screens: Screens) -> ConsentPage:
    screens.connections.consents.button.click()
    await turns()
    page = screens.connections.consents.page
    assert page is not None
    return page


def saved(screens: Screens) -> list[ConsentRule | None]:
    return [one[2] for one in screens.desk.asked if one[0] == "set_consent_rule"]  # type: ignore[misc]


def test_only_administrators_have_the_words(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        assert screens.connections.consents.button.isHidden()
        screens.connections.actions["consent_words"].trigger()
        await turns()
        assert screens.connections.consents.page is None

    in_window(work, Role.SUPERVISOR)


def test_what_a_message_would_do_is_told_while_the_words_are_written(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        assert list(unnamed(page)) == []
        assert page.form.lines["opt_out"].text().startswith("stop, stopall")
        assert "It ends messages" in words(page)
        assert any(one.startswith("Answer: “You won’t get messages") for one in words(page))
        page.attempt.clear()
        QTest.keyClicks(page.attempt, "basta")
        assert "It goes to a rep" in words(page)
        QTest.keyClicks(page.form.lines["opt_out"], ", Basta")
        assert "It ends messages" in words(page)
        page.form.level.set_value(Level.DOUBLE.value)
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await turns()
        (rule,) = saved(screens)
        assert rule is not None
        assert rule.level is Level.DOUBLE
        assert rule.keywords["en"].opt_out[-1] == "Basta"
        assert set(rule.keywords) == {"en", "de"}
        assert any(one.startswith("Set by Ada") for one in words(page))
        assert not page.save.isEnabled()

    in_window(work, Role.ADMIN)


def test_a_word_that_means_two_things_is_refused_at_its_place(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        german = page.form.language.findData("de")
        page.form.language.setCurrentIndex(german)
        page.form.language.activated.emit(german)
        page.form.lines["opt_in"].setText("anmelden, Stop")
        page.form.lines["opt_in"].textEdited.emit("")
        english = page.form.language.findData("en")
        page.form.language.setCurrentIndex(english)
        page.form.language.activated.emit(english)
        page.save.click()
        await turns()
        assert saved(screens) == []
        assert page.form.language.currentData() == "de"
        assert "be misread" in page.form.fields["opt_in"].problem()
        assert page.form.lines["opt_in"].text() == "anmelden, Stop"

    in_window(work, Role.ADMIN)


def test_what_was_written_stays_while_the_hub_is_away_and_another_page_on_show(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        QTest.keyClicks(page.form.lines["help"], "help")
        screens.desk.consent_problem = Unavailable("The hub is out of reach.")
        page.save.click()
        await turns()
        assert "The hub is out of reach." in words(page)
        assert page.save.isEnabled()
        screens.desk.consent_problem = None
        screens.connections.numbers.button.click()
        await turns()
        page = await opened(screens)
        assert page.form.lines["help"].text() == "help"
        page.save.click()
        await turns()
        (_refused, rule) = saved(screens)
        assert rule is not None
        assert rule.keywords["en"].help == ("help",)

    in_window(work, Role.ADMIN)


def test_going_back_to_the_file_is_asked_first(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        assert not page.reset.isEnabled()
        QTest.keyClicks(page.form.lines["help"], "help")
        page.save.click()
        await turns()
        page.reset.click()
        dialog = await screens.dialog()
        dialog.accept()
        await turns()
        assert saved(screens)[-1] is None
        assert page.form.lines["help"].text() == ""
        assert "As hub.toml says" in words(page)

    in_window(work, Role.ADMIN)
