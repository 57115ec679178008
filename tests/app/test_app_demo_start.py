"""The demo's start: what can't start is said in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from console.app.demo_run import NOT_STARTED, run
from console.app.desk import load_the_rest, paint_first
from console.app.environment import Folders
from console.app.shop.children import Children
from console.app.shop.kept import KeptShop
from console.app.starting import Starting
from console.ui.widgets.empty_state import EmptyState
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot


def places_in(home: Path) -> Folders:
    places = Folders(*(home / name for name in ("data", "cache", "state", "config")))
    for folder in (places.data, places.state):
        folder.mkdir()
    return places


def demo_on(shop: KeptShop, places: Folders) -> tuple[int, list[str]]:
    """Exit code, and what the window said before a person closed it with its button."""
    screens = paint_first(places, "Utrecht-07")
    starting = Starting(Children(shop, speed=1.0, seed=0))
    said: list[str] = []

    def look() -> None:
        page = screens.window.findChild(EmptyState, "trouble")
        if page is not None and page.isVisible():
            said.extend(label.full_text for label in page.findChildren(PlainLabel))
            page.findChildren(PushButton)[0].click()

    person = QTimer()
    person.timeout.connect(look)
    person.start(20)
    try:
        load_the_rest()
        code = run(screens, places, starting, rep="maya", desk_name="Utrecht-07")
    finally:
        person.stop()
        starting.stop()
    return code, said


def test_what_cannot_start_is_said_in_the_window_with_the_next_step(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = places_in(tmp_path)
    shop = KeptShop(places.data / "shop")
    shop.platform_state.parent.mkdir(parents=True)
    shop.platform_state.write_text("no state of a platform")
    code, said = demo_on(shop, places)
    assert code == 1
    assert NOT_STARTED in said
    assert any("--fresh" in words for words in said)
    assert "--fresh" in capsys.readouterr().err
