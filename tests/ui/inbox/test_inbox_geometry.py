"""Where headers and rows stand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.domain.sessions import Section
from console.ui.inbox.filters import InboxFilter
from console.ui.inbox.geometry import BOTTOM_PX, SENTENCE_PX, Entry, ListGeometry
from console.ui.inbox.order import InboxOrder
from tests.ui.inbox.furniture_shop import NOW, given_row, shop_inbox

ROW, HEAD = 68, 28
LUCAS = Entry(Section.ACTIVE, "s-Lucas Moreau")


@pytest.fixture
def order() -> InboxOrder:
    order = InboxOrder(NOW)
    order.set_rows(shop_inbox(), NOW)
    return order


@pytest.fixture
def places(order: InboxOrder) -> ListGeometry:
    return ListGeometry(order, ROW, HEAD)


def test_the_height_counts_headers_and_rows(places: ListGeometry) -> None:
    assert places.height() == 4 * HEAD + 10 * ROW + BOTTOM_PX


def test_a_row_is_found_by_arithmetic(places: ListGeometry) -> None:
    placed = places.place(LUCAS)
    assert placed is not None
    assert placed.top_px == HEAD + 3 * ROW + HEAD
    assert places.at(placed.top_px) == placed
    assert places.at(placed.top_px + ROW - 1) == placed


def test_every_height_belongs_to_exactly_one_entry(places: ListGeometry) -> None:
    bottom = 0
    for placed in places.between(0, places.height()):
        assert placed.top_px == bottom
        assert places.at(placed.top_px) == placed
        bottom += placed.height_px
    assert bottom == places.height() - BOTTOM_PX
    assert places.at(bottom) is None


def test_only_what_is_between_two_heights_is_named(places: ListGeometry) -> None:
    seen = [placed.entry for placed in places.between(HEAD + ROW, HEAD + 2 * ROW)]
    assert len(seen) == 1


def test_a_collapsed_section_shows_its_header_only(places: ListGeometry) -> None:
    places.collapsed.add(Section.WAITING_FOR_ME)
    assert places.height() == 4 * HEAD + 7 * ROW + BOTTOM_PX
    assert places.place(Entry(Section.WAITING_FOR_ME, "s-João Figueiredo")) is None
    placed = places.place(LUCAS)
    assert placed is not None
    assert placed.top_px == 2 * HEAD


def test_in_a_narrowed_list_an_empty_section_has_no_header(
    order: InboxOrder, places: ListGeometry
) -> None:
    order.set_filter(InboxFilter(search="moreau"), NOW)
    assert places.sections() == [Section.ACTIVE]
    assert places.place(Entry(Section.QUIET)) is None


def test_the_whole_inbox_shows_empty_sections_with_room_for_a_sentence(
    order: InboxOrder, places: ListGeometry
) -> None:
    order.set_rows([], NOW)
    assert places.sections() == list(Section)
    heights = [placed.height_px for placed in places.between(0, places.height())]
    assert heights == [HEAD + SENTENCE_PX, HEAD + SENTENCE_PX, HEAD, HEAD]
    assert places.height() == sum(heights) + BOTTOM_PX


def test_an_empty_section_at_the_end_is_folded_until_the_rep_opens_it(
    order: InboxOrder, places: ListGeometry
) -> None:
    order.set_rows([], NOW)
    assert places.all_collapsed() == {Section.QUIET, Section.LAPSED}
    places.toggle(Section.QUIET)
    assert places.all_collapsed() == {Section.LAPSED}
    order.set_rows(shop_inbox(), NOW)
    assert not places.all_collapsed()
    places.toggle(Section.QUIET)
    assert places.all_collapsed() == {Section.QUIET}


def test_steps_walk_headers_and_rows_and_stop_at_the_ends(places: ListGeometry) -> None:
    walked, entry = [], places.step(None, 1)
    for _ in range(20):
        walked.append(entry)
        entry = places.step(entry, 1)
    everything = [placed.entry for placed in places.between(0, places.height())]
    assert walked[:14] == everything
    assert entry == everything[-1]
    assert places.step(everything[3], -99) == everything[0]
    assert places.step(None, -1) == everything[-1]


def test_a_cursor_in_a_collapsed_section_stands_on_its_header(places: ListGeometry) -> None:
    places.collapsed.add(Section.ACTIVE)
    assert places.step(LUCAS, 1) == Entry(Section.QUIET)


def test_an_empty_list_has_no_steps(order: InboxOrder, places: ListGeometry) -> None:
    order.set_filter(InboxFilter(search="nobody"), NOW)
    assert places.step(None, 1) is None
    assert places.at(0) is None
    assert places.height() == BOTTOM_PX


def test_a_hundred_thousand_rows_cost_no_more_than_what_is_in_sight() -> None:
    order = InboxOrder(NOW)
    rows = (given_row(f"Row {n}", at=NOW - timedelta(seconds=n)) for n in range(2000))
    order.set_rows(rows, NOW)
    places = ListGeometry(order, ROW, HEAD)
    middle = places.height() // 2
    assert len(list(places.between(middle, middle + 680))) == 11
