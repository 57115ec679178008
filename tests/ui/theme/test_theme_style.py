"""The style sheet, the palette, and switching between looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.theme.icons import icon, icon_pixmap
from console.ui.theme.look import Theme
from console.ui.theme.resources import path
from console.ui.theme.style import make_style_sheet, set_kind
from console.ui.theme.theme import ThemeService, current_theme
from console.ui.theme.tokens import load_tokens


@pytest.fixture
def service(qapp: QApplication) -> Iterator[ThemeService]:
    yield ThemeService()
    ThemeService()
    qapp.setStyleSheet("")


@pytest.mark.parametrize("name", ["light", "dark", "wallboard"])
def test_every_placeholder_of_the_style_sheet_is_a_token(name: str) -> None:
    sheet = make_style_sheet(Theme.load(name))
    assert "{{" not in sheet
    assert Theme.load(name).color_text("bg.pane") in sheet


def test_every_picture_in_the_style_sheet_exists() -> None:
    sheet = path("theme.qss").read_text(encoding="utf-8")
    names = {part.split(")")[0] for part in sheet.split("url({{resources}}/")[1:]}
    assert names
    both = {name.replace("{{theme}}", theme) for name in names for theme in ("light", "dark")}
    assert all(path(name).exists() for name in both)


@pytest.mark.parametrize(("role", "name"), sorted(load_tokens().icons.items()))
def test_every_icon_role_has_its_drawing(role: str, name: str) -> None:
    assert path(f"icons/regular/{name}.svg").exists(), role


def test_icons_and_fonts_come_with_their_licences() -> None:
    assert "MIT" in path("icons/LICENSE").read_text(encoding="utf-8")
    assert "Open Font License" in path("fonts/Inter-LICENSE.txt").read_text(encoding="utf-8")


def test_an_icon_is_drawn_once_in_its_colour(service: ThemeService) -> None:
    drawn = icon_pixmap("session.transfer", 16, "danger.fill", dpr=2)
    again = icon_pixmap("arrows-left-right", 16, "danger.fill", dpr=2)
    assert drawn.size().width() == 32
    assert drawn.cacheKey() == again.cacheKey()
    image = drawn.toImage()
    pixels = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    solid = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    assert solid == {service.theme.color("danger.fill").name()}


def test_an_unknown_icon_shows_a_chat_bubble(service: ThemeService) -> None:
    unknown = icon_pixmap("no-such-icon", 20, "icon.default", dpr=1)
    bubble = icon_pixmap("chat-circle-text", 20, "icon.default", dpr=1)
    assert unknown.toImage() == bubble.toImage()
    assert not icon("no-such-icon").isNull()


def test_switching_restyles_the_application(service: ThemeService, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    service.apply(app)
    with qtbot.waitSignal(service.changed):
        service.set("dark", density="compact")
    assert current_theme() is service.theme
    assert (service.theme.name, service.theme.density) == ("dark", "compact")
    window = app.palette().color(QPalette.ColorRole.Window)
    assert window == service.theme.color("bg.window")
    assert "#14171B" in app.styleSheet()


def test_what_is_left_out_stays_when_switching(service: ThemeService) -> None:
    service.set(density="roomy", message_scale=1.25)
    service.set("dark")
    assert (service.theme.density, service.theme.scale) == ("roomy", 1.25)


def test_a_button_takes_the_look_of_its_kind(service: ThemeService, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    service.apply(app)
    button = QPushButton("Send")
    qtbot.addWidget(button)
    set_kind(button, "primary")
    button.ensurePolished()
    button.resize(80, 32)
    middle = button.grab().toImage().pixelColor(6, 16)
    assert middle == service.theme.color("accent.fill")
