"""One line of text in a box: what fits stays whole, what doesn't is shortened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from console.ui.paint.text import FontKey, draw_line, text_width
from console.ui.theme.theme import Theme

_FONT: FontKey = ("body", 400, False)
_BOX = QRectF(10, 0, 120, 18)
_LONG = "Could you send the invoice too? It helps us to find the order."


@pytest.fixture
def theme(qapp: object) -> Theme:
    """Black on white."""
    return Theme.load("light")


def painted(text: str, theme: Theme, box: QRectF = _BOX) -> QImage:
    image = QImage(400, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        draw_line(painter, box, text, _FONT, theme, "text.primary")
    return image


def inked(image: QImage) -> list[int]:
    """The columns in which something is painted."""
    white = 0xFFFFFFFF
    return [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != white for y in range(image.height()))
    ]


@pytest.mark.parametrize("text", [_LONG, "田中 美咲 " * 9, "شكراً جزيلاً " * 9])
def test_a_long_line_stays_in_its_box(text: str, theme: Theme) -> None:
    columns = inked(painted(text, theme))
    assert columns[0] >= _BOX.left() - 1
    assert _BOX.right() - 30 < columns[-1] <= _BOX.right()


def test_a_line_that_fits_is_whole_and_one_pixel_less_shortens_it(theme: Theme) -> None:
    width = int(text_width("invoice", _FONT, theme)) + 1
    fits = painted("invoice", theme, QRectF(10, 0, width, 18))
    assert fits == painted("invoice", theme, QRectF(10, 0, 300, 18))
    assert fits != painted("invoice", theme, QRectF(10, 0, width - 2, 18))


def test_line_breaks_and_runs_of_spaces_show_as_one_space(theme: Theme) -> None:
    assert painted("two\n\n  words", theme) == painted("two words", theme)


def test_a_line_painted_again_is_the_same(theme: Theme) -> None:
    for text in (_LONG, "田中 美咲", "شكراً"):
        assert painted(text, theme) == painted(text, theme)
