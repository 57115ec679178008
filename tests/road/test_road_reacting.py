"""Stories of reactions and quotes: by mouse and keys at a real window, seen by the customer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.desk.desk import Desk
from console.domain.directions import Direction
from console.ui.application import Application
from console.ui.transcript.reactions import ReactionPalette
from tests.road.windows import close, on_screen, parts, window_at
from tests.stage import Stage

if TYPE_CHECKING:
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)")


def palette() -> ReactionPalette:
    (found,) = [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, ReactionPalette) and one.isVisible()
    ]
    return found


async def reacts_and_quotes(stage: Stage, desk: Desk, screens: Application) -> None:
    session_id = await stage.conversation(desk, "Thank you, it came today!")
    connections = parts(screens)
    connections.open_session(session_id)
    view = connections.column.transcript
    await on_screen(stage, screens, lambda: connections.reading.last_inbound()[1])
    (row,) = [r for r in connections.reading.rows() if r.message.direction is Direction.INBOUND]
    message_id = row.message.message_id
    placed = view.placed(message_id)
    assert placed is not None

    # by mouse: the tools stand beside the bubble under it
    spot = placed.layout.bubble.center().toPoint() + QPoint(0, placed.top_px)
    QTest.mouseMove(view.viewport(), spot)
    assert view.tools.isVisible()
    view.tools.react.click()
    palette().buttons[0].click()
    await on_screen(stage, screens, lambda: _reactions(connections.reading.loaded(message_id)))
    assert _reactions(connections.reading.loaded(message_id)) == ["👍"]
    assert [one.body["reaction"]["emoji"] for one in stage.simulator.sent] == ["👍"]

    # by keys: R on the message, the one that stands there is taken back
    view.keyboard.stand_on(message_id)
    QTest.keyClick(view, Qt.Key.Key_R)
    QTest.keyClick(palette(), Qt.Key.Key_Return)
    await on_screen(
        stage, screens, lambda: not _reactions(connections.reading.loaded(message_id))
    )
    await on_screen(stage, screens, lambda: len(stage.simulator.sent) == 2)
    assert stage.simulator.sent[-1].body["reaction"]["emoji"] == ""

    # a reply by its tool quotes the message, also at the customer's
    QTest.mouseMove(view.viewport(), spot + QPoint(1, 1))
    assert view.tools.isVisible()
    view.tools.reply.click()
    composer = connections.column.foot.composer
    QTest.keyClicks(composer.text, "Enjoy it!")
    QTest.keyClick(composer.text, Qt.Key.Key_Return)
    await on_screen(stage, screens, lambda: len(stage.simulator.sent) == 3)
    quoted = stage.simulator.sent[-1].body["context"]["message_id"]
    assert quoted in stage.simulator.world.written


def _reactions(row: object) -> list[str]:
    message = getattr(row, "message", None)
    return [each.emoji for each in message.reactions] if message is not None else []


def test_a_rep_reacts_by_mouse_takes_it_back_by_keys_and_quotes(
    qt_loop: QtLoop, tmp_path: Path
) -> None:
    async def story() -> None:
        async with Stage(tmp_path) as stage:
            desk = await stage.desk("maya")
            screens = window_at(desk, tmp_path)
            try:
                await reacts_and_quotes(stage, desk, screens)
            finally:
                await close(screens)

    qt_loop(story(), within_s=60)
