"""Connecting a number in the window: from its token to its registration, with every refusal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from console.domain.business_numbers import CodeMethod, NumberFacts
from console.domain.errors import InvalidInput
from console.domain.findings import ok, trouble
from console.domain.people import Role
from console.ui.numbers.page import NumbersPage
from console.wire.numbers import ConnectNumber, FoundAccount, FoundNumber, FoundNumbers
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

OUTLET = FoundNumber(
    number_id="222", display_number="+31 30 765 43 21", verified_name="Alder & Finch Outlet"
)
SHOP = FoundNumber(
    number_id="111",
    display_number="+31 85 012 3456",
    verified_name="Alder & Finch",
    here="Shop",
)
FOUND = FoundNumbers(
    findings=(ok("The access token is valid and may send and manage."),),
    accounts=(FoundAccount(account="9", name="Alder", room=2, used=2, numbers=(SHOP, OUTLET)),),
)


def words(widget: QWidget) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisibleTo(widget) and one.text())


async def opened(screens: Screens) -> NumbersPage:
    (channel,) = screens.desk.all_channels
    screens.desk.reports[channel.channel_id] = (ok("Fine."),)
    screens.connections.numbers.button.click()
    await turns()
    page = screens.connections.numbers.page
    assert page is not None
    return page


async def form_with_numbers(screens: Screens) -> NumbersPage:
    page = await opened(screens)
    screens.desk.found_numbers = FOUND
    page.connect_.click()
    await turns()
    QTest.keyClicks(page.connecting.token, "EAAG token")
    QTest.keyClick(page.connecting.token, Qt.Key.Key_Return)
    await turns()
    return page


def asked(screens: Screens, what: str) -> list[tuple[object, ...]]:
    return [one for one in screens.desk.asked if one[0] == what]


def test_a_number_is_found_by_its_token_and_connected(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await form_with_numbers(screens)
        form = page.connecting
        assert asked(screens, "find_numbers") == [("find_numbers", "EAAG token", "")]
        assert form.numbers.currentIndex() == 1  # the one that isn't here yet
        assert "2 of 2 numbers" in words(form)
        assert "ask Meta’s support" in words(form)
        assert form.name.text() == "Alder & Finch Outlet"
        form.connect_.click()
        assert form.fields["secret"].problem() == "Write the app secret."
        assert asked(screens, "connect_number") == []
        QTest.keyClicks(form.app_secret, "app secret")
        form.connect_.click()
        await turns()
        ((_name, request),) = asked(screens, "connect_number")
        assert isinstance(request, ConnectNumber)
        assert (request.number_id, request.account) == ("222", "9")
        assert len(request.verify_token) >= 20
        assert not page.is_connecting()
        assert page.numbers.chosen_id() == "whatsapp-222"
        assert page.place() == "set_up"
        assert form.token.text() == form.app_secret.text() == ""
        assert list(unnamed(page)) == []

    in_window(work, Role.ADMIN)


def test_what_the_hub_refuses_is_said_and_what_was_written_stays(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await form_with_numbers(screens)
        form = page.connecting
        QTest.keyClicks(form.app_secret, "wrong")
        screens.desk.number_problem = InvalidInput("The app secret doesn’t belong to the app.")
        form.connect_.click()
        await turns()
        assert "The app secret doesn’t belong" in page.trouble.accessibleName()
        assert (form.token.text(), form.app_secret.text()) == ("EAAG token", "wrong")
        assert form.connect_.isEnabled()

    in_window(work, Role.ADMIN)


def test_a_number_that_is_here_already_can_t_be_connected_again(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await form_with_numbers(screens)
        form = page.connecting
        form.numbers.setCurrentIndex(0)
        assert form.fields["number"].problem() == "It is connected already, as Shop."
        QTest.keyClicks(form.app_secret, "app secret")
        form.connect_.click()
        await turns()
        assert asked(screens, "connect_number") == []

    in_window(work, Role.ADMIN)


def test_a_token_that_is_no_good_is_said_with_the_next_step(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        screens.desk.found_numbers = FoundNumbers(
            findings=(trouble("The access token isn’t valid.", "Make a new token."),)
        )
        page.connect_.click()
        page.connecting.search.click()
        await turns()
        assert "The access token isn’t valid." in words(page.connecting)
        assert not page.connecting.connect_.isEnabled()

    in_window(work, Role.ADMIN)


def test_escape_asks_before_it_throws_keys_away(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await form_with_numbers(screens)
        QTest.keyClick(page, Qt.Key.Key_Escape)
        dialog = await screens.dialog()
        answer(dialog, "Throw it away")
        await turns()
        assert not page.is_connecting()
        assert page.connecting.token.text() == ""
        page.connect_.click()
        QTest.keyClick(page, Qt.Key.Key_Escape)  # nothing written, nothing asked
        await turns()
        assert not page.is_connecting()

    in_window(work, Role.ADMIN)


def answer(dialog: QDialog, text: str) -> None:
    (button,) = [
        one for one in dialog.findChildren(QPushButton) if one.accessibleName() == text
    ]
    button.click()


@pytest.mark.parametrize(
    ("number", "use", "said"),
    [
        ("+31 20 123 45 67", "provider", "switched off at the provider"),
        ("+31 20 123 45 67", "marketing", "unified messaging"),
        ("+31 20 123 45 67", "hub", "belongs to one hub"),
        ("+1 800 555 0199", "new", "It can be used."),
        ("12345", "new", "short code"),
        ("+31 20 123 45 67", "deaf", "It can’t be used"),
    ],
)
def test_whether_a_number_can_be_used_is_answered_before_anything_else(
    in_window: InWindow, number: str, use: str, said: str
) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        page.connect_.click()
        check = page.connecting.reuse
        check.use.setCurrentIndex(check.use.findData(use))
        QTest.keyClicks(check.number, number)
        await turns()
        assert said in words(check)

    in_window(work, Role.ADMIN)


def test_the_steps_at_meta_are_taken_one_by_one(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        (channel,) = screens.desk.all_channels
        here = channel.channel_id
        page.go_to("set_up")
        steps = page.set_up
        await turns()
        assert "isn’t registered" in words(steps)
        steps.method.setCurrentIndex(1)
        steps.send_code.click()
        await turns()
        assert asked(screens, "request_code") == [
            ("request_code", here, CodeMethod.VOICE, "en"),
        ]
        QTest.keyClicks(steps.code, "123456")
        QTest.keyClick(steps.code, Qt.Key.Key_Return)
        await turns()
        assert asked(screens, "verify_code") == [("verify_code", here, "123456")]
        QTest.keyClicks(steps.pin, "12")
        steps.register.click()
        assert "six digits" in words(steps)
        assert asked(screens, "register_number") == []
        QTest.keyClicks(steps.pin, "3456")
        screens.desk.number_problem = InvalidInput("The PIN is wrong.")
        steps.register.click()
        await turns()
        assert page.trouble.accessibleName() == "The PIN is wrong"
        assert steps.pin.text() == "123456"
        screens.desk.facts = NumberFacts(ready=True, is_code_verified=True, is_pin_set=True)
        steps.register.click()
        await turns()
        assert "It is registered." in words(steps)
        assert "8 more registrations" in words(steps)
        steps.subscribe.click()
        await turns()
        assert asked(screens, "subscribe_number") == [("subscribe_number", here)]

    in_window(work, Role.ADMIN)


def test_a_number_becomes_a_reps_own_in_the_window(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        (channel,) = screens.desk.all_channels
        page.go_to("set_up")
        steps = page.set_up
        rep = screens.desk.reps()[0]
        steps.goes_to.setCurrentIndex(steps.goes_to.findText(f"{rep.name} alone"))
        steps.assign.click()
        await turns()
        assert asked(screens, "assign_number") == [
            ("assign_number", channel.channel_id, "", rep.rep_id)
        ]
        queue = screens.desk.queues()[0]
        steps.goes_to.setCurrentIndex(steps.goes_to.findText(queue.name))
        steps.assign.click()
        await turns()
        assert asked(screens, "assign_number")[-1][2:] == (queue.queue_id, "")

    in_window(work, Role.ADMIN)


def test_a_name_that_was_approved_says_that_the_number_must_be_registered_again(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.facts = NumberFacts(ready=True, new_name_status="APPROVED")
        page = await opened(screens)
        page.go_to("set_up")
        await turns()
        assert "Register the number once more" in words(page.set_up)

    in_window(work, Role.ADMIN)


def test_keys_of_a_number_in_the_file_are_changed_there(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.in_file = True
        page = await opened(screens)
        page.go_to("set_up")
        await turns()
        assert "This number stands in hub.toml." in words(page.set_up)
        assert not page.set_up.use_keys.isVisibleTo(page.set_up)
        screens.desk.in_file = False
        page.check.click()
        await turns()
        QTest.keyClicks(page.set_up.token, "new token")
        page.set_up.use_keys.click()
        await turns()
        (keys,) = asked(screens, "replace_keys")
        assert keys[2:] == ("new token", "")
        assert page.set_up.token.text() == ""

    in_window(work, Role.ADMIN)
