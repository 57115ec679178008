"""What waited long for the connection: one question for all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.changes import OldSendsWait
from console.desk.rows import OldSend
from console.domain.ids import MessageId, SessionId
from console.ui.dialogs.old_sends import OldSendsDialog
from console.ui.widgets.text import PlainLabel
from tests.fakes import until
from tests.ui.given_window import InWindow, Screens, open_dialogs, turns
from tests.ui.inbox.furniture_shop import NOW
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def waiting() -> list[OldSend]:
    """Two that waited: one was overtaken by the customer, one by the window's end."""
    written_at = NOW - timedelta(minutes=12)
    first = OldSend(
        message_id=MessageId("m-1"),
        session_id=SessionId("s-Lucas Moreau"),
        name="Lucas Moreau",
        text="Would Tuesday suit you?",
        written_at=written_at,
        arrived=("Never mind, I found it", "Thanks!"),
    )
    second = OldSend(
        message_id=MessageId("m-2"),
        session_id=SessionId("s-Łukasz Wiśniewski"),
        name="Łukasz Wiśniewski",
        text="It ships today.",
        written_at=written_at,
        lapsed=True,
    )
    return [first, second]


def words_of(dialog: OldSendsDialog) -> str:
    return "\n".join(label.full_text for label in dialog.findChildren(PlainLabel))


def test_f15_one_question_shows_what_came_since_and_sends_all(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.old = waiting()
        screens.desk.changes.tell(OldSendsWait())
        screens.desk.changes.tell(OldSendsWait())
        dialog = await screens.dialog()
        assert isinstance(dialog, OldSendsDialog)
        assert len(open_dialogs(screens.window)) == 1
        assert list(unnamed(dialog)) == []
        words = words_of(dialog)
        assert "2 messages have come since:" in words
        assert "“Never mind, I found it”" in words
        assert "The window has lapsed" in words
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.isVisible()  # not by an Enter that was meant for something else
        dialog.confirm.click()
        await until(lambda: screens.desk.asked[-1][0] == "send_old")
        assert screens.desk.asked[-1] == ("send_old", ["m-1", "m-2"])

    in_window(work)


def test_f15_escape_keeps_all_as_drafts(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.old = waiting()
        screens.desk.changes.tell(OldSendsWait())
        dialog = await screens.dialog()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: screens.desk.asked[-1][0] == "keep_old")
        assert screens.desk.asked[-1] == ("keep_old", ["m-1", "m-2"])
        await turns()
        assert open_dialogs(screens.window) == []

    in_window(work)
