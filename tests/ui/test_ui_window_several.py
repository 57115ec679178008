"""Several customers from a table: checked, begun, steered, from the page's dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from console.domain.notification_lists import ListState
from console.ui.starting.several_dialog import SeveralDialog
from tests.ui.given_window import InWindow, Screens, open_dialogs, turns
from tests.ui.test_ui_window_access import unnamed
from tests.ui.test_ui_window_starting import filled, words

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def said(dialog: SeveralDialog) -> list[str]:
    return [one.text() for one in dialog.findChildren(QLabel) if one.text()]


async def several(screens: Screens) -> SeveralDialog:
    page = screens.connections.starting.page
    assert page is not None
    page.several.click()
    await turns()
    (dialog,) = open_dialogs(screens.window)
    assert isinstance(dialog, SeveralDialog)
    return dialog


def test_a_table_is_checked_before_it_begins_and_can_be_paused(
    in_window: InWindow, tmp_path: Path
) -> None:
    table = tmp_path / "late.csv"
    table.write_text("number,name\n+4520123456,Sofie\n+4520123457,<b>Nils</b>\n", "utf-8")

    async def work(screens: Screens) -> None:
        page = await filled(screens)
        dialog = await several(screens)
        dialog.try_accept()
        assert "Choose a table or a label first." in said(dialog)
        assert list(unnamed(dialog)) == []
        await screens.connections.starting.several.take_table(str(table), [])
        await turns()
        assert any("1 line is left out" in one for one in said(dialog))
        assert "2 · +4520123457 · No consent." in said(dialog)
        dialog.accept()
        await turns()
        request = next(one[1] for one in screens.desk.asked if one[0] == "notify_many")
        assert [one.number for one in request.lines] == ["+4520123456", "+4520123457"]  # type: ignore[attr-defined]
        assert any("has begun" in one for one in words(page))
        dialog = await several(screens)
        pause = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Pause")
        pause.click()
        await turns()
        assert ("change_list", request.list_id, ListState.PAUSED) in screens.desk.asked  # type: ignore[attr-defined]
        assert any("1 of 3 sent, paused" in one for one in said(dialog))
        dialog.reject()
        await turns()

    in_window(work)


def test_without_a_template_it_says_what_first(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.connections.actions["start"].trigger()
        await turns()
        page = screens.connections.starting.page
        assert page is not None
        page.several.click()
        await turns()
        assert "Choose the template first, then whom it goes to." in words(page)

    in_window(work)
