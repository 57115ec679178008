"""Shadows of floating cards, and the small avatars of boards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.domain.care_window import Stage
from console.ui.paint.mini import MINI_PX, draw_mini
from console.ui.paint.shadow import SHADOW_PX, draw_floating_card
from console.ui.theme.look import Theme


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_shadow_fades_out_before_the_edge(name: str, qapp: QApplication) -> None:
    theme = Theme.load(name)
    card = QRect(SHADOW_PX, SHADOW_PX, 200, 100)
    image = QImage(200 + 2 * SHADOW_PX, 100 + 2 * SHADOW_PX, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        draw_floating_card(painter, card, theme)
    middle = image.width() // 2
    below = [image.pixelColor(middle, card.bottom() + step).alpha() for step in (2, 8, 14, 20)]
    assert below == sorted(below, reverse=True)
    assert below[0] > 0
    assert below[-1] <= 2
    assert image.pixelColor(middle, 70) == theme.color("bg.raised")


def test_stages_differ_in_shape_and_not_only_in_colour(qapp: QApplication) -> None:
    theme, ground = Theme.load("light"), QColor("white")
    corners, middles = {}, {}
    for stage in Stage:
        image = QImage(MINI_PX + 4, MINI_PX + 4, QImage.Format.Format_ARGB32)
        image.fill(ground)
        with QPainter(image) as painter:
            draw_mini(painter, 0, 0, "c1", "LM", stage, theme, ground, 1.0)
        corners[stage] = image.pixelColor(24, 24).lightness() < 250
        middles[stage] = image.pixelColor(21, 21) == ground
    assert middles == {
        Stage.CALM: False,
        Stage.SOON: False,
        Stage.URGENT: False,
        Stage.LAPSED: True,
    }
    assert corners[Stage.URGENT]
