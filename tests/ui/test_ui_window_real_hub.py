"""The whole window on a real desk at a real hub: sign in, accept, answer, be offline."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import LinkState
from console.domain.people import Wanted
from console.ui.application import Application
from console.ui.conversation.modes import FootMode
from tests.fakes import HandClock, until
from tests.given import NOON, PASSWORD, GivenHub, a_hub
from tests.ui.given_window import turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def settled(given: GivenHub, clock: HandClock, fact: Callable[[], object]) -> None:
    """Let the hub and the desk work until something is true."""
    for _ in range(300):
        await given.settle()
        if fact():
            return
        await clock.advance(seconds=0.1)
    pytest.fail("it never became true")


def application(tmp_path: Path) -> Application:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    return Application(app, settings, "Utrecht-07")


async def a_day(given: GivenHub, clock: HandClock, desk: Desk, screens: Application) -> None:
    screens.take_desk(desk, signed_in=await desk.resume())
    welcoming = screens._welcoming
    assert welcoming is not None
    welcoming.first.show_address(given.url)
    await until(lambda: welcoming.first.checks[0].isVisibleTo(welcoming.first))
    QTest.keyClick(welcoming.first.address, Qt.Key.Key_Return)
    welcoming.sign_in.sign_in_wanted.emit("ana", PASSWORD, "Utrecht-07", False)
    await until(lambda: screens.connections is not None)
    connections = screens.connections
    assert connections is not None
    await until(lambda: desk.link.state is LinkState.CONNECTED)
    connections.acting.set_presence(Wanted.ONLINE)
    await given.customer_writes("Where is my sofa?")
    await settled(given, clock, desk.offers)
    connections.actions["accept"].trigger()
    await settled(given, clock, screens.window.tabs.current_id)
    foot = connections.column.foot
    assert foot.mode is FootMode.WRITE
    await settled(given, clock, lambda: connections.reading.last_inbound()[1])
    assert connections.reading.last_inbound()[1] == ("Where is my sofa?",)
    QTest.keyClicks(foot.composer.text, "On its way, Lucas.")
    QTest.keyClick(foot.composer.text, Qt.Key.Key_Return)
    await settled(given, clock, lambda: desk.waiting_to_send() == 0)
    session = desk.session(screens.window.tabs.current_id())
    assert session is not None
    assert session.last_preview == "On its way, Lucas."
    assert foot.composer.text.text() == ""


def test_a_rep_signs_in_accepts_and_answers(qt_loop: QtLoop, tmp_path: Path) -> None:
    async def work() -> None:
        clock = HandClock(NOON)
        gc.collect()  # what other tests left must not be collected on a worker thread
        screens = application(tmp_path)
        desk = Desk(
            folder=tmp_path / "desk",
            clock=clock,
            desk_name="Utrecht-07",
            credentials=MemoryCredentials(),
            downloads=tmp_path / "downloads",
        )
        screens.show_picture([])
        async with a_hub(tmp_path / "hub", clock=clock) as given:
            await given.rep("ana")
            async with asyncio.TaskGroup() as group:
                running = group.create_task(desk.run())
                try:
                    await a_day(given, clock, desk, screens)
                finally:
                    screens.close()
                    running.cancel()
        await turns()
        screens.window.close()
        screens.window.deleteLater()
        await turns()

    qt_loop(work(), within_s=30)
