"""The window for those who use no mouse or no eyes: names, panes, keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from console.domain.links import Link
from console.domain.people import Role
from console.ui.actions import ACTIONS, BY_NAME, clashes, keys_text
from console.ui.dialogs.confirm import LinkDialog
from console.ui.dialogs.shortcuts import ShortcutsDialog
from console.ui.dialogs.take_over import TakeOverDialog
from tests.ui.given_window import InWindow, Screens, turns

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QTextEdit,
    QComboBox,
    QAbstractItemView,
    QAbstractSpinBox,
)


def unnamed(root: QWidget) -> Iterator[str]:
    """Controls that a screen reader could say nothing about."""
    for control in root.findChildren(QWidget):
        if not isinstance(control, CONTROLS) or not control.isVisibleTo(root):
            continue
        text = control.text() if isinstance(control, QAbstractButton) else ""
        if not control.accessibleName() and not text and control.objectName()[:3] != "qt_":
            yield f"{type(control).__name__} in {type(control.parentWidget()).__name__}"


@pytest.mark.parametrize("customer", ["Lucas Moreau", "Łukasz Wiśniewski"])
def test_every_control_of_the_window_has_a_name(in_window: InWindow, customer: str) -> None:
    async def work(screens: Screens) -> None:
        await screens.open(customer)
        assert list(unnamed(screens.window)) == []

    in_window(work, Role.SUPERVISOR)


def test_every_control_of_the_dialogs_has_a_name(qtbot: object) -> None:
    for dialog in (
        ShortcutsDialog(None),
        TakeOverDialog("Tomás Rivera", None),
        LinkDialog(Link("https://example.org", "example.org"), None),
    ):
        assert list(unnamed(dialog)) == []
        dialog.deleteLater()


def test_the_f6_key_walks_all_panes_and_comes_round(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        window, column = screens.window, screens.connections.column
        window.activateWindow()
        panes = [
            column.foot,
            window.details,
            window.status,
            window.rail,
            window.inbox.view,
            window.tabs,
            column.header,
            column.transcript,
        ]
        walked: list[QWidget] = []
        for _ in panes:
            focused = window.focusWidget()
            walked += [p for p in panes if p is focused or p.isAncestorOf(focused)]
            window.next_pane(1)
        assert walked == panes
        await turns()

    in_window(work)


def test_escape_in_an_empty_composer_goes_back_to_the_list(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        text = screens.connections.column.foot.composer.text
        QTest.keyClick(text, Qt.Key.Key_A)
        QTest.keyClick(text, Qt.Key.Key_Escape)
        assert screens.window.focusWidget() is text
        QTest.keyClick(text, Qt.Key.Key_Backspace)
        QTest.keyClick(text, Qt.Key.Key_Escape)
        assert screens.window.focusWidget() is screens.window.inbox.view

    in_window(work)


def test_no_two_actions_share_their_keys() -> None:
    assert clashes() == {}
    assert clashes((*ACTIONS, BY_NAME["theme"])) == {"Ctrl+Alt+L": ["theme", "theme"]}


def test_a_slash_opens_quick_replies_and_tab_fills_one_in(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        text = screens.connections.column.foot.composer.text
        screens.window.activateWindow()
        text.setFocus()
        QTest.keyClicks(text, "/th")
        assert text.popup_open
        QTest.keyClick(text, Qt.Key.Key_Tab)
        assert text.text() == "Thank you, Lucas."
        text.show_text("")
        QTest.keyClicks(text, "/slot")
        QTest.keyClick(text, Qt.Key.Key_Tab)
        assert text.textCursor().selectedText() == "{{day}}"
        QTest.keyClick(text, Qt.Key.Key_End)
        QTest.keyClick(text, Qt.Key.Key_Return)
        assert not [asked for asked in screens.desk.asked if asked[0] == "send"]
        assert text.textCursor().selectedText() == "{{day}}"

    in_window(work)


def test_the_sheet_shows_keys_as_caps() -> None:
    assert BY_NAME["reply_last"].key_caps == ("Alt", "↑")
    assert BY_NAME["nth_tab"].key_caps == ("Ctrl", "1–9")
    assert BY_NAME["emoji"].key_caps == ("Ctrl", ".")
    assert keys_text("note") == ""
