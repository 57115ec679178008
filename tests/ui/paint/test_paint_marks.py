"""Avatars, marks, meters, ticks, badges and lines of text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.domain.delivery import Delivery
from console.ui.paint.avatar import avatar_pixmap, hue_of, initials_of
from console.ui.paint.badge import badge_text, badge_width
from console.ui.paint.marks import channel_name, channel_pixmap
from console.ui.paint.meters import bar_token, draw_segments, segments_width
from console.ui.paint.text import elided, is_right_to_left, text_width
from console.ui.paint.ticks import TICKS, tick_pixmap
from console.ui.theme.look import Theme
from console.ui.theme.theme import current_theme


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Lucas Moreau", "LM"),
        ("Zoë van der Berg", "ZB"),
        ("Łukasz Wiśniewski", "ŁW"),
        ("أمينة السيد", "أس"),
        ("田中 美咲", "田"),
        ("Cher", "C"),
        ("(shop) Anna", "A"),
        ("+33 6 12", "61"),
        ("", "?"),
        ("🙂", "?"),
    ],
)
def test_initials_fit_the_script_of_the_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_a_person_has_one_of_eight_hues_for_ever() -> None:
    hues = {hue_of(f"customer-{number}") for number in range(200)}
    assert hues == set(range(1, 9))
    assert hue_of("customer-1") == hue_of("customer-1")


def test_an_avatar_is_drawn_once_for_each_pixel_ratio(qapp: QApplication) -> None:
    once = avatar_pixmap(36, "c1", "LM", 2.0)
    assert once.width() == 72
    assert once.cacheKey() == avatar_pixmap(36, "c1", "LM", 2.0).cacheKey()


def test_a_channel_mark_has_the_colour_of_its_channel(qapp: QApplication) -> None:
    mark = channel_pixmap(16, "whatsapp", 1.0).toImage()
    assert mark.pixelColor(8, 1) == current_theme().color("channel.whatsapp")


def test_an_unknown_channel_still_has_a_mark_and_a_name(qapp: QApplication) -> None:
    assert not channel_pixmap(16, "pigeon", 1.0).isNull()
    assert channel_name("pigeon") == "Pigeon"
    assert channel_name("webchat") == "Web chat"


@pytest.mark.parametrize("state", list(Delivery))
def test_every_delivery_state_has_a_glyph_and_words(
    state: Delivery, qapp: QApplication
) -> None:
    assert TICKS[state].spoken
    assert not tick_pixmap(state, 14, 1.0).isNull()


def test_sent_delivered_and_read_differ_in_shape_or_colour() -> None:
    looks = {
        (TICKS[state].icon, TICKS[state].color)
        for state in (Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED)
    }
    assert len(looks) == 4


def test_a_badge_is_round_for_one_digit_and_stops_at_ninety_nine(qapp: QApplication) -> None:
    theme = Theme.load("light")
    assert badge_width(3, 18, theme) == 18
    assert badge_width(12, 18, theme) > 18
    assert badge_text(100) == "99+"


@pytest.mark.parametrize(
    ("share", "token"),
    [(0.5, "meter.fill"), (0.9, "warning.fill"), (1.0, "danger.fill"), (1.2, "danger.fill")],
)
def test_a_limit_bar_warns_from_ninety_percent(share: float, token: str) -> None:
    assert bar_token(share) == token


def test_full_capacity_turns_amber(qapp: QApplication) -> None:
    theme = Theme.load("light")
    colors = []
    for used in (3, 5):
        image = QImage(segments_width(5), 6, QImage.Format.Format_ARGB32)
        image.fill(0)
        with QPainter(image) as painter:
            draw_segments(painter, 0, 0, used, 5, theme)
        colors.append([image.pixelColor(place * 12 + 5, 3).name() for place in range(5)])
    fill, full, track = (
        theme.color(name).name() for name in ("meter.fill", "meter.full", "meter.track")
    )
    assert colors[0] == [fill] * 3 + [track] * 2
    assert colors[1] == [full] * 5


def test_direction_is_that_of_the_first_strong_letter() -> None:
    assert is_right_to_left("متى سيصل?")
    assert is_right_to_left("12 متى")
    assert not is_right_to_left("Hi متى")
    assert not is_right_to_left("12:30")


def test_an_ellipsis_follows_a_letter_and_not_a_space(qapp: QApplication) -> None:
    theme = Theme.load("light")
    font = ("body", 400, False)
    shown = elided("one two three", text_width("one two ", font, theme) + 6, font, theme)
    assert shown.endswith("…")
    assert not shown.endswith(" …")
    assert text_width(shown, font, theme) <= QRectF(0, 0, 200, 1).width()
