"""Every look can be drawn, and the looks differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console.ui.theme.theme import ThemeService
from tests.ui.pictures import LOOKS, draw_all


def test_inbox_and_components_are_drawn_in_every_look(
    tmp_path: Path, qapp: QApplication
) -> None:
    pictures = draw_all(tmp_path)
    ThemeService()
    qapp.setStyleSheet("")
    assert len(pictures) == 2 * len(LOOKS)
    grounds = {QImage(str(picture)).pixelColor(3, 3).name() for picture in pictures}
    assert grounds == {"#f7f8fa", "#14171b"}


@pytest.mark.parametrize("corner", [(16, 8), (300, 8)])
def test_text_and_icons_of_the_header_are_really_drawn(
    tmp_path: Path, qapp: QApplication, corner: tuple[int, int]
) -> None:
    picture = QImage(str(draw_all(tmp_path)[0]))
    ThemeService()
    qapp.setStyleSheet("")
    x, y = corner
    colors = {
        picture.pixelColor(column, row).name()
        for column in range(x, min(x + 40, picture.width()))
        for row in range(y, y + 34)
    }
    assert len(colors) > 5
