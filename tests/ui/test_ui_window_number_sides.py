"""Profile, links and blocked customers of a number in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.domain.errors import InvalidInput
from console.domain.number_profile import Link
from console.domain.people import Role
from console.wire.number_profile import BlockedCustomer
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed
from tests.ui.test_ui_window_connecting import answer, asked, opened, words

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def test_the_profile_is_read_and_written_with_its_limits(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        page.go_to("profile")
        await turns()
        pane = page.profile
        assert pane.about.text() == "Furniture that fits"
        assert not pane.save.isEnabled()
        QTest.keyClicks(pane.sites[0], "alderfinch.example")
        assert pane.fields["website.0"].problem() == "Write it with https:// in front."
        assert not pane.save.isEnabled()
        pane.sites[0].clear()
        QTest.keyClicks(pane.sites[0], "https://alderfinch.example")
        QTest.keyClicks(pane.about, "!")
        assert "20 / 139" in words(pane)
        screens.desk.number_problem = InvalidInput("Meta refused: try later.")
        pane.save.click()
        await turns()
        assert page.trouble.accessibleName() == "Meta refused: try later"
        assert pane.about.text() == "Furniture that fits!"
        page.check.click()  # looking again throws nothing away
        await turns()
        assert pane.about.text() == "Furniture that fits!"
        pane.save.click()
        await turns()
        changed = asked(screens, "change_profile")[-1][2]
        assert changed.websites == ("https://alderfinch.example",)  # type: ignore[attr-defined]
        assert not pane.is_dirty()
        assert list(unnamed(page)) == []

    in_window(work, Role.ADMIN)


def test_links_are_made_changed_copied_and_deleted(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.all_links = (
            Link(code="A", text="Where is my order?", url="https://wa.me/message/A"),
        )
        page = await opened(screens)
        page.go_to("links")
        await turns()
        pane = page.links
        assert "1 link of 2,000" in words(pane)
        assert pane.qr.accessibleName() == "QR code of https://wa.me/message/A"
        QTest.keyClicks(pane.text, "x" * 141)
        assert pane.field.problem() == "140 characters at most."
        assert not pane.make.isEnabled()
        pane.text.clear()
        QTest.keyClicks(pane.text, "Please repair my table")
        pane.make.click()
        await turns()
        assert "2 links of 2,000" in words(pane)
        chosen = pane.chosen()
        assert chosen is not None
        assert chosen.code == "A"  # the one that was chosen stays so
        QTest.keyClicks(pane.text, "Where is my sofa?")
        pane.change.click()
        await turns()
        assert asked(screens, "write_link")[-1][2:] == ("Where is my sofa?", "A")
        pane.drop.click()
        answer(await screens.dialog(), "Delete")
        await turns()
        assert [one.code for one in screens.desk.all_links] == ["NEW1"]
        assert list(unnamed(page)) == []

    in_window(work, Role.ADMIN)


def test_blocked_customers_are_listed_and_let_in_again(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.all_blocked = (
            BlockedCustomer(platform_id="31612340000", name="Lucas"),
            BlockedCustomer(platform_id="31612340001"),
        )
        page = await opened(screens)
        page.go_to("blocked")
        await turns()
        assert "2 customers" in words(page.blocked)
        (button,) = [
            one
            for one in page.blocked.findChildren(type(page.check))
            if one.accessibleName() == "Unblock Lucas"
        ]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await turns()
        assert asked(screens, "unblock")[-1][2] == "31612340000"
        assert "1 customer" in words(page.blocked)
        screens.desk.all_blocked = ()
        page.check.click()
        await turns()
        assert "Nobody is blocked." in words(page.blocked)

    in_window(work, Role.ADMIN)
