"""The page of numbers: who sees it, what it asks, and what it says of each finding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from console.domain.findings import note, ok, trouble
from console.domain.ids import ChannelId
from console.domain.people import Role
from console.ui.numbers.page import NumbersPage
from console.ui.numbers.qr_code import QrCode
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

FOUND = (
    ok("The access token is valid and may send and manage."),
    note("Two-step verification is off: whoever gets a code could take the number.", "Set it."),
    trouble("Nothing answers at https://hub.example.com.", "Check DNS <b>and</b> certificate."),
)


def words(page: NumbersPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


def page_of(screens: Screens) -> NumbersPage:
    page = screens.connections.numbers.page
    assert page is not None
    return page


def test_only_administrators_have_the_page(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        assert screens.connections.numbers.button.isHidden()
        screens.connections.actions["numbers"].trigger()
        await turns()
        assert screens.connections.numbers.page is None

    in_window(work, Role.SUPERVISOR)


def test_trouble_comes_first_each_with_its_next_step_as_plain_text(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.reports = {c.channel_id: FOUND for c in screens.desk.channels()}
        screens.connections.numbers.button.click()
        await turns()
        page = page_of(screens)
        assert screens.window.room() is page
        said = words(page)
        assert "Something keeps this number from working" in said
        places = [said.index(finding.what) for finding in (FOUND[2], FOUND[1], FOUND[0])]
        assert places == sorted(places)
        assert "Check DNS <b>and</b> certificate." in said
        assert list(unnamed(page)) == []
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await turns()
        assert screens.window.room() is None
        assert screens.window.rail.inbox.isChecked()

    in_window(work, Role.ADMIN)


def test_another_number_is_asked_about_when_it_is_chosen(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        (first,) = screens.desk.all_channels
        service = replace(first, channel_id=ChannelId("wb"), name="Service", healthy=False)
        screens.desk.all_channels.append(service)
        channels = [first.channel_id, service.channel_id]
        screens.desk.reports = {channels[0]: FOUND, channels[1]: FOUND[:1]}
        screens.connections.numbers.button.click()
        await turns()
        page = page_of(screens)
        QTest.keyClick(page.numbers, Qt.Key.Key_Down)
        await turns()
        assert "The number works" in words(page)
        page.check.click()
        await turns()
        asked = [one[1] for one in screens.desk.asked if one[0] == "check_channel"]
        assert asked == [channels[0], channels[1], channels[1]]

    in_window(work, Role.ADMIN)


def test_what_could_not_be_asked_is_said_and_can_be_asked_again(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.connections.numbers.button.click()
        await turns()
        page = page_of(screens)
        assert "The hub doesn’t answer. Try again in a minute." in words(page)
        screens.desk.reports = {c.channel_id: FOUND[:1] for c in screens.desk.channels()}
        assert page.check.isEnabled()
        page.check.click()
        await turns()
        assert "The number works" in words(page)
        assert not page.trouble.isVisible()

    in_window(work, Role.ADMIN)


def test_the_link_is_copied_and_its_code_has_a_name(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.reports = {c.channel_id: FOUND for c in screens.desk.channels()}
        screens.connections.numbers.button.click()
        await turns()
        found = page_of(screens).report
        found.copy_wanted.emit(found.link())
        assert QApplication.clipboard().text() == "https://wa.me/31850123456"
        assert found.qr.accessibleName() == "QR code of https://wa.me/31850123456"

    in_window(work, Role.ADMIN)


def test_a_code_has_whole_modules_and_a_quiet_zone(qapp: QApplication) -> None:
    code = QrCode()
    assert code.image(4).isNull()
    code.show_text("https://wa.me/31850123456", "a code")
    small, large = code.image(1), code.image(5)
    assert large.width() == 5 * small.width()
    assert {small.pixelColor(x, 3).name() for x in range(small.width())} == {"#ffffff"}
    assert small.pixelColor(4, 4).name() == "#000000"
    assert (
        large.copy(20, 20, 5, 5)
        .convertToFormat(QImage.Format.Format_RGB32)
        .pixelColor(4, 4)
        .name()
        == "#000000"
    )
    code.deleteLater()
