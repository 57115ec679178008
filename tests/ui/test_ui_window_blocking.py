"""Blocking and unblocking a customer from the details panel."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from console.desk.changes import CustomerChanged
from console.ui.dialogs.confirm import ConfirmDialog
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def asked(screens: Screens, words: str) -> ConfirmDialog:
    menu = screens.window.details.more.menu_now()
    next(one for one in menu.actions() if one.text().startswith(words)).trigger()
    dialog = await screens.dialog()
    assert isinstance(dialog, ConfirmDialog)
    return dialog


def test_a_customer_is_blocked_after_a_question_and_unblocked_again(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        dialog = await asked(screens, "Block")
        assert list(unnamed(dialog)) == []
        assert "They aren’t told" in " ".join(one.text() for one in dialog.findChildren(QLabel))
        dialog.accept()
        await turns()
        name, customer_id, blocked = screens.desk.asked[-1]
        assert (name, blocked) == ("block_customer", True)
        screens.desk.changes.tell(CustomerChanged(customer_id))  # type: ignore[arg-type]
        await turns()
        said = [one.text() for one in screens.window.details.findChildren(QLabel)]
        assert "Blocked" in said
        dialog = await asked(screens, "Unblock")
        dialog.accept()
        await turns()
        assert screens.desk.asked[-1] == ("block_customer", customer_id, False)

    in_window(work)


def test_a_question_answered_no_blocks_nobody(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        dialog = await asked(screens, "Block")
        dialog.reject()
        await turns()
        assert "block_customer" not in [one[0] for one in screens.desk.asked]

    in_window(work)
