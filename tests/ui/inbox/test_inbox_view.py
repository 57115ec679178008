"""The list under keyboard, mouse, changes and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.desk.inbox_row import InboxRow
from console.domain.ids import SessionId
from console.domain.sessions import Section
from console.ui.inbox.filters import InboxFilter
from console.ui.inbox.geometry import Entry
from console.ui.inbox.view import InboxView
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from tests.ui.inbox.furniture_shop import NOW, given_row, given_waiting, shop_inbox

LUCAS = "s-Lucas Moreau"
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Shop:
    """A shown view with the shop's sessions and a clock moved by hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.time = NOW
        self.theme = ThemeService()
        self.clock = ClockService(lambda: self.time)
        self.view = InboxView(self.theme, self.clock)
        qtbot.addWidget(self.view)
        self.view.resize(320, 500)
        self.view.set_rows(shop_inbox())
        self.view.show()
        self.opened: list[str] = []
        self.walked: list[str] = []
        self.view.opened.connect(self.opened.append)
        self.view.selection_changed.connect(self.walked.append)

    def pass_time(self, **span: float) -> None:
        self.time += timedelta(**span)
        self.clock.advance()

    def middle_of(self, entry: Entry) -> QPoint:
        placed = self.view.content.geometry.place(entry)
        assert placed is not None
        return self.view.viewport_rect(placed).center()

    def row(self, session_id: str) -> Entry:
        place = self.view.content.order.place_of(session_id)
        assert place is not None
        return Entry(place[0], session_id)

    def names(self) -> list[str]:
        order = self.view.content.order
        return [order.rows[each].name for each in order.ids()]

    def move_pointer(self, entry: Entry) -> None:
        at = QPointF(self.middle_of(entry))
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            self.view.viewport().mapToGlobal(at),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.view.viewport(), event)


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Shop]:
    yield Shop(qtbot)
    ThemeService()


def press(shop: Shop, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(shop.view, key)


def test_arrows_walk_and_enter_opens(shop: Shop) -> None:
    press(shop, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert shop.walked == ["s-أمينة السيد", "s-João Figueiredo"]
    assert shop.opened == ["s-João Figueiredo"]
    assert shop.view.selected_id == "s-João Figueiredo"


def test_home_and_end_reach_both_ends(shop: Shop) -> None:
    press(shop, Qt.Key.Key_End)
    assert shop.view.current_id() == "s-Mary-Kate O’Donnell"
    bar = shop.view.verticalScrollBar()
    assert bar.value() >= bar.maximum() - 8
    press(shop, Qt.Key.Key_Home)
    assert shop.view.cursor_entry == Entry(Section.WAITING_FOR_ME)
    assert bar.value() == 0


def test_page_keys_move_by_what_is_in_sight(shop: Shop) -> None:
    press(shop, Qt.Key.Key_Home, Qt.Key.Key_PageDown)
    assert shop.view.cursor_entry == shop.row("s-Priya Raghunathan")
    press(shop, Qt.Key.Key_PageUp)
    assert shop.view.cursor_entry == Entry(Section.WAITING_FOR_ME)


def test_left_collapses_and_right_expands(shop: Shop) -> None:
    shop.view.select(LUCAS)
    press(shop, Qt.Key.Key_Left)
    assert shop.view.content.geometry.collapsed == {Section.ACTIVE}
    assert shop.view.cursor_entry == Entry(Section.ACTIVE)
    press(shop, Qt.Key.Key_Right)
    assert shop.view.content.geometry.collapsed == set()


def test_a_click_opens_what_it_was_pressed_on(shop: Shop) -> None:
    viewport, at = shop.view.viewport(), shop.middle_of(shop.row(LUCAS))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NO_KEYS, at)
    assert shop.opened == [LUCAS]
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NO_KEYS, at)
    other = shop.middle_of(shop.row("s-João Figueiredo"))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NO_KEYS, other)
    assert shop.opened == [LUCAS]


def test_a_click_on_a_header_collapses(shop: Shop) -> None:
    at = shop.middle_of(Entry(Section.WAITING_FOR_ME))
    QTest.mouseClick(shop.view.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, at)
    assert shop.view.content.geometry.collapsed == {Section.WAITING_FOR_ME}


def test_select_marks_without_opening(shop: Shop) -> None:
    shop.view.select(LUCAS)
    assert (shop.view.current_id(), shop.view.selected_id) == (LUCAS, LUCAS)
    assert shop.opened == []
    ground = shop.view.grab().toImage().pixelColor(14, shop.middle_of(shop.row(LUCAS)).y())
    selected = {
        shop.theme.theme.color(name).name() for name in ("bg.selected", "bg.selectedInactive")
    }
    assert ground.name() in selected


def test_rows_keep_their_places_while_the_pointer_moves(shop: Shop, qtbot: QtBot) -> None:
    before = shop.names()
    shop.move_pointer(shop.row(LUCAS))
    row = shop.view.content.order.rows["s-Chinedu Eze"]
    newer = replace(row, customer_waits=True, waiting_since=NOW, unread=1, preview="Hello?")
    shop.view.update_rows([newer, given_row("Nadia")], ["s-Priya Raghunathan"])
    assert shop.names() == before
    assert shop.view.content.order.rows["s-Chinedu Eze"].preview == "Hello?"
    qtbot.waitUntil(lambda: not shop.view.content.held.holding, timeout=3000)
    after = shop.names()
    assert after.index("Chinedu Eze") == 3
    assert "Nadia" in after
    assert "Priya Raghunathan" not in after


def test_without_the_pointer_rows_move_at_once(shop: Shop) -> None:
    row = shop.view.content.order.rows[LUCAS]
    shop.view.update_rows([replace(row, customer_waits=True, waiting_since=NOW)])
    assert shop.names().index("Lucas Moreau") == 3


def test_what_is_on_top_stays_there_when_rows_arrive_above(shop: Shop) -> None:
    bar = shop.view.verticalScrollBar()
    bar.setValue(200)
    first = shop.view.visible_entries()[1]
    top = shop.view.viewport_rect(first).top()
    arrivals = [given_waiting(f"New {n}", 60 + n, timedelta(hours=20)) for n in range(3)]
    shop.view.update_rows(arrivals)
    placed = shop.view.content.geometry.place(first.entry)
    assert placed is not None
    assert bar.value() == 200 + 3 * 68
    assert shop.view.viewport_rect(placed).top() == top


def test_a_filter_shows_less_and_tells_it(shop: Shop, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shop.view.counts_changed):
        shop.view.set_filter(InboxFilter(search="moreau"))
    assert shop.names() == ["Lucas Moreau"]
    assert shop.view.verticalScrollBar().maximum() == 0


class PaintWatch(InboxView):
    """Remembers what was painted."""

    def __init__(self, theme: ThemeService, clock: ClockService) -> None:
        self.painted = QRegion()
        super().__init__(theme, clock)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.painted = self.painted.united(event.region())
        super().paintEvent(event)


def test_a_tick_paints_only_the_pills_that_change(qtbot: QtBot) -> None:
    time: list[datetime] = [NOW]
    clock = ClockService(lambda: time[0])
    view = PaintWatch(ThemeService(), clock)
    qtbot.addWidget(view)
    view.resize(320, 260)
    view.set_rows(shop_inbox())
    view.show()
    qtbot.waitUntil(lambda: not view.painted.isEmpty())
    QApplication.sendPostedEvents()
    view.viewport().repaint()
    view.painted = QRegion()
    time[0] += timedelta(seconds=1)
    clock.advance()
    qtbot.waitUntil(lambda: not view.painted.isEmpty())
    area = view.painted.boundingRect()
    assert QRect(60, 68, 75, 26).contains(area)


def test_time_alone_moves_a_lapsed_row(shop: Shop) -> None:
    shop.pass_time(minutes=24, seconds=8)
    place = shop.view.content.order.place_of("s-أمينة السيد")
    assert place is not None
    assert place[0] is Section.LAPSED


def test_an_hidden_list_is_not_woken(shop: Shop) -> None:
    assert shop.clock.next_at() is not None
    shop.view.hide()
    assert shop.clock.next_at() is None


def test_another_density_lays_the_list_out_anew(shop: Shop) -> None:
    tall = shop.view.verticalScrollBar().maximum()
    shop.theme.set(density="compact")
    assert shop.view.verticalScrollBar().maximum() == max(tall - 10 * 20, 0)


def test_the_menu_is_asked_for_the_row_under_the_pointer(shop: Shop, qtbot: QtBot) -> None:
    at = shop.middle_of(shop.row(LUCAS))
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, shop.view.viewport().mapToGlobal(at)
    )
    with qtbot.waitSignal(shop.view.menu_requested) as asked:
        QApplication.sendEvent(shop.view.viewport(), event)
    assert asked.args is not None
    assert asked.args[0] == LUCAS


def test_the_cursor_survives_that_its_row_goes(shop: Shop) -> None:
    shop.view.select(LUCAS)
    shop.view.update_rows([], [LUCAS])
    press(shop, Qt.Key.Key_Down)
    assert shop.view.cursor_entry is not None
    assert shop.view.cursor_entry.session_id != LUCAS
    press(shop, Qt.Key.Key_Return)
    assert LUCAS not in shop.opened


def test_the_next_row_takes_the_cursor_but_not_an_enter_meant_for_another(
    shop: Shop,
) -> None:
    shop.view.select(LUCAS)
    shop.view.update_rows([], [LUCAS])
    press(shop, Qt.Key.Key_Return)
    assert shop.opened == []
    assert shop.view.current_id() == "s-Priya Raghunathan"
    press(shop, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert shop.opened == ["s-Zoë van der Berg"]


def test_the_cursor_follows_its_row_into_another_section(shop: Shop) -> None:
    shop.view.select(LUCAS)
    row = shop.view.content.order.rows[LUCAS]
    shop.view.update_rows([replace(row, customer_waits=True, waiting_since=NOW)])
    assert shop.view.cursor_entry == Entry(Section.WAITING_FOR_ME, LUCAS)


def test_selecting_what_is_not_listed_does_no_harm(shop: Shop) -> None:
    shop.view.select("s-Nobody")
    assert shop.view.selected_id == "s-Nobody"
    shop.view.select("")
    assert shop.view.selected_id == ""


def test_new_rows_replace_those_that_waited(shop: Shop, qtbot: QtBot) -> None:
    shop.move_pointer(shop.row(LUCAS))
    shop.view.update_rows([given_row("Nadia")], [LUCAS])
    shop.view.set_rows([given_row("Only")])
    qtbot.waitUntil(lambda: not shop.view.content.held.holding, timeout=3000)
    assert shop.names() == ["Only"]


def test_a_row_that_went_and_came_back_while_held_is_there(shop: Shop, qtbot: QtBot) -> None:
    shop.move_pointer(shop.row(LUCAS))
    row = shop.view.content.order.rows[LUCAS]
    shop.view.update_rows([], [LUCAS])
    shop.view.update_rows([row])
    qtbot.waitUntil(lambda: not shop.view.content.held.holding, timeout=3000)
    assert "Lucas Moreau" in shop.names()


def test_an_empty_list_takes_keys_and_clicks(shop: Shop) -> None:
    shop.view.set_rows([])
    press(shop, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Left)
    QTest.mouseClick(shop.view.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, QPoint(50, 50))
    assert shop.opened == []
    assert not shop.view.grab().isNull()


def test_layouts_of_rows_long_out_of_sight_are_forgotten_a_few_at_a_time(qtbot: QtBot) -> None:
    view = InboxView(ThemeService(), ClockService(lambda: NOW))
    qtbot.addWidget(view)
    view.resize(320, 500)
    rows = [
        replace(given_row(), session_id=SessionId(f"s{number}"), at=NOW)
        for number in range(700)
    ]
    view.set_rows(rows)
    view.show()
    order, bar = view.content.order, view.verticalScrollBar()
    known: list[int] = []
    for value in range(0, bar.maximum(), 400):
        bar.setValue(value)
        view.viewport().grab()
        known.append(sum(view._painter.knows(view_entry(view, row)) for row in rows))
    assert max(known) < 540
    assert all(after > 480 for before, after in pairwise(known) if before > 500)
    in_sight = [each.entry for each in view.visible_entries() if not each.entry.is_header]
    assert all(view._painter.knows(entry) for entry in in_sight)
    assert len(order) == 700


def view_entry(view: InboxView, row: InboxRow) -> Entry:
    place = view.content.order.place_of(row.session_id)
    assert place is not None
    return Entry(place[0], row.session_id)
