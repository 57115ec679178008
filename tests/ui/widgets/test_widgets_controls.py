"""Buttons, chips, fields, switches: reached by keyboard and named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.ui.paint.pill import PillSize
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from console.ui.widgets.banner import Banner
from console.ui.widgets.chip import Chip
from console.ui.widgets.countdown import CountdownPill
from console.ui.widgets.empty_state import EmptyState
from console.ui.widgets.focus import FocusRing
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.key_caps import KeyCaps
from console.ui.widgets.meters import CapacityMeter, LimitMeter
from console.ui.widgets.portrait import Portrait
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.segmented import Segmented
from console.ui.widgets.status_item import StatusItem
from console.ui.widgets.switch import Switch
from console.ui.widgets.text import PlainLabel, plain_tip

NOON = datetime(2026, 5, 14, 12, tzinfo=UTC)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def test_a_label_never_reads_markup(window: QWidget) -> None:
    label = PlainLabel("<b>Lucas</b>", window)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>Lucas</b>"


def test_an_eliding_label_keeps_the_whole_text_for_ear_and_tip(window: QWidget) -> None:
    label = PlainLabel("Facture_AF-88213_final.pdf", window, elide="middle")
    label.resize(90, 18)
    window.show()
    assert "…" in label.text()
    assert label.text().endswith("pdf")
    assert label.toolTip() == label.full_text == "Facture_AF-88213_final.pdf"
    assert label.accessibleName() == "Facture_AF-88213_final.pdf"
    label.resize(400, 18)
    assert label.text() == label.full_text
    assert label.toolTip() == ""


def test_a_tip_shows_tags_as_they_are(window: QWidget) -> None:
    plain_tip(window, "<img src=x>")
    assert "<img" not in window.toolTip()
    assert "&lt;img src=x&gt;" in window.toolTip()


def test_an_icon_button_is_named_without_its_shortcut(window: QWidget) -> None:
    button = IconButton("session.transfer", "Transfer", window, shortcut="Ctrl+T")
    assert button.accessibleName() == "Transfer"
    assert button.toolTip() == "Transfer  Ctrl+T"
    assert button.icon().isNull()  # until somebody sees it
    window.show()
    assert not button.icon().isNull()
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_checked_icon_button_changes_its_drawing(window: QWidget) -> None:
    button = IconButton("session.details", "Details", window, checkable=True)
    window.show()
    before = button.icon().pixmap(18, 18).toImage()
    button.click()
    assert button.icon().pixmap(18, 18).toImage() != before


def test_an_icon_button_is_grey_while_it_is_disabled(window: QWidget) -> None:
    button = IconButton("session.details", "Details", window)
    window.show()
    before = button.grab().toImage()
    button.setEnabled(False)
    off = button.icon().pixmap(18, 18, QIcon.Mode.Disabled).toImage()
    assert off == icon_pixmap("session.details", 18, "text.disabled").toImage()
    assert button.grab().toImage() != before
    button.setEnabled(True)
    assert button.grab().toImage() == before


def test_a_busy_button_keeps_its_width(window: QWidget) -> None:
    button = PushButton("Send template", "primary", window)
    window.show()
    button.resize(140, 32)
    button.set_busy("Sending…")
    assert (button.text(), button.width(), button.isEnabled()) == ("Sending…", 140, False)
    button.set_busy("")
    assert (button.text(), button.isEnabled()) == ("Send template", True)


def test_a_button_with_a_hint_is_named_by_its_words(window: QWidget) -> None:
    button = PushButton("Accept", "primary", window, hint="Ctrl+Shift+A")
    assert button.accessibleName() == "Accept"
    shown = [label.text() for label in button.findChildren(QLabel) if label.text()]
    assert shown == ["Accept", "Ctrl+Shift+A"]


def test_a_chip_grows_with_its_count_and_says_it(window: QWidget) -> None:
    chip = Chip("Unread", window)
    narrow = chip.sizeHint().width()
    chip.set_count(1234)
    assert chip.sizeHint().width() > narrow
    assert chip.accessibleName() == "Unread, 1234"
    assert chip.sizeHint().height() == 24


def test_a_chip_with_a_menu_is_not_checked_by_a_click(window: QWidget) -> None:
    chip = Chip("Channel", window, opens_menu=True)
    chip.click()
    assert not chip.isChecked()


def test_a_chip_is_turned_with_the_space_bar(window: QWidget) -> None:
    chip = Chip("Unread", window)
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert chip.isChecked()


def test_a_search_waits_for_a_pause_and_clears_at_once(window: QWidget, qtbot: QtBot) -> None:
    field = SearchField("Search sessions", "Ctrl+F", window)
    heard: list[str] = []
    field.searched.connect(heard.append)
    QTest.keyClicks(field, "abc")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["abc"])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["abc", ""]
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)


def test_arrows_walk_a_segmented_control(window: QWidget, qtbot: QtBot) -> None:
    control = Segmented([("light", "Light"), ("dark", "Dark")], "Theme", window)
    with qtbot.waitSignal(control.chosen) as chosen:
        QTest.keyClick(control, Qt.Key.Key_Right)
    assert chosen.args == ["dark"]
    assert control.value() == "dark"
    control.set_value("light")
    assert control.value() == "light"


def test_a_switch_is_named_and_turned_by_space(window: QWidget) -> None:
    switch = Switch("Sound", window)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert switch.accessibleName() == "Sound"
    assert not switch.grab().isNull()


def test_meters_say_their_figures(window: QWidget) -> None:
    capacity, limit = CapacityMeter(window), LimitMeter("Recipients", parent=window)
    capacity.set_load(7, 8)
    limit.set_used(812, 1000)
    assert capacity.accessibleName() == "7 of 8 sessions"
    assert limit.accessibleName() == "Recipients: 812 of 1,000"
    assert capacity.sizeHint().width() > 94


def test_a_countdown_ticks_and_says_itself(window: QWidget) -> None:
    time = [NOON]
    clock = ClockService(lambda: time[0])
    pill = CountdownPill(clock, PillSize.HEADER, window)
    window.show()
    pill.set_window(NOON + timedelta(minutes=24, seconds=7))
    assert pill.accessibleName() == "window lapses in 24 minutes"
    time[0] += timedelta(minutes=24, seconds=7)
    clock.advance()
    assert pill.accessibleName() == "window lapsed, templates only"
    pill.set_window(None, has_window=False)
    assert not pill.isVisible()
    assert clock.next_at() is None


def test_a_narrow_header_drops_until(window: QWidget) -> None:
    pill = CountdownPill(ClockService(lambda: NOON), PillSize.HEADER, window)
    pill.set_window(NOON + timedelta(hours=3))
    wide = pill.sizeHint().width()
    pill.show_until(False)
    assert pill.sizeHint().width() < wide - 50


def test_a_portrait_says_who_and_how_present(window: QWidget) -> None:
    portrait = Portrait(32, parent=window)
    portrait.set_person("r1", "Maya Okafor", wanted="busy")
    assert portrait.accessibleName() == "Maya Okafor, Busy"
    assert portrait.sizeHint().width() == 36
    assert not portrait.grab().isNull()


def test_a_banner_says_what_happened_and_offers_a_way_out(window: QWidget) -> None:
    banner = Banner(window)
    window.show()
    assert not banner.isVisible()
    banner.say("warning", "You're offline", "Trying again in 8 s.")
    banner.set_buttons(PushButton("Try now"))
    assert banner.isVisible()
    assert banner.accessibleName() == "You're offline. Trying again in 8 s."
    assert banner.property("kind") == "banner-warning"


def test_trouble_changes_words_and_tone_of_a_status_item(window: QWidget) -> None:
    item = StatusItem("status.outbox", "Outbox empty", window)
    item.say("2 waiting to send", "warning", "They go when you're back")
    assert item.accessibleName() == "2 waiting to send"
    assert item.property("tone") == "warning"
    assert item.toolTip() == "They go when you're back"


def test_an_empty_state_says_why_and_what_next(window: QWidget) -> None:
    state = EmptyState("navigation.inbox", "Nothing is waiting for you", parent=window)
    state.add_button(PushButton("Take the next one", "primary"))
    state.set_words("Nothing matches", "Clear the search.", "4 customers wait in queues.")
    shown = [label.text() for label in state.findChildren(QLabel) if label.text()]
    assert "Clear the search." in shown
    assert "4 customers wait in queues." in shown


def test_key_caps_are_named_by_the_shortcut(window: QWidget) -> None:
    caps = KeyCaps("Ctrl+Enter", window)
    assert caps.accessibleName() == "Ctrl+Enter"
    assert caps.sizeHint().height() == 18


def test_the_ring_shows_for_the_keyboard_only(window: QWidget, qtbot: QtBot) -> None:
    ring = FocusRing(window)
    buttons = [PushButton(text, parent=window) for text in ("Send", "Stop", "Wait")]
    for place, button in enumerate(buttons):
        button.setGeometry(10, 50 * place, 90, 32)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Tab)
    ringed = next(button for button in buttons if button.hasFocus())
    assert ring.isVisible()
    assert ring.geometry() == ringed.geometry().adjusted(-3, -3, 3, 3)
    ringed.move(150, 10)
    assert ring.geometry() == ringed.geometry().adjusted(-3, -3, 3, 3)
    other = next(button for button in buttons if button is not ringed)
    at = other.geometry().center()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert other.hasFocus()
    assert not ring.isVisible()


def test_controls_follow_the_theme(window: QWidget, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    service = ThemeService()
    service.apply(app)
    button = IconButton("session.transfer", "Transfer", window)
    window.show()
    light = button.icon().pixmap(18, 18).toImage()
    service.set("dark")
    assert button.icon().pixmap(18, 18).toImage() != light
    service.set("light")
    app.setStyleSheet("")
