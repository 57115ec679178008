"""One look as a value: colours, fonts and sizes by name."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from console.ui.theme.look import Theme, parse_color


def test_colours_come_from_the_theme_and_are_made_once() -> None:
    light, dark = Theme.load("light"), Theme.load("dark")
    assert light.color("bg.surface") == QColor("#FFFFFF")
    assert dark.color("bg.surface") == QColor("#191C21")
    assert light.color("bg.surface") is light.color("bg.surface")


def test_a_colour_with_opacity_keeps_it() -> None:
    assert parse_color("rgba(17, 20, 26, 0.40)") == QColor(17, 20, 26, 102)


def test_the_wallboard_overrides_the_dark_theme() -> None:
    wall, dark = Theme.load("wallboard"), Theme.load("dark")
    assert wall.color("bg.surface") == QColor("#14171B")
    assert wall.color("accent.fill") == dark.color("accent.fill")


@pytest.mark.parametrize(
    ("density", "row_px"), [("compact", 48), ("comfortable", 68), ("roomy", 80)]
)
def test_density_sizes_are_those_of_the_theme(density: str, row_px: int) -> None:
    assert Theme.load("light", density).px("density.sessionRow") == row_px


def test_sizes_have_dotted_names() -> None:
    theme = Theme.load("light")
    sizes = [theme.space("3"), theme.px("layout.list"), theme.px("radius.md")]
    assert sizes == [12, 320, 8]
    assert theme.number("layout.bubbleMaxShare") == 0.72


def test_only_message_text_scales(qapp: QApplication) -> None:
    large = Theme.load("light", message_scale=1.5)
    assert large.font("message").pixelSize() == 21
    assert large.line("message") == 30
    assert large.font("body").pixelSize() == 13


def test_fonts_are_the_bundled_inter_in_three_weights(qapp: QApplication) -> None:
    theme = Theme.load("light")
    infos = [QFontInfo(theme.font("body", weight)) for weight in (400, 500, 600)]
    assert [info.family() for info in infos] == ["Inter"] * 3
    assert [info.weight() for info in infos] == [400, 500, 600]


def test_tabular_digits_are_asked_for_by_feature(qapp: QApplication) -> None:
    font = Theme.load("light").font("caption", tabular=True)
    assert font.featureTags() == [QFont.Tag.fromString("tnum")]


def test_stronger_contrast_raises_quiet_text_and_hairlines() -> None:
    theme = Theme.load("light", stronger_contrast=True)
    assert theme.color("text.tertiary") == theme.color("text.secondary")
    assert theme.color("border.subtle") == theme.color("border.strong")


def test_reduced_motion_takes_no_time() -> None:
    assert Theme.load("light").ms("slow") == 220
    assert Theme.load("light", reduced_motion=True).ms("slow") == 0


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="no theme 'sepia'"):
        Theme.load("sepia")


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    ("text.primary", "bg.surface"),
    ("text.secondary", "bg.pane"),
    ("text.tertiary", "bg.selected"),
    ("text.tertiary", "bg.hover"),
    ("window.soon.fg", "window.soon.bg"),
    ("window.urgent.fg", "window.urgent.bg"),
    ("window.lapsed.fg", "window.lapsed.bg"),
    ("bubble.outMeta", "bubble.out"),
    ("danger.fg", "danger.bg"),
    ("warning.fg", "warning.bg"),
    ("accent.text", "accent.tintStrong"),
    ("text.onAccent", "accent.fill"),
]


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_stands_out_from_its_ground(name: str, text: str, ground: str) -> None:
    theme = Theme.load(name)
    assert _contrast(theme.color(text), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("hue", range(1, 9))
def test_initials_stand_out_from_every_hue(name: str, hue: int) -> None:
    theme = Theme.load(name)
    ink, ground = theme.color(f"avatar.{hue}.fg"), theme.color(f"avatar.{hue}.bg")
    assert _contrast(ink, ground) >= 4.5
