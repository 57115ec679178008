"""Changing one's password in the window: the rules in words, the hub's refusal, the end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.ui.dialogs.confirm import NoticeDialog
from console.ui.dialogs.password import PasswordDialog
from console.ui.widgets.password_field import PasswordField
from tests.fakes import until
from tests.ui.given_window import InWindow, Screens, open_dialogs
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
NEW = "kettle under a violet roof"


async def asked_for(screens: Screens) -> PasswordDialog:
    screens.connections.commands.actions["password"].trigger()
    dialog = await screens.dialog()
    assert isinstance(dialog, PasswordDialog)
    return dialog


def fill(dialog: PasswordDialog, *texts: str) -> None:
    for field, text in zip(dialog.findChildren(PasswordField), texts, strict=True):
        field.clear()
        QTest.keyClicks(field, text)


def test_t20_the_hub_is_asked_and_its_refusal_is_shown_where_one_types(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        dialog = await asked_for(screens)
        assert list(unnamed(dialog)) == []
        fill(dialog, "wrong", NEW, NEW)
        dialog.confirm.click()
        await until(lambda: dialog.foot_words.full_text)
        assert dialog.foot_words.full_text == "That isn’t your password. 4 tries left."
        assert dialog.isVisible()
        fill(dialog, "correct", NEW, NEW)
        assert dialog.foot_words.full_text == ""
        QTest.keyClick(dialog.findChildren(PasswordField)[2], Qt.Key.Key_Return)
        await until(lambda: screens.window.findChildren(NoticeDialog))
        assert screens.desk.asked[-1] == ("change_password", "correct", NEW)
        open_dialogs(screens.window)[0].close()

    in_window(work)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("", NEW, NEW), "Enter the password that you have now."),
        (
            ("correct", "short one", "short one"),
            "It needs 6 more characters: 15 or more in all.",
        ),
        (("correct", NEW, NEW + "!"), "The new password isn’t the same twice."),
    ],
)
def test_t20_what_this_computer_can_tell_is_said_before_the_hub_is_asked(
    in_window: InWindow, texts: tuple[str, ...], words: str
) -> None:
    async def work(screens: Screens) -> None:
        dialog = await asked_for(screens)
        fill(dialog, *texts)
        dialog.confirm.click()
        assert dialog.foot_words.full_text == words
        assert not [asked for asked in screens.desk.asked if asked[0] == "change_password"]
        dialog.reject()

    in_window(work)
