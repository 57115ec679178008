"""The whole window on a real desk at a real hub: sign in, accept, answer, be offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.rows import LinkState
from console.domain.people import Wanted
from console.ui.conversation.modes import FootMode
from tests.fakes import until
from tests.given import PASSWORD
from tests.ui.real_hub import DESK_NAME, Both, at_a_real_hub

if TYPE_CHECKING:
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def a_day(both: Both) -> None:
    given, desk, screens = both.given, both.desk, both.screens
    screens.take_desk(desk, signed_in=await desk.resume())
    welcoming = screens._welcoming
    assert welcoming is not None
    welcoming.first.show_address(given.url)
    await until(lambda: welcoming.first.checks[0].isVisibleTo(welcoming.first))
    QTest.keyClick(welcoming.first.address, Qt.Key.Key_Return)
    welcoming.sign_in.sign_in_wanted.emit("ana", PASSWORD, DESK_NAME, False)
    await until(lambda: screens.connections is not None)
    connections = screens.connections
    assert connections is not None
    await until(lambda: desk.link.state is LinkState.CONNECTED)
    connections.acting.set_presence(Wanted.ONLINE)
    await given.customer_writes("Where is my sofa?")
    await both.settled(desk.offers)
    connections.actions["accept"].trigger()
    await both.settled(screens.window.tabs.current_id)
    foot = connections.column.foot
    assert foot.mode is FootMode.WRITE
    await both.settled(lambda: connections.reading.last_inbound()[1])
    assert connections.reading.last_inbound()[1] == ("Where is my sofa?",)
    QTest.keyClicks(foot.composer.text, "On its way, Lucas.")
    QTest.keyClick(foot.composer.text, Qt.Key.Key_Return)
    await both.settled(lambda: desk.waiting_to_send() == 0)
    session = desk.session(screens.window.tabs.current_id())
    assert session is not None
    assert session.last_preview == "On its way, Lucas."
    assert foot.composer.text.text() == ""


def test_a_rep_signs_in_accepts_and_answers(qt_loop: QtLoop, tmp_path: Path) -> None:
    async def work() -> None:
        async with at_a_real_hub(tmp_path) as both:
            await a_day(both)

    qt_loop(work(), within_s=30)
