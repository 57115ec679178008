"""From a customer's webhook to the desktop's corner: an offer, taken there, a message."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import LinkState
from console.domain.people import Wanted
from tests.fakes import HandClock, until
from tests.given import NOON, PASSWORD, GivenHub, a_hub
from tests.ui.alerts.corner import Corner
from tests.ui.given_window import turns
from tests.ui.test_ui_window_real_hub import application, settled

if TYPE_CHECKING:
    from console.ui.application import Application
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


async def a_day(
    given: GivenHub, clock: HandClock, desk: Desk, screens: Application, corner: Corner
) -> None:
    await desk.sign_in(given.url, "ana", PASSWORD, stay=False)
    screens.take_desk(desk, signed_in=True)
    await until(lambda: desk.link.state is LinkState.CONNECTED)
    connections = screens.connections
    assert connections is not None
    connections.alerts.in_front = lambda: False
    connections.acting.set_presence(Wanted.ONLINE)
    await given.customer_writes("Where is my sofa?")
    await settled(given, clock, lambda: corner.shown)
    (pop_up,) = corner.shown.values()
    assert pop_up.text == "\u2068Lucas\u2069 · \u2068Repairs\u2069"
    corner.click("accept")
    await settled(given, clock, screens.window.tabs.current_id)
    assert not corner.shown
    await given.customer_writes("Hello?")
    await settled(given, clock, lambda: corner.shown)
    (pop_up,) = corner.shown.values()
    assert pop_up.key == f"session:{screens.window.tabs.current_id()}"


def test_who_works_elsewhere_takes_an_offer_in_the_corner_and_hears_of_a_message(
    qt_loop: QtLoop, tmp_path: Path
) -> None:
    async def work() -> None:
        clock = HandClock(NOON)
        gc.collect()  # what other tests left must not be collected on a worker thread
        screens = application(tmp_path)
        screens.pop_ups = corner = Corner()
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
                    await a_day(given, clock, desk, screens, corner)
                finally:
                    screens.close()
                    running.cancel()
        await turns()
        screens.window.close()
        screens.window.deleteLater()
        await turns()

    qt_loop(work(), within_s=60)
