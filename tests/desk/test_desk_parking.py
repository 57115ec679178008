"""Parked drafts go out when the customer replies, with no window on the desk."""

from datetime import timedelta

from console.desk.changes import ParkedWaits, Refusal
from console.desk.desk import Desk
from console.desk.rows import Draft
from console.domain.ids import SessionId
from tests.desk.conftest import Place
from tests.desk.small_hub import SmallHub
from tests.desk.views import session
from tests.fakes import until

SOFA = SessionId("sofa")
PARKED = Draft(text=" Saturday? ", send_when_they_reply=True)


async def lapse(hub: SmallHub, desk: Desk) -> None:
    lapsed_at = hub.clock.now() - timedelta(minutes=1)
    hub.put(session("sofa", **hub.here(), window_expires_at=lapsed_at))
    await until(lambda: desk.session(SOFA) == hub.sessions[SOFA])


def reply(hub: SmallHub) -> None:
    open_until = hub.clock.now() + timedelta(days=1)
    hub.put(session("sofa", **hub.here(), window_expires_at=open_until))


async def test_a_fresh_one_is_sent_once(desk: Desk, hub: SmallHub) -> None:
    await lapse(hub, desk)
    desk.save_draft(SOFA, PARKED)
    assert desk.waiting_to_send() == 0
    reply(hub)
    await until(lambda: hub.posted)
    reply(hub)
    await until(lambda: desk.session(SOFA) == hub.sessions[SOFA])
    assert len(hub.posted) == 1
    assert desk.draft(SOFA) == Draft()


async def test_the_rep_is_asked_about_an_old_one(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    await lapse(hub, desk)
    desk.save_draft(SOFA, PARKED)
    await place.clock.advance(hours=2)
    reply(hub)
    await until(lambda: ParkedWaits(SOFA) in place.notices)
    assert not hub.posted
    desk.send_parked(SOFA)
    await until(lambda: hub.posted)


async def test_one_that_cannot_go_is_kept_and_parked_no_longer(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    await lapse(hub, desk)
    gone = Draft(text="The plan", files=("/nowhere/plan.pdf",), send_when_they_reply=True)
    desk.save_draft(SOFA, gone)
    reply(hub)
    await until(lambda: any(isinstance(notice, Refusal) for notice in place.notices))
    kept = desk.draft(SOFA)
    assert (kept.text, kept.files, kept.send_when_they_reply) == (gone.text, gone.files, False)
