"""The list as a screen reader meets it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.domain.sessions import Section
from console.ui.inbox.geometry import Entry
from console.ui.inbox.view import InboxView
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from tests.ui.inbox.furniture_shop import NOW, shop_inbox

NAME = QAccessible.Text.Name


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(360, 420)
    return made


@pytest.fixture
def view(window: QWidget) -> InboxView:
    made = InboxView(ThemeService(), ClockService(lambda: NOW), window)
    made.setGeometry(20, 20, 320, 380)
    made.set_rows(shop_inbox())
    window.show()
    return made


def spoken(view: InboxView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(view)


def test_the_list_has_a_name_and_a_child_for_each_entry_in_sight(view: InboxView) -> None:
    made = spoken(view)
    assert made.role() == QAccessible.Role.List
    assert made.text(NAME) == "Sessions"
    assert made.childCount() == len(view.visible_entries()) > 4


def test_children_say_the_whole_row(view: InboxView) -> None:
    made = spoken(view)
    assert made.child(0).text(NAME) == "Waiting for me, 3"
    assert made.child(0).role() == QAccessible.Role.Heading
    assert made.child(2).role() == QAccessible.Role.ListItem
    assert made.child(2).text(NAME).startswith("João Figueiredo, WhatsApp, window lapses in 23")


def test_children_follow_the_scrolling(view: InboxView) -> None:
    made, first = spoken(view), spoken(view).child(0)
    before = first.text(NAME)
    view.verticalScrollBar().setValue(28 + 68)
    assert first.text(NAME) != before
    assert made.child(0).text(NAME) == first.text(NAME)


def test_a_child_is_found_where_it_is_on_the_screen(view: InboxView) -> None:
    made = spoken(view)
    middle = made.child(2).rect().center()
    found = made.childAt(middle.x(), middle.y())
    assert found.text(NAME) == made.child(2).text(NAME)
    assert made.indexOfChild(found) == 2


def test_cursor_and_selection_are_states_of_a_child(view: InboxView) -> None:
    view.select("s-João Figueiredo")
    made = spoken(view)
    assert made.child(2).state().selected
    assert not made.child(1).state().selected
    assert made.focusChild().text(NAME) == made.child(2).text(NAME)


def test_a_header_says_whether_it_is_collapsed(view: InboxView) -> None:
    assert not spoken(view).child(0).state().collapsed
    view.toggle_section(Entry(Section.WAITING_FOR_ME))
    assert spoken(view).child(0).state().collapsed


def test_the_window_above_is_its_parent(view: InboxView) -> None:
    above = spoken(view).parent()
    assert above.object() is view.parentWidget()


def test_other_widgets_keep_their_own_speech(view: InboxView, qtbot: QtBot) -> None:
    plain = QWidget()
    plain.setAccessibleName("Plain")
    qtbot.addWidget(plain)
    assert QAccessible.queryAccessibleInterface(plain).text(NAME) == "Plain"
