"""The demo's first start: a small window lives while a process plays, and can be left."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app.environment import Folders
from console.app.playing import TITLE, played
from console.app.shop.kept import draft_of
from console.ui.welcome.getting_ready import GettingReady

WAITS = """
import pathlib, sys, time
pathlib.Path(sys.argv[1]).mkdir()
pathlib.Path(sys.argv[1], "pid").write_text("half made")
print("40 %", flush=True)
time.sleep(600)
"""
PLAYS = """
import pathlib, sys
print("40 %", "100 %", sep="\\n", flush=True)
pathlib.Path(sys.argv[1]).mkdir()
pathlib.Path(sys.argv[1]).rename(sys.argv[2])
"""
FAILS_ONCE = """
import pathlib, sys
if not (seen := pathlib.Path(sys.argv[2] + ".seen")).exists():
    seen.touch()
    sys.exit("the disk is full")
"""


def places_in(home: Path) -> Folders:
    return Folders(*(home / name for name in ("data", "cache", "state", "config")))


def run(qtbot: QtBot, home: Path, script: str, decide: list[tuple[str, str]]) -> bool:
    """What `played` says while a person does what `decide` tells, once the window says so."""
    places, shop = places_in(home), home / "data" / "shop"
    for folder in (places.data, places.state):
        folder.mkdir()
    command = [sys.executable, "-c", script, str(draft_of(shop)), str(shop)]
    left = list(decide)

    def look() -> None:
        window = next((w for w in QApplication.topLevelWidgets() if is_ours(w)), None)
        if left and isinstance(window, GettingReady) and says(window, left[0][0]):
            act(window, left.pop(0)[1])

    person = QTimer()
    person.timeout.connect(look)
    person.start(10)
    try:
        return played(places, shop, command)
    finally:
        person.stop()
        assert not left, f"the window never said {left}"


def is_ours(widget: object) -> bool:
    return isinstance(widget, GettingReady) and widget.isVisible()


def says(window: GettingReady, words: str) -> bool:
    bar = window.percent.text() if window.percent.isVisible() else ""
    return words in bar or words in window.sentence.full_text


def act(window: GettingReady, how: str) -> None:
    if how == "Esc":
        QTest.keyClick(window, Qt.Key.Key_Escape)
    elif how == "close":
        window.close()
    else:
        button = window.again if how == "Try again" else window.cancel
        assert button.accessibleName() or button.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_was_played_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    assert run(qtbot, tmp_path, PLAYS, [])
    assert (tmp_path / "data" / "shop").is_dir()


def test_cancel_esc_and_closing_leave_nothing_half_made(qtbot: QtBot, tmp_path: Path) -> None:
    for how in ("Cancel", "Esc", "close"):
        home = tmp_path / how
        home.mkdir()
        assert not run(qtbot, home, WAITS, [("40 %", how)])
        assert list((home / "data").iterdir()) == []


def test_trouble_is_told_in_the_window_and_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    assert run(qtbot, tmp_path, FAILS_ONCE + PLAYS, [("could not be played", "Try again")])
    assert "the disk is full" in (tmp_path / "state" / "playing.log").read_text()


def test_whoever_gives_up_after_trouble_gets_no_desk(qtbot: QtBot, tmp_path: Path) -> None:
    failing = "raise SystemExit(1)"
    assert not run(qtbot, tmp_path, failing, [("try again", "Cancel")])


def test_a_screen_reader_hears_what_goes_on(qtbot: QtBot) -> None:
    window = GettingReady(TITLE, "Only once.")
    qtbot.addWidget(window)
    window.show_progress(40)
    assert window.accessibleName() == TITLE
    assert window.accessibleDescription() == "Only once."
    assert window.bar.accessibleName() == TITLE
    assert window.bar.value() == 40
    assert window.cancel.accessibleName() == "Cancel"
    window.show_trouble("It failed.")
    assert window.sentence.accessibleName() == "It failed."
    assert window.cancel.text() == "Close"
