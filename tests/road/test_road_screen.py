"""The road ended by clicks and keys in a real window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from console.desk.desk import Desk
from console.domain.messages import TemplateMessage
from console.simulator.incidents import Incidents
from console.ui.application import Application
from console.ui.conversation.modes import FootMode
from console.ui.picker.field import VariableField
from console.ui.picker.form import TemplateForm
from console.ui.widgets.push_button import PushButton
from tests.road.windows import close, on_screen, parts, window_at
from tests.stage import LUCAS, Stage

if TYPE_CHECKING:
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def answered_by_hand(stage: Stage, desk: Desk, screens: Application) -> None:
    """An offer accepted with its keys, an answer typed and sent with Enter."""
    stage.customer().writes("My table has a crack.")
    await on_screen(stage, screens, desk.offers)
    parts(screens).actions["accept"].trigger()
    await on_screen(stage, screens, screens.window.tabs.current_id)
    await on_screen(stage, screens, lambda: parts(screens).reading.last_inbound()[1])
    composer = parts(screens).column.foot.composer
    QTest.keyClicks(composer.text, "Sorry to hear that, Lucas.")
    QTest.keyClick(composer.text, Qt.Key.Key_Return)
    await on_screen(stage, screens, lambda: stage.simulator.sent)
    await stage.pass_time(seconds=1)
    assert stage.reached() == ["Sorry to hear that, Lucas."]


async def taken_back_by_hand(stage: Stage, desk: Desk, screens: Application) -> None:
    """Another app takes the thread while the rep types; a click takes it back, text and all."""
    column = parts(screens).column
    foot, banner = column.foot, column.banner
    QTest.keyClicks(foot.composer.text, "And one more thing")
    Incidents(stage.simulator.world).another_app_takes(LUCAS, "ai_agent")
    await on_screen(stage, screens, lambda: foot.mode is FootMode.BLOCKED)
    assert "The AI agent has this conversation" in foot.read_only.accessibleName()
    await on_screen(stage, screens, banner.isVisible)
    (button,) = [one for one in banner.findChildren(PushButton) if one.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    await on_screen(stage, screens, lambda: foot.mode is FootMode.WRITE)
    assert foot.composer.text.text() == "And one more thing"
    assert not banner.isVisible()
    foot.composer.text.clear()
    await on_screen(
        stage, screens, lambda: not desk.draft(screens.window.tabs.current_id()).text
    )


async def lapses_while_typing(stage: Stage, desk: Desk, screens: Application) -> None:
    """The composer becomes the picker in the second of the lapse, and keeps the text."""
    foot = parts(screens).column.foot
    session_id = screens.window.tabs.current_id()
    expires_at = stage.row(desk, session_id).expires_at
    assert expires_at is not None
    while (left := (expires_at - stage.clock.now()).total_seconds()) > 5:
        await stage.pass_time(seconds=min(left - 5, 6 * 3600))
        await desk.keep_open(session_id)  # somebody who never asks would be signed out
    await on_screen(stage, screens, lambda: foot.mode is FootMode.WRITE)
    QTest.keyClicks(foot.composer.text, "it ships on Friday")
    await stage.pass_time(seconds=5)
    await on_screen(stage, screens, lambda: foot.mode is not FootMode.WRITE)
    QTest.keyClick(foot.composer.text, Qt.Key.Key_Return)
    await stage.settle()
    assert len(stage.simulator.sent) == 1
    assert desk.draft(session_id).text == "it ships on Friday"


async def template_by_hand(stage: Stage, desk: Desk, screens: Application) -> None:
    """A template is filled in and sent; the customer's answer brings the composer back."""
    foot = parts(screens).column.foot
    parts(screens).actions["templates"].trigger()
    await on_screen(stage, screens, lambda: foot.mode is FootMode.TEMPLATE)
    form = foot.picker.findChild(TemplateForm)
    assert form is not None
    for field in form.findChildren(VariableField):
        if not field.value():
            line = field.findChild(QLineEdit)
            if line is None:
                field.set_value("it ships on Friday")
            else:
                QTest.keyClicks(line, "Tarn table")
    foot.picker.submit()
    await on_screen(stage, screens, lambda: len(stage.simulator.sent) == 2)
    assert stage.simulator.sent[-1].type == "template"
    stage.customer().writes("Great!")
    await on_screen(stage, screens, lambda: foot.mode is FootMode.WRITE)
    rows = parts(screens).reading.rows()
    assert any(isinstance(row.message.body, TemplateMessage) for row in rows)


def test_a_day_at_the_desk_by_hand(qt_loop: QtLoop, tmp_path: Path) -> None:
    async def work() -> None:
        async with Stage(tmp_path) as stage:
            desk = await stage.desk("maya")
            screens = window_at(desk, tmp_path)
            try:
                await answered_by_hand(stage, desk, screens)
                await taken_back_by_hand(stage, desk, screens)
                await lapses_while_typing(stage, desk, screens)
                await template_by_hand(stage, desk, screens)
            finally:
                await close(screens)

    qt_loop(work(), within_s=90)
