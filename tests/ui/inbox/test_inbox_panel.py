"""The inbox pane: chips, search, menus and offers around the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.ui.inbox.filters import Chip, InboxFilter, Scope, Sort
from console.ui.inbox.panel import InboxPanel
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from console.ui.widgets.chip import Chip as ChipButton
from console.ui.widgets.empty_state import EmptyState
from tests.ui.inbox.furniture_shop import NOW, shop_inbox, shop_offer


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(320, 800)
    return made


@pytest.fixture
def panel(window: QWidget) -> InboxPanel:
    made = InboxPanel(ThemeService(), ClockService(lambda: NOW), window)
    made.setGeometry(0, 0, 320, 800)
    made.set_rows(shop_inbox())
    window.show()
    return made


def chip(panel: InboxPanel, text: str) -> ChipButton:
    return next(each for each in panel.findChildren(ChipButton) if each.text() == text)


def names(panel: InboxPanel) -> list[str]:
    order = panel.view.content.order
    return [order.rows[each].name for each in order.ids()]


def test_the_chips_carry_the_figures_and_narrow_the_list(panel: InboxPanel) -> None:
    assert chip(panel, "Unread").accessibleName() == "Unread, 3"
    chip(panel, "Unread").click()
    assert panel.wanted().chip is Chip.UNREAD
    assert len(names(panel)) == 3
    checked = [each.text() for each in panel.findChildren(ChipButton) if each.isChecked()]
    assert checked == ["Unread"]


def test_a_second_click_on_a_chip_shows_all_again(panel: InboxPanel) -> None:
    chip(panel, "Lapsing").click()
    chip(panel, "Lapsing").click()
    assert panel.wanted().chip is Chip.ALL
    assert chip(panel, "All").isChecked()


def test_typing_searches_and_escape_clears(panel: InboxPanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.search, "moreau")
    qtbot.waitUntil(lambda: names(panel) == ["Lucas Moreau"])
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert len(names(panel)) == 10


def test_down_in_the_search_goes_to_the_list(panel: InboxPanel, qtbot: QtBot) -> None:
    panel.focus_search()
    qtbot.waitUntil(panel.search.hasFocus)
    QTest.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.view.hasFocus()


def test_nothing_found_says_so(panel: InboxPanel, qtbot: QtBot) -> None:
    panel.set_filter(InboxFilter(search="nobody"))
    state = panel.findChild(EmptyState)
    assert isinstance(state, EmptyState)
    assert state.isVisible()
    assert not panel.view.isVisible()
    panel.set_filter(InboxFilter())
    assert panel.view.isVisible()


def test_an_empty_inbox_shows_its_sections_and_says_so_once_it_is_known(
    window: QWidget, qtbot: QtBot
) -> None:
    panel = InboxPanel(ThemeService(), ClockService(lambda: NOW), window)
    panel.setGeometry(0, 0, 320, 800)
    window.show()
    assert not panel.view.visible_entries()  # nobody has told yet whether anybody waits
    panel.set_rows([])
    assert panel.findChild(EmptyState) is None
    spoken = [panel.view.spoken(placed.entry) for placed in panel.view.visible_entries()]
    assert spoken == [
        "Waiting for me, 0, Nobody is waiting.",
        "Active, 0, No open conversations.",
        "Quiet, 0, No conversation has gone quiet.",
        "Lapsed, 0, No window has lapsed.",
    ]


def test_an_inbox_of_everybody_without_sessions_keeps_its_sentence(panel: InboxPanel) -> None:
    panel.show_everybody(True)
    panel.set_rows([])
    assert not panel.view.isVisible()


def test_the_first_row_takes_the_place_of_the_sentence(panel: InboxPanel, qtbot: QtBot) -> None:
    panel.set_rows([])
    panel.view.setFocus()
    before = panel.view.grab().toImage()
    panel.update_rows(shop_inbox())
    after = panel.view.grab().toImage()
    panel.set_rows(shop_inbox())
    assert after == panel.view.grab().toImage()
    panel.update_rows([], list(panel.view.content.order.rows))
    assert panel.view.grab().toImage() == before


def test_the_channel_menu_offers_the_channels_in_the_list(panel: InboxPanel) -> None:
    menu = panel._channel_menu
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions()]
    assert words == ["All channels", "Messenger", "Web chat", "WhatsApp"]
    menu.actions()[1].trigger()
    assert names(panel) == ["Chinedu Eze"]
    assert panel._channel.text() == "Messenger"
    assert panel._channel.isChecked()


def test_the_filter_menu_chooses_scope_and_sort(panel: InboxPanel) -> None:
    actions = {action.text(): action for action in panel._filter_menu.actions()}
    actions["My sessions"].trigger()
    actions["Time left, least first"].trigger()
    assert panel.wanted() == InboxFilter(scope=Scope.MINE, sort=Sort.TIME_LEFT)
    assert len(names(panel)) == 9


def test_an_offer_stands_above_the_list_and_takes_no_focus(
    panel: InboxPanel, qtbot: QtBot
) -> None:
    panel.view.setFocus()
    panel.set_offers([shop_offer()])
    card = panel.offers.first()
    assert card is not None
    qtbot.waitUntil(lambda: card.height() > 150)
    assert card.mapTo(panel, card.rect().bottomLeft()).y() < panel.view.y()
    assert panel.view.hasFocus()
    assert "New conversation for you: Βασίλης" in card.accessibleName()


def test_accepting_tells_which_work(panel: InboxPanel, qtbot: QtBot) -> None:
    panel.set_offers([shop_offer("w7")])
    card = panel.offers.first()
    assert card is not None
    with qtbot.waitSignal(panel.offer_accepted) as accepted:
        card._accept.click()
    assert accepted.args == ["w7"]
    assert not card._accept.isEnabled()


def test_declining_tells_the_reason(panel: InboxPanel, qtbot: QtBot) -> None:
    panel.set_offers([shop_offer("w7")])
    card = panel.offers.first()
    assert card is not None
    with qtbot.waitSignal(panel.offer_declined) as declined:
        card._menu.actions()[0].trigger()
    assert declined.args == ["w7", "Busy with another customer"]


def test_an_offer_that_is_gone_leaves_no_gap(panel: InboxPanel) -> None:
    panel.set_offers([shop_offer()])
    panel.set_offers([])
    assert panel.offers.first() is None
    assert not panel.offers.isVisible()
    QApplication.sendPostedEvents()


def test_a_click_in_the_list_opens_the_session(panel: InboxPanel, qtbot: QtBot) -> None:
    panel.view.select("s-Lucas Moreau")
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == ["s-Lucas Moreau"]
