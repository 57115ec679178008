"""The page of costs: who sees it, what it says, and what administrators change there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from console.domain.errors import Unavailable
from console.domain.people import Role
from console.ui.composer.counter import too_long
from console.ui.costs.dialogs import PricesDialog, TopUpDialog
from console.ui.costs.page import CostsPage
from console.wire.money import WalletView
from tests.ui.fake_money import QUOTES
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = WalletView(left=4210, allowance=5000)


def words(page: CostsPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


def test_nothing_is_shown_before_anything_is_known(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.refusal = Unavailable("The hub doesn’t answer. Try again in a minute.")
        page = await opened(screens)
        assert not page.month.isVisible()
        assert "The hub doesn’t answer. Try again in a minute." in words(page)
        page.read.click()
        await turns()
        assert page.month.isVisible()

    in_window(work, Role.ADMIN)


async def opened(screens: Screens) -> CostsPage:
    screens.desk.held = LEFT
    screens.connections.costs.refresh()
    screens.connections.costs.button.click()
    await turns()
    page = screens.connections.costs.page
    assert page is not None
    return page


def test_reps_see_no_costs_but_what_is_left(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        status = screens.window.status
        assert status.credits.isHidden()
        screens.desk.held = LEFT
        screens.connections.costs.refresh()
        assert (status.credits.text(), status.credits.isHidden()) == ("4,210 credits", False)
        screens.desk.held = replace(LEFT, left=38, below=5)
        screens.connections.costs.refresh()
        assert status.credits.text() == "38 credits"
        assert "run out soon" in status.credits.toolTip()
        screens.desk.held = replace(LEFT, left=0, below=5)
        screens.connections.costs.refresh()
        assert "templates wait" in status.credits.toolTip()
        status.credits.click()
        await turns()
        assert screens.connections.costs.page is None

    in_window(work, Role.REP)


def test_supervisors_see_the_month_and_change_nothing(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        said = words(page)
        assert "€21.25" in said
        assert "Marketing · Netherlands" in said
        assert any("between €38.00 and €55.20" in one for one in said)
        assert "Free, and we expected it to be charged (Utility · Netherlands)" in said
        assert "4,210 credits left" in said
        assert page.top_up.isHidden()
        assert page.replace.isHidden()
        assert list(unnamed(page)) == []
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await turns()
        assert screens.window.room() is None

    in_window(work, Role.SUPERVISOR)


def test_a_top_up_is_asked_for_once_and_odd_numbers_in_words(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        page.top_up.click()
        await turns()
        dialog = QApplication.activeModalWidget() or screens.window.findChild(TopUpDialog)
        assert isinstance(dialog, TopUpDialog)
        dialog.count.setText("many")
        dialog.try_accept()
        assert "whole number" in dialog.foot_words.text()
        dialog.count.setText("1,500")
        dialog.note.setText("sale")
        dialog.try_accept()
        await turns()
        assert ("top_up", 1500, "sale") in screens.desk.asked

    in_window(work, Role.ADMIN)


def test_a_price_list_is_looked_at_before_it_holds(in_window: InWindow, tmp_path: Path) -> None:
    async def work(screens: Screens) -> None:
        await opened(screens)
        file = tmp_path / "new.csv"
        file.write_text("valid_from\n", encoding="utf-8")
        screens.connections.costs.take_file(file)
        await turns()
        dialog = screens.window.findChild(PricesDialog)
        assert dialog is not None
        said = [one.text() for one in dialog.findChildren(QLabel)]
        assert {"€0.04", "€0.0425", "and 3 more"} <= set(said)
        dialog.try_accept()
        await turns()
        assert ("replace_prices", "new.csv") in screens.desk.asked

    in_window(work, Role.ADMIN)


def test_what_is_no_list_is_said_on_the_page_and_changes_nothing(
    in_window: InWindow, tmp_path: Path
) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        file = tmp_path / "odd.csv"
        file.write_bytes(b"\xff\xfe\x00")
        screens.connections.costs.take_file(file)
        await turns()
        assert any("odd.csv isn’t UTF-8 text." in one for one in words(page))
        screens.desk.refusal = Unavailable("The hub doesn’t answer. Try again in a minute.")
        page.read.click()
        await turns()
        assert "The hub doesn’t answer. Try again in a minute." in words(page)
        assert "€21.25" in words(page)

    in_window(work, Role.ADMIN)


def test_the_picker_says_what_a_template_costs_and_the_details_what_was_spent(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        row = next(iter(screens.desk.rows.values()))
        screens.connections.open_session(row.session_id)
        await turns()
        picker = screens.connections.column.foot.picker
        picker.row.show_quotes(QUOTES)
        shown = [one.text() for one in picker.row.findChildren(QLabel)]
        details = [one.text() for one in screens.window.details.findChildren(QLabel)]
        assert {"€0.04", "€0.21"} <= set(details)
        screens.connections.writing.choose_template()
        await turns()
        shown = [one.text() for one in picker.row.findChildren(QLabel)]
        assert any(one.endswith(("credit", "credits")) for one in shown)

    in_window(work, Role.REP)


def test_a_text_that_goes_as_several_messages_says_what_they_cost() -> None:
    answer = replace(QUOTES["service"], free=None, price=Decimal("0.0159"), currency="EUR")
    words, button = too_long("word " * 1700, (), answer)
    assert button == "Send as 3 messages"
    assert words.endswith("3 messages cost about €0.0477, one costs €0.0159.")
    assert "cost" not in too_long("word " * 1700, (), QUOTES["service"])[0]
    assert too_long("word", (), answer) == ("", "")
