"""Following the hub through drops, gaps, silence and other journals."""

import json
from dataclasses import replace
from datetime import timedelta

from console.desk.changes import InboxChanged, LinkChanged, OffersChanged
from console.desk.desk import Desk
from console.desk.rows import Link, LinkState
from console.domain.ids import DeskId, Fence, SessionId, WorkId
from console.domain.policy import ComposerMode
from console.domain.sessions import SessionStatus
from console.wire.events import Offered, OfferOver, RepChanged, SessionGone
from tests.desk.conftest import Place
from tests.desk.small_hub import SmallHub
from tests.desk.views import ME, START, offer, rep, session
from tests.fakes import until

SOFA, LAMP = SessionId("sofa"), SessionId("lamp")


async def test_what_happens_at_the_hub_is_seen_at_the_desk(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    place.notices.clear()
    hub.put(replace(hub.sessions[SOFA], unread=7, last_preview="Hello?"))
    await until(lambda: desk.inbox()[0].unread == 7)
    row = desk.inbox()[0]
    assert (row.owner, row.mine, row.here, row.preview) == ("You", True, True, "Hello?")
    await until(lambda: InboxChanged(frozenset({SOFA})) in place.notices)


async def test_a_session_of_a_colleague_is_in_all_and_not_in_mine(
    desk: Desk, hub: SmallHub
) -> None:
    hub.put(session("lamp", owner_id="bo", owner_name="Bo"))
    await until(lambda: desk.row(LAMP))
    assert [row.session_id for row in desk.inbox()] == [SOFA]
    assert {row.owner for row in desk.all_sessions()} == {"You", "Bo"}
    assert desk.composer(LAMP).reason == "Read-only: Bo is handling this session."


async def test_a_session_that_is_none_of_ours_any_more_is_gone(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.tell(SessionGone(session_id=SOFA))
    await until(lambda: desk.row(SOFA) is None)
    assert desk.inbox() == []
    await until(lambda: InboxChanged(frozenset(), frozenset({SOFA})) in place.notices)


async def test_offers_come_and_go(desk: Desk, hub: SmallHub, place: Place) -> None:
    hub.put(session("lamp", status=SessionStatus.WAITING))
    hub.tell(Offered(offer=offer("work", "lamp")))
    await until(desk.offers)
    assert {row.session_id for row in desk.inbox()} == {SOFA, LAMP}
    hub.tell(OfferOver(work_id=WorkId("work"), outcome="declined"))
    await until(lambda: not desk.offers())
    await until(lambda: OffersChanged() in place.notices)
    assert [row.session_id for row in desk.inbox()] == [SOFA]


async def test_an_accepted_offer_is_known_when_accept_returns(
    desk: Desk, hub: SmallHub
) -> None:
    hub.sessions[LAMP] = session("lamp", status=SessionStatus.WAITING)
    hub.offers["work"] = offer("work", "lamp")
    assert await desk.accept(WorkId("work")) == LAMP
    row = desk.row(LAMP)
    assert row is not None
    assert row.here


async def test_my_own_presence_follows_the_hub(desk: Desk, hub: SmallHub) -> None:
    hub.tell(RepChanged(rep=replace(rep(ME, "Ana"), loaded=4)))
    await until(lambda: desk.me is not None and desk.me.loaded == 4)


async def test_f13_after_a_drop_nothing_is_missing_and_nothing_is_read_anew(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    snapshots = hub.asked.count("/v1/snapshot")
    hub.drop_streams()
    hub.put(session("lamp"))
    await until(lambda: desk.link.state is LinkState.OFFLINE)
    assert desk.link.as_of == START
    assert desk.link.retry_at is not None
    await place.eventually(lambda: desk.link.state is LinkState.CONNECTED)
    await until(lambda: desk.row(LAMP))
    assert hub.asked.count("/v1/snapshot") == snapshots
    assert LinkChanged() in place.notices


async def test_f14_a_gap_is_noticed_and_closed_by_a_snapshot(desk: Desk, hub: SmallHub) -> None:
    hub.sessions[LAMP] = session("lamp")
    hub.tell(SessionGone(session_id=SessionId("nothing")), unheard=True)
    snapshots = hub.asked.count("/v1/snapshot")
    hub.put(replace(hub.sessions[SOFA], unread=3))
    await until(lambda: desk.row(LAMP))
    assert desk.inbox()[0].unread == 3
    assert hub.asked.count("/v1/snapshot") == snapshots + 1


async def test_f28_a_hub_restored_from_a_backup_is_read_anew(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    del hub.sessions[SOFA]
    hub.sessions[LAMP] = session("lamp")
    hub.restored_from_backup()
    await place.eventually(lambda: desk.row(LAMP))
    assert desk.row(SOFA) is None


async def test_f27_events_that_only_newer_desks_know_are_passed_over(
    desk: Desk, hub: SmallHub
) -> None:
    snapshots = hub.asked.count("/v1/snapshot")
    hub.tell(SessionGone(session_id=SessionId("nothing")), unheard=True)
    at, place = hub.clock.now().isoformat(), hub.head
    event = {"seq": place, "prev": place - 1, "at": at, "data": {"kind": "hologram"}}
    frame = f"id: {place}\nevent: event\ndata: {json.dumps(event)}\n\n"
    hub.streams[0].put_nowait(b"event: fanfare\ndata: {}\n\n" + frame.encode())
    hub.put(session("lamp"))
    await until(lambda: desk.row(LAMP))
    assert hub.asked.count("/v1/snapshot") == snapshots


async def test_a_place_that_the_hub_has_forgotten_is_read_anew(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.drop_streams()
    hub.forgotten, hub.journal = hub.head + 50, []
    hub.sessions[LAMP] = session("lamp")
    await place.eventually(lambda: desk.row(LAMP))


async def test_f13_a_silent_connection_is_dead_after_40_seconds(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    silent, sync = hub.streams[0], desk._seated().sync
    for _ in range(3):  # heard now and then, it lives
        await place.clock.advance(seconds=15)
        hub.beat()
        await until(lambda: sync.place and sync.place.heard_at == place.clock.now())
    assert hub.asked.count("/v1/feed") == 1
    links: list[Link] = []
    desk.changes.subscribe(lambda notice: links.append(desk.link))
    await place.clock.advance(seconds=39)
    assert links == []
    await place.clock.advance(seconds=7)
    await until(lambda: links)
    assert "silent" in links[0].trouble
    await place.eventually(lambda: desk.link.state is LinkState.CONNECTED)
    silent.put_nowait(None)


async def test_f24_after_sleep_the_line_is_made_anew_within_three_seconds(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    silent = hub.streams[0]
    await place.clock.advance(seconds=9)  # so long alone is no sleep
    await place.clock.nap(seconds=9)
    await place.clock.advance(seconds=3)
    assert hub.asked.count("/v1/feed") == 1
    await place.clock.nap(seconds=12)
    await place.clock.advance(seconds=2)
    await until(lambda: "asleep" in desk.link.trouble)
    await place.clock.advance(seconds=1)
    await until(lambda: desk.link.state is LinkState.CONNECTED)
    hub.put(session("lamp"))
    await until(lambda: desk.row(LAMP))
    silent.put_nowait(None)


async def test_f24_after_sleep_a_desk_without_a_line_tries_at_once(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.down = True
    hub.drop_streams()
    for _ in range(8):  # until the pauses are long
        await until(lambda: desk.link.retry_at is not None and desk.link.retry_at > desk.now())
        assert desk.link.retry_at is not None
        await place.clock.advance_to(desk.link.retry_at)
    await until(lambda: desk.link.retry_at is not None and desk.link.retry_at > desk.now())
    hub.down = False
    await place.clock.nap(days=3)
    await place.clock.advance(seconds=2)
    await until(lambda: desk.link.state is LinkState.CONNECTED)


async def test_pauses_between_tries_grow_to_15_seconds(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.down = True
    hub.drop_streams()
    await place.clock.advance(seconds=1)
    pauses = []
    for _ in range(8):
        await until(lambda: desk.link.retry_at is not None and desk.link.retry_at > desk.now())
        assert desk.link.retry_at is not None
        pauses.append((desk.link.retry_at - desk.now()).total_seconds())
        await place.clock.advance_to(desk.link.retry_at)
        await until(lambda: desk.link.retry_at is None or desk.link.retry_at > desk.now())
    assert max(pauses) <= 15
    assert min(pauses[-2:]) >= 7.5
    assert "looked after" in desk.link.trouble


async def test_the_composer_follows_the_hubs_clock_and_the_owner(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    soon = START + timedelta(minutes=1)
    hub.put(replace(hub.sessions[SOFA], window_expires_at=soon))
    await until(lambda: desk.inbox()[0].expires_at == soon)
    await place.clock.advance(seconds=59)
    assert desk.composer(SOFA).mode is ComposerMode.FREE_FORM
    await place.clock.advance(seconds=1)
    assert desk.composer(SOFA).mode is ComposerMode.TEMPLATE_ONLY
    hub.put(replace(hub.sessions[SOFA], owner_desk_id=DeskId("other"), fence=Fence(2)))
    await place.eventually(lambda: desk.composer(SOFA).mode is ComposerMode.BLOCKED)
    assert desk.composer(SOFA).reason == "You have this session open at D1."
