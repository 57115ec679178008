"""A link that a second start hands over: its session is shown, or why not is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from console.desk.rows import Link, LinkState
from console.ui.application import Application
from tests.ui.fake_desk import FakeDesk
from tests.ui.given_window import InWindow, Screens, open_dialogs, turns

if TYPE_CHECKING:
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LUCAS = "s-Lucas Moreau"


def test_a_link_goes_to_the_sessions_one_tab(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        await screens.open("Łukasz Wiśniewski")
        tabs = screens.window.tabs.open_ids()
        screens.connections.follow_link(LUCAS)
        assert screens.window.tabs.current_id() == LUCAS
        assert screens.window.tabs.open_ids() == tabs
        assert not open_dialogs(screens.window)

    in_window(work)


def test_a_session_that_is_not_the_reps_is_said_plainly_and_nothing_opens(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        screens.connections.follow_link("AAAAAAAAAAAAAAAAAAAAAA")
        dialog = await screens.dialog()
        assert dialog.windowTitle() == "This session is not here"
        assert not screens.window.tabs.open_ids()
        dialog.accept()
        await turns()
        assert screens.desk.asked == [("look_at_parked",)]

    in_window(work)


def test_a_link_that_started_the_application_waits_for_the_sign_in(
    qt_loop: QtLoop, tmp_path: Path
) -> None:
    async def work() -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
        screens, desk = Application(app, settings, "Utrecht-07"), FakeDesk()
        screens.show_picture([])
        screens.show_session(LUCAS)
        desk.link = Link(state=LinkState.SIGNED_OUT)
        screens.take_desk(desk.as_desk(), signed_in=False)
        await turns()
        desk.link = Link(state=LinkState.CONNECTED)
        assert screens._welcoming is not None
        screens._welcoming.signed_in.emit()
        await turns()
        assert screens.window.tabs.current_id() == LUCAS
        screens.window.tabs.close_all()
        screens.show_session(LUCAS)
        assert screens.window.tabs.current_id() == LUCAS
        screens.close()
        await turns()
        screens.window.close()
        screens.window.deleteLater()
        await turns()

    qt_loop(work())
