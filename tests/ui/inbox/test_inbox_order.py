"""Which sessions are listed, in which section and order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.sessions import Section, SessionStatus
from console.ui.inbox.filters import Chip, Counts, Grouping, InboxFilter, Scope, Sort
from console.ui.inbox.order import InboxOrder
from tests.ui.inbox.furniture_shop import NOW, given_row, given_waiting, shop_inbox

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def shop() -> InboxOrder:
    order = InboxOrder(NOW)
    order.set_rows(shop_inbox(), NOW)
    return order


def names(order: InboxOrder, section: Section) -> list[str]:
    return [order.rows[key[2]].name for key in order.section(section)]


def test_waiting_lists_under_an_hour_first_and_then_the_oldest(shop: InboxOrder) -> None:
    assert names(shop, Section.WAITING_FOR_ME) == [
        "أمينة السيد",
        "João Figueiredo",
        "田中 美咲",
    ]


def test_active_lists_the_latest_first(shop: InboxOrder) -> None:
    assert names(shop, Section.ACTIVE) == [
        "Lucas Moreau",
        "Priya Raghunathan",
        "Zoë van der Berg",
        "Chinedu Eze",
    ]


def test_quiet_and_lapsed_have_their_own_sections(shop: InboxOrder) -> None:
    assert names(shop, Section.QUIET) == ["Siân Llewellyn"]
    assert names(shop, Section.LAPSED) == ["Łukasz Wiśniewski", "Mary-Kate O’Donnell"]


def test_the_chips_count_what_they_would_show(shop: InboxOrder) -> None:
    assert shop.counts() == Counts(all=10, unread=3, lapsing=2, mine=9)
    shop.set_filter(InboxFilter(chip=Chip.UNREAD), NOW)
    assert len(shop) == 3
    shop.set_filter(InboxFilter(chip=Chip.LAPSING), NOW)
    assert {shop.rows[each].name for each in shop.ids()} == {"أمينة السيد", "Lucas Moreau"}
    assert shop.counts() == Counts(all=10, unread=3, lapsing=2, mine=9)


def test_the_longest_wait_is_known_wherever_the_row_stands(shop: InboxOrder) -> None:
    assert shop.oldest_wait() == NOW - 12 * MINUTE
    shop.remove("s-João Figueiredo")
    assert shop.oldest_wait() == NOW - 5 * MINUTE


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("lucas", 1),
        ("MOREAU tuesday", 1),
        ("moreau saturday", 0),
        ("brae", 1),
        ("ソファ", 1),
        ("product advice", 3),
        ("33 6 12", 10),
        ("  ", 10),
    ],
)
def test_a_search_finds_all_its_words_in_name_number_preview_or_queue(
    shop: InboxOrder, search: str, found: int
) -> None:
    shop.set_filter(InboxFilter(search=search), NOW)
    assert len(shop) == found


def test_a_channel_narrows_list_and_figures(shop: InboxOrder) -> None:
    shop.set_filter(InboxFilter(channel="messenger"), NOW)
    assert [shop.rows[each].name for each in shop.ids()] == ["Chinedu Eze"]
    assert shop.counts() == Counts(all=1, unread=0, lapsing=0, mine=1)


def test_scope_keeps_mine_or_those_waiting_in_queues(shop: InboxOrder) -> None:
    queued = given_waiting(
        "Ana", 2, 20 * HOUR, status=SessionStatus.WAITING, mine=False, owner="Unassigned"
    )
    shop.put(queued, NOW)
    shop.set_filter(InboxFilter(scope=Scope.MINE), NOW)
    assert len(shop) == 9
    shop.set_filter(InboxFilter(scope=Scope.QUEUED), NOW)
    assert [shop.rows[each].name for each in shop.ids()] == ["Ana"]


def test_time_left_sorts_within_sections_and_puts_no_window_last(shop: InboxOrder) -> None:
    shop.set_filter(InboxFilter(sort=Sort.TIME_LEFT), NOW)
    assert names(shop, Section.ACTIVE) == [
        "Lucas Moreau",
        "Chinedu Eze",
        "Priya Raghunathan",
        "Zoë van der Berg",
    ]


def test_a_customer_message_moves_a_row_to_waiting(shop: InboxOrder) -> None:
    row = replace(shop.rows["s-Lucas Moreau"], customer_waits=True, waiting_since=NOW, unread=1)
    assert shop.put(row, NOW)
    assert shop.place_of(row.session_id) == (Section.WAITING_FOR_ME, 3)
    assert shop.counts().unread == 4


def test_a_new_tick_moves_nothing(shop: InboxOrder) -> None:
    row = replace(shop.rows["s-Lucas Moreau"], preview="…")
    assert not shop.put(row, NOW)
    assert shop.rows[row.session_id].preview == "…"


def test_time_alone_moves_a_row_to_lapsed(shop: InboxOrder) -> None:
    lapse = NOW + timedelta(minutes=24, seconds=7)
    assert "s-أمينة السيد" not in shop.advance(lapse - timedelta(seconds=1))
    assert "s-أمينة السيد" in shop.advance(lapse + timedelta(seconds=1))
    shop.put(shop.rows["s-أمينة السيد"], lapse + timedelta(seconds=1))
    place = shop.place_of("s-أمينة السيد")
    assert place is not None
    assert place[0] is Section.LAPSED
    assert shop.oldest_wait() == NOW - 12 * MINUTE


def test_time_alone_moves_a_waiting_row_under_an_hour_up() -> None:
    order = InboxOrder(NOW)
    order.set_rows(
        [given_waiting("Old", 90, 20 * HOUR), given_waiting("Pressing", 5, 61 * MINUTE)], NOW
    )
    later = NOW + 2 * MINUTE
    assert names(order, Section.WAITING_FOR_ME) == ["Old", "Pressing"]
    assert order.next_change() == NOW + MINUTE + timedelta(microseconds=1)
    for session_id in order.advance(later):
        order.put(order.rows[session_id], later)
    assert names(order, Section.WAITING_FOR_ME) == ["Pressing", "Old"]


def test_a_row_without_a_window_never_lapses() -> None:
    order = InboxOrder(NOW)
    order.set_rows([given_row(has_window=False, expires_at=None)], NOW)
    assert order.next_change() is None
    assert order.advance(NOW + timedelta(days=9)) == []


def test_a_removed_row_leaves_nothing_behind(shop: InboxOrder) -> None:
    for session_id in list(shop.rows):
        assert shop.remove(session_id)
    assert len(shop) == 0
    assert shop.counts() == Counts(0, 0, 0)
    assert shop.oldest_wait() is None
    assert shop.advance(NOW + timedelta(days=2)) == []
    assert not shop.remove("s-Lucas Moreau")


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.booleans(),
        st.integers(-60, 26 * 60),
        st.integers(0, 2),
        st.sampled_from([SessionStatus.ACTIVE, SessionStatus.INACTIVE]),
        st.integers(0, 5),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.sampled_from(list(Chip)), st.sampled_from(list(Sort)))
def test_changes_one_by_one_end_where_all_at_once_would(
    changes: list[tuple[int, bool, int, int, SessionStatus, int]], chip: Chip, sort: Sort
) -> None:
    wanted = InboxFilter(chip=chip, sort=sort)
    order = InboxOrder(NOW)
    order.set_filter(wanted, NOW)
    now = NOW
    for number, waits, left_min, unread, status, passed in changes:
        now += passed * MINUTE
        for due in order.advance(now):
            order.put(order.rows[due], now)
        row = given_row(
            f"Row {number}",
            customer_waits=waits,
            waiting_since=now if waits else None,
            expires_at=now + left_min * MINUTE,
            quiet_at=now + HOUR,
            unread=unread,
            status=status,
            at=now,
        )
        if number == 0 and waits:
            order.remove(row.session_id)
        else:
            order.put(row, now)
    fresh = InboxOrder(now)
    fresh.set_filter(wanted, now)
    fresh.set_rows(order.rows.values(), now)
    assert list(order.ids()) == list(fresh.ids())
    assert order.counts() == fresh.counts()
    assert order.oldest_wait() == fresh.oldest_wait()


def test_for_a_supervisor_the_list_is_grouped_by_queue(shop: InboxOrder) -> None:
    shop.set_filter(InboxFilter(grouping=Grouping.QUEUES), NOW)
    assert shop.groups() == [
        "Delivery & returns",
        "Payments",
        "Product advice",
        "Repairs & warranty",
    ]
    listed = [shop.rows[key[2]].name for key in shop.section("Delivery & returns")]
    assert listed[0] == "João Figueiredo"  # waits
    assert listed[-1] == "Siân Llewellyn"  # quiet
    assert (shop.lapsing("Delivery & returns"), shop.lapsing("Payments")) == (1, 0)


def test_a_session_that_changes_queue_moves_to_its_heading(shop: InboxOrder) -> None:
    shop.set_filter(InboxFilter(grouping=Grouping.QUEUES), NOW)
    moved = replace(shop.rows["s-Chinedu Eze"], queue="")
    assert shop.put(moved, NOW)
    assert "Payments" not in shop.groups()
    assert shop.place_of("s-Chinedu Eze") == ("In no queue", 0)
