"""The countdown pill: its stages, sizes and words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.domain.care_window import Stage
from console.ui.paint.pill import PillSize, draw_pill, lay_out_pill, tab_text_color
from console.ui.theme.look import Theme

CALM, SOON = timedelta(hours=18), timedelta(hours=3, minutes=12)
URGENT, LAPSED = timedelta(minutes=24, seconds=7), timedelta(0)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme.load("light")


@pytest.mark.parametrize(
    ("left", "stage", "text"),
    [
        (CALM, Stage.CALM, "18 h"),
        (SOON, Stage.SOON, "3 h 12 m"),
        (URGENT, Stage.URGENT, "24:07"),
        (LAPSED, Stage.LAPSED, "Templates only"),
    ],
)
def test_each_stage_has_its_words(
    left: timedelta, stage: Stage, text: str, theme: Theme
) -> None:
    layout = lay_out_pill(left, PillSize.LIST, theme)
    assert (layout.stage, layout.text, layout.height) == (stage, text, 20)


def test_a_compact_row_shows_the_lock_alone(theme: Theme) -> None:
    layout = lay_out_pill(LAPSED, PillSize.COMPACT, theme)
    assert layout.spoken_lock
    assert (layout.width, layout.height) == (22, 18)


def test_the_header_adds_until_when(theme: Theme) -> None:
    plain = lay_out_pill(SOON, PillSize.HEADER, theme)
    until = lay_out_pill(SOON, PillSize.HEADER, theme, "until 17:48")
    assert until.height == 28
    assert until.width > plain.width + 60
    assert until.until_x > until.text_x


def test_a_lapsed_header_has_no_until(theme: Theme) -> None:
    assert lay_out_pill(LAPSED, PillSize.HEADER, theme, "until 15:00").until == ""


def test_digits_keep_their_place_while_they_change(theme: Theme) -> None:
    widths = {
        lay_out_pill(timedelta(seconds=second), PillSize.LIST, theme).width
        for second in range(1, 3600, 37)
    }
    assert len(widths) == 1


def test_the_calm_pill_stands_flush_left_in_a_list(theme: Theme) -> None:
    assert lay_out_pill(CALM, PillSize.LIST, theme).glyph.x() == 0


def _painted(left: timedelta, theme: Theme) -> QImage:
    layout = lay_out_pill(left, PillSize.LIST, theme)
    image = QImage(layout.width, layout.height, QImage.Format.Format_ARGB32)
    image.fill(theme.color("bg.pane"))
    with QPainter(image) as painter:
        draw_pill(painter, 0, 0, layout, 0.5, theme, 1.0)
    return image


def test_only_urgent_is_solid_and_only_lapsed_is_outlined(theme: Theme) -> None:
    at = (4, 10)
    assert _painted(URGENT, theme).pixelColor(*at) == theme.color("window.urgent.bg")
    assert _painted(SOON, theme).pixelColor(*at) == theme.color("window.soon.bg")
    assert _painted(LAPSED, theme).pixelColor(*at) == theme.color("window.lapsed.bg")
    edge = _painted(LAPSED, theme).pixelColor(30, 0)
    assert edge == theme.color("window.lapsed.border")


def test_the_ring_runs_clockwise_from_twelve(theme: Theme) -> None:
    image = _painted(URGENT, theme)
    right, left = image.pixelColor(16, 10), image.pixelColor(6, 10)
    assert right.green() > 230
    assert left.green() < 180


def test_tabs_use_the_colours_without_the_fill(theme: Theme) -> None:
    assert tab_text_color(Stage.URGENT, theme) == theme.color("window.urgent.text")
    assert tab_text_color(Stage.CALM, theme) == theme.color("text.tertiary")
