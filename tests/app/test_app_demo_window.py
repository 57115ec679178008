"""The demo as a person has it: from the first page to its inbox, and again the next day."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app import cli, demo, desk_run
from console.app.shop import history, stories
from console.app.shop.loop import run
from console.ui.inbox.panel import InboxPanel
from console.ui.welcome.first_run import FirstRun
from console.ui.welcome.parts import ChoiceCard
from console.ui.widgets.push_button import PushButton
from console.ui.window import MainWindow

pytestmark = [
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)"),
    pytest.mark.timeout(300),
]
LOOK_MS = 30


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the shop's last days are played already."""
    made = tmp_path_factory.mktemp("home")
    shop = made / "data" / "demo" / "shop"
    shop.parent.mkdir(parents=True)
    run(history.play(shop, stories.load(), seed=0, progress=lambda done, of: None))
    return made


@contextmanager
def a_person(looks: Callable[[MainWindow], None]) -> Iterator[None]:
    """Somebody who looks at the window that is on the screen, again and again."""

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                looks(window)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(LOOK_MS)
    try:
        yield
    finally:
        timer.stop()


def inbox_of(*words: str) -> dict[str, str]:
    """What the demo's inbox says of whom, as a person reads it who closes the window then."""
    read: dict[str, str] = {}

    def look(window: MainWindow) -> None:
        signed_in = window.status.link.accessibleName().startswith("Connected")
        if signed_in and not read:
            read.update(previews(window.inbox))
            window.close()

    with a_person(look):
        assert cli.main([*words]) == 0
    return read


def previews(inbox: InboxPanel) -> dict[str, str]:
    return {row.name: row.preview for row in inbox.view.content.order.rows.values()}


@pytest.fixture
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Programs started here live in the home, and there is a screen for them."""
    monkeypatch.setenv("REPCONSOLE_HOME", str(home))
    monkeypatch.setenv("REPCONSOLE_SET_UP", sys.prefix)
    monkeypatch.setattr(demo, "_has_screen", lambda: True)
    return home


class Detached:
    """Stands in for QProcess: notes what was to be started beside this program."""

    started: ClassVar[list[tuple[str, list[str]]]] = []

    @classmethod
    def startDetached(cls, program: str, arguments: list[str]) -> bool:  # noqa: N802 - Qt's
        cls.started.append((program, arguments))
        return True


def test_a_kept_demo_starts_again_with_the_sessions_of_the_first_time(
    qtbot: QtBot, at_home: Path
) -> None:
    first = inbox_of("demo")
    assert len(first) >= 10
    second = inbox_of("demo")
    assert first.keys() <= second.keys()


def test_try_the_demo_on_the_first_page_leads_to_the_demos_inbox(
    qtbot: QtBot, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_run, "QProcess", Detached)
    Detached.started.clear()

    def look(window: MainWindow) -> None:
        page = window.findChild(FirstRun)
        if page is None or not page.isVisible():
            return
        cards = {card.accessibleName(): card for card in page.findChildren(ChoiceCard)}
        (name,) = (name for name in cards if name.startswith("Try the demo"))
        QTest.mouseClick(cards[name], Qt.MouseButton.LeftButton)
        buttons = {button.accessibleName(): button for button in page.findChildren(PushButton)}
        QTest.mouseClick(buttons["Start the demo"], Qt.MouseButton.LeftButton)

    with a_person(look):
        assert cli.main([]) == 0
    ((program, words),) = Detached.started
    assert (program, words[:2]) == (sys.executable, ["-m", "console"])
    assert len(inbox_of(*words[2:])) >= 10
