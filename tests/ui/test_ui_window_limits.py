"""What is too long is told while it is typed, and sent whole if the rep says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.ui.composer.counter import too_long
from tests.ui.given_window import InWindow, Screens
from tests.ui.test_ui_window_story import sends

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def test_a_text_too_long_says_how_far_and_goes_as_two_by_the_reps_choice(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        foot = screens.connections.column.foot
        foot.composer.insert("word " * 830)  # 4,149 without the last space
        assert foot.too_long.isVisible()
        assert "53 characters too long" in foot.too_long._words.text()
        QTest.keyClick(foot.composer.text, Qt.Key.Key_Return)
        assert (sends(screens), foot.composer.send.isEnabled()) == ([], False)
        foot.too_long._button.click()
        ((_send, _to, body, _reply, _files, how),) = sends(screens)
        assert how == "split"
        assert getattr(body, "text", "") == ("word " * 830).strip()
        assert not foot.too_long.isVisible()

    in_window(work)


def test_a_caption_may_be_shorter_and_goes_before_its_file(tmp_path: Path) -> None:
    words, button = too_long("x" * 1030, ("photo.jpg",))
    assert words == "6 characters too long for a caption, which may have 1,024."
    assert button == "Send as 2 messages"
    assert too_long("x" * 1030, ("song.mp3",)) == ("", "")  # it takes no caption anyway
    assert too_long("x" * 1024, ("photo.jpg",)) == ("", "")
