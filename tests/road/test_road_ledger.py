"""A message's ledger from the platform's reports to the words in the dialog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.desk import Desk
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import MessageId
from console.ui.application import Application
from console.ui.ledger.dialog import LedgerDialog
from console.ui.widgets.text import PlainLabel
from tests.road.windows import close, on_screen, parts, window_at
from tests.stage import Stage

if TYPE_CHECKING:
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)")


async def is_looked_at(stage: Stage, desk: Desk, screens: Application) -> None:
    stage.customer().auto_read = True
    session_id = await stage.conversation(desk, "Where is my table?")
    connections = parts(screens)
    connections.open_session(session_id)
    view, composer = connections.column.transcript, connections.column.foot.composer
    await on_screen(stage, screens, lambda: connections.reading.last_inbound()[1])

    # refused once for a moment, then it goes and is read
    stage.simulator.faults.error(133004)
    QTest.keyClicks(composer.text, "It comes on Tuesday.")
    QTest.keyClick(composer.text, Qt.Key.Key_Return)
    await on_screen(stage, screens, lambda: ours(screens, Delivery.RETRYING))
    message_id = ours(screens, Delivery.RETRYING)
    view.keyboard.stand_on(message_id)
    QTest.keyClick(view, Qt.Key.Key_I)
    await on_screen(stage, screens, lambda: "Delayed" in words(screens))
    assert "WhatsApp’s servers are out of reach at Meta." in words(screens)
    await stage.pass_time(minutes=1)
    await on_screen(stage, screens, lambda: "The customer has read it." in words(screens))
    said = words(screens)
    for step in ("Written by Maya", "Taken in by WhatsApp", "Sent", "Delivered", "Read"):
        assert step in said
    assert "Service · " in said


def ours(screens: Application, state: Delivery) -> MessageId:
    """Our newest message that stands there; empty if there is none."""
    rows = [
        row.message
        for row in parts(screens).reading.rows()
        if row.message.direction is Direction.OUTBOUND and row.message.state is state
    ]
    return rows[-1].message_id if rows else MessageId("")


def words(screens: Application) -> str:
    """What the ledger says; empty while there is none."""
    dialogs = [one for one in screens.window.findChildren(LedgerDialog) if one.isVisible()]
    labels = dialogs[0].findChildren(PlainLabel) if dialogs else []
    return " ".join(label.full_text for label in labels)


def test_a_rep_sees_what_became_of_a_message(qt_loop: QtLoop, tmp_path: Path) -> None:
    async def story() -> None:
        async with Stage(tmp_path) as stage:
            desk = await stage.desk("maya")
            screens = window_at(desk, tmp_path)
            try:
                await is_looked_at(stage, desk, screens)
            finally:
                await close(screens)

    qt_loop(story(), within_s=60)
