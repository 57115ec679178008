"""Merging two records of one customer from the details panel, and splitting them again."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from console.domain.people import Role
from console.ui.dialogs.merge import CustomerCard, MergeDialog
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.search_field import SearchField
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def opened(screens: Screens) -> MergeDialog:
    await screens.open("Lucas Moreau")
    menu = screens.window.details.more.menu_now()
    next(one for one in menu.actions() if one.text().startswith("Merge")).trigger()
    dialog = await screens.dialog()
    assert isinstance(dialog, MergeDialog)
    return dialog


async def looked_for(dialog: MergeDialog, words: str) -> None:
    field = dialog.findChildren(SearchField)[0]
    field.clear()
    QTest.keyClicks(field, words)
    field.searched.emit(field.text())  # without the pause
    await turns()


def said(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def test_the_other_record_is_found_seen_beside_this_one_and_merged(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        dialog = await opened(screens)
        assert not dialog.confirm.isEnabled()
        await looked_for(dialog, "lucas m")
        assert list(unnamed(dialog)) == []
        kept, gone = dialog.findChildren(CustomerCard)
        assert "Lucas Moreau" in kept.accessibleName()
        assert "Lucas M., +33 6 87 65 43 21, @lucas.moreau" in gone.accessibleName()
        assert "3 sessions" in said(gone)
        dialog.try_accept()
        await turns()
        assert screens.desk.asked[-1][0] == "merge_customers"
        assert screens.desk.asked[-1][2] == "anna"

    in_window(work)


def test_nobody_found_is_said_and_nothing_can_be_merged(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        dialog = await opened(screens)
        await looked_for(dialog, "lucas")
        await looked_for(dialog, "xyz")
        assert "Nobody found" in dialog.foot_words.full_text
        assert not dialog.confirm.isEnabled()
        dialog.try_accept()
        assert dialog.isVisible()
        dialog.reject()
        await turns()
        assert "merge_customers" not in [one[0] for one in screens.desk.asked]

    in_window(work)


def test_out_of_reach_the_search_says_so_and_keeps_the_words(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        dialog = await opened(screens)
        screens.desk.out_of_reach = True
        await looked_for(dialog, "lucas")
        assert "out of reach" in dialog.foot_words.full_text
        assert dialog.findChildren(SearchField)[0].text() == "lucas"
        dialog.reject()
        await turns()

    in_window(work)


def test_what_was_merged_is_shown_and_split_after_a_question(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        buttons = screens.window.details.findChildren(PushButton)
        name = "Split Customer …302741 off again"
        next(one for one in buttons if one.accessibleName() == name).click()
        dialog = await screens.dialog()
        dialog.accept()
        await turns()
        assert screens.desk.asked[-1][0] == "split_customers"
        assert screens.desk.asked[-1][2] == "merge-1"

    in_window(work)


def test_who_only_reads_changes_nobody_unless_they_lead(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        other = next(row for row in screens.desk.all_sessions() if not row.mine)
        await screens.open(other.name)
        me = screens.desk.me
        assert me is not None
        assert screens.window.details.more.isEnabled() is me.role.leads

    in_window(work)
    in_window(work, role=Role.SUPERVISOR)
