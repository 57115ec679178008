"""Pop-ups: who waits is shown while the console isn't in front, and nothing they wrote."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from console.desk.changes import InboxChanged, LinkChanged, OffersChanged
from console.desk.rows import Link, LinkState
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import SessionId
from console.domain.people import Wanted
from tests.ui.alerts.corner import Corner
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.inbox.furniture_shop import shop_offer

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")
LUCAS = SessionId("s-Lucas Moreau")


def away(in_window: InWindow, work: Callable[[Screens, Corner], Awaitable[None]]) -> None:
    """Run `work` while the rep looks at another program."""

    async def whole(screens: Screens) -> None:
        corner = Corner()
        screens.connections.alerts.pop_ups = corner
        screens.connections.alerts.in_front = lambda: False
        await work(screens, corner)

    in_window(whole)


async def offered(screens: Screens) -> None:
    screens.desk.offered = [shop_offer()]
    screens.desk.changes.tell(OffersChanged())
    await turns()


async def written(screens: Screens, unread: int, session_id: SessionId = LUCAS) -> None:
    row = screens.desk.rows[session_id]
    screens.desk.rows[session_id] = replace(
        row, unread=unread, at=screens.desk.moment, direction=Direction.INBOUND
    )
    screens.desk.changes.tell(InboxChanged(frozenset({session_id})))
    await turns()


def test_an_offer_pops_up_with_customer_queue_and_both_answers(in_window: InWindow) -> None:
    async def work(screens: Screens, corner: Corner) -> None:
        await offered(screens)
        (pop_up,) = corner.shown.values()
        assert pop_up.title == "New conversation for you"
        one = screens.desk.offered[0]
        assert pop_up.text == f"\u2068{one.customer_name}\u2069 · \u2068{one.queue_name}\u2069"
        assert one.preview not in pop_up.title + pop_up.text
        assert [choice for choice, _words in pop_up.choices] == ["accept", "decline"]
        assert pop_up.rings
        await offered(screens)
        assert corner.count == 1
        screens.desk.offered = []
        screens.desk.changes.tell(OffersChanged())
        await turns()
        assert not corner.shown

    away(in_window, work)


def test_accept_and_decline_are_done_and_a_click_only_raises(in_window: InWindow) -> None:
    async def work(screens: Screens, corner: Corner) -> None:
        for choice in ("", "accept", "decline"):
            screens.window.showMinimized()
            screens.desk.asked = []
            await offered(screens)
            work_id = screens.desk.offered[0].work_id
            corner.click(choice)
            await turns()
            asked = [asked for asked in screens.desk.asked if asked[0] in ("accept", "decline")]
            assert [name for name, *_ in asked] == ([choice] if choice else [])
            assert all(what[1] == work_id for what in asked)
            assert screens.window.isMinimized() == (choice == "decline")
            screens.desk.offered = []
            screens.desk.changes.tell(OffersChanged())
            await turns()

    away(in_window, work)


def test_an_answer_to_an_offer_that_is_gone_does_nothing(in_window: InWindow) -> None:
    async def work(screens: Screens, corner: Corner) -> None:
        await offered(screens)
        screens.desk.offered = []
        corner.click("accept")
        await turns()
        assert "accept" not in [asked[0] for asked in screens.desk.asked]

    away(in_window, work)


def test_messages_of_a_session_replace_each_other_and_go_when_read(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens, corner: Corner) -> None:
        await written(screens, 1)
        await written(screens, 2)
        (pop_up,) = corner.shown.values()
        assert pop_up.title == "2 new messages"
        assert "Lucas Moreau" in pop_up.text
        assert screens.desk.rows[LUCAS].preview not in pop_up.title + pop_up.text
        assert not pop_up.rings
        await written(screens, 0)
        assert not corner.shown
        await written(screens, 1)
        corner.click()
        assert screens.window.tabs.current_id() == LUCAS

    away(in_window, work)


async def stands(screens: Screens, state: Delivery) -> None:
    """My last message to Lucas stands there."""
    screens.desk.rows[LUCAS] = replace(
        screens.desk.rows[LUCAS],
        state=state,
        at=screens.desk.moment,
        direction=Direction.OUTBOUND,
        unread=0,
    )
    screens.desk.changes.tell(InboxChanged(frozenset({LUCAS})))
    await turns()


def test_what_fails_after_it_was_sent_calls_again_and_leads_to_its_session(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens, corner: Corner) -> None:
        await stands(screens, Delivery.SENT)
        assert not corner.shown
        await stands(screens, Delivery.FAILED)
        await stands(screens, Delivery.FAILED)
        (pop_up,) = corner.shown.values()
        assert corner.count == 1
        assert pop_up.title == "Your message was not delivered"
        assert "Lucas Moreau" in pop_up.text
        assert screens.desk.rows[LUCAS].preview not in pop_up.title + pop_up.text
        await stands(screens, Delivery.ACCEPTED_BY_HUB)
        assert not corner.shown
        await stands(screens, Delivery.DEAD)
        corner.click()
        assert screens.window.tabs.current_id() == LUCAS
        # a colleague's failure is theirs
        screens.desk.rows[LUCAS] = replace(screens.desk.rows[LUCAS], mine=False)
        await stands(screens, Delivery.EXPIRED)
        assert not corner.shown

    away(in_window, work)


def test_what_is_no_news_pops_up_nothing(in_window: InWindow) -> None:
    async def work(screens: Screens, corner: Corner) -> None:
        alerts, desk = screens.connections.alerts, screens.desk
        alerts.in_front = lambda: True
        await offered(screens)
        await written(screens, 1)
        alerts.in_front = lambda: False
        assert desk.me is not None
        desk.me = replace(desk.me, wanted=Wanted.BUSY)
        await written(screens, 2)
        desk.me = replace(desk.me, wanted=Wanted.ONLINE)
        desk.rows[LUCAS] = replace(
            desk.rows[LUCAS], unread=3, at=desk.moment - timedelta(hours=25)
        )
        desk.changes.tell(InboxChanged(frozenset(), whole=True))
        await turns()
        assert corner.count == 0

    away(in_window, work)


def test_once_in_front_or_signed_out_nothing_is_left_on_the_desktop(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens, corner: Corner) -> None:
        await offered(screens)
        await written(screens, 1)
        assert len(corner.shown) == 2
        screens.connections.alerts.in_front = lambda: True
        screens.connections.alerts._on_looked()
        await turns()
        assert [key.partition(":")[0] for key in corner.shown] == ["session"]
        screens.desk.link = Link(state=LinkState.SIGNED_OUT)
        screens.desk.changes.tell(LinkChanged())
        await turns()
        assert not corner.shown

    away(in_window, work)


def test_without_a_service_the_window_asks_for_attention_and_nothing_breaks(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens, _corner: Corner) -> None:
        screens.connections.alerts.pop_ups = None
        await offered(screens)
        await written(screens, 1)
        screens.desk.offered = []
        screens.desk.changes.tell(OffersChanged())
        await turns()

    away(in_window, work)
