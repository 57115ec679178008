"""Drafts: kept through kills, handed over with a session."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from console.desk.changes import DraftChanged, InboxChanged
from console.desk.desk import Desk
from console.desk.rows import Draft
from console.domain.errors import RuleBroken
from console.domain.ids import Fence, QueueId, SessionId
from console.domain.messages import NoteText, Text
from console.domain.policy import ComposerMode
from tests.desk.conftest import Place
from tests.desk.small_hub import SmallHub
from tests.fakes import until

SOFA = SessionId("sofa")


async def test_a_draft_survives_a_kill_300_ms_after_the_last_key(
    desk: Desk, place: Place, tmp_path: Path
) -> None:
    desk.save_draft(SOFA, Draft(text="Dear Luc", files=("a.pdf",)))
    await until(lambda: place.clock.sleeping() > 0)
    await place.clock.advance(seconds=0.3)
    store = desk._seated().store
    await until(store.drafts)
    killed = place.after_a_kill(tmp_path / "killed").desk()
    assert await killed.resume()
    assert (killed.draft(SOFA).text, killed.draft(SOFA).files) == ("Dear Luc", ("a.pdf",))
    await killed.close()


async def test_the_text_of_a_refused_press_survives_a_kill_at_once(
    desk: Desk, hub: SmallHub, place: Place, tmp_path: Path
) -> None:
    hub.elsewhere(SOFA, "Bo")
    await place.eventually(lambda: desk.composer(SOFA).mode is ComposerMode.BLOCKED)
    desk.save_draft(SOFA, Draft(text="Dear Lucas"))
    with pytest.raises(RuleBroken):
        desk.send(SOFA, Text(text="Dear Lucas"))
    killed = place.after_a_kill(tmp_path / "killed").desk()
    assert await killed.resume()
    assert killed.draft(SOFA).text == "Dear Lucas"
    await killed.close()


async def test_a_draft_is_written_when_the_desk_closes(place: Place, url: str) -> None:
    desk = place.desk()
    await desk.sign_in(url, "ana", "secret", stay=True)
    desk.save_draft(SOFA, Draft(text="last words"))
    await desk.close()
    again = place.desk()
    await again.resume()
    assert again.draft(SOFA).text == "last words"
    await again.close()


async def test_a_row_says_whether_a_draft_waits(desk: Desk, place: Place) -> None:
    place.notices.clear()
    desk.save_draft(SOFA, Draft(text="a"))
    assert desk.inbox()[0].has_draft
    desk.save_draft(SOFA, Draft(text="ab"))
    assert place.notices == [InboxChanged(frozenset({SOFA}))]
    desk.save_draft(SOFA, Draft())
    assert not desk.inbox()[0].has_draft


async def test_a_draft_that_came_with_the_session_is_in_the_composer_once(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    passed = replace(
        hub.sessions[SOFA], fence=Fence(2), passed_draft="I have asked", passed_by="Bo"
    )
    hub.put(passed)
    await until(lambda: desk.draft(SOFA).text == "I have asked")
    assert desk.draft(SOFA).passed_by == "Bo"
    await until(lambda: DraftChanged(SOFA) in place.notices)
    desk.save_draft(SOFA, Draft())
    hub.put(replace(passed, unread=5))
    await until(lambda: desk.inbox()[0].unread == 5)
    assert desk.draft(SOFA) == Draft()


async def test_ones_own_draft_is_not_written_over(desk: Desk, hub: SmallHub) -> None:
    desk.save_draft(SOFA, Draft(text="mine"))
    hub.put(replace(hub.sessions[SOFA], fence=Fence(2), passed_draft="theirs", unread=5))
    await until(lambda: desk.inbox()[0].unread == 5)
    assert desk.draft(SOFA).text == "mine"


async def test_a_draft_goes_with_a_transfer(desk: Desk, hub: SmallHub) -> None:
    desk.save_draft(SOFA, Draft(text="I have asked"))
    await desk.transfer(SOFA, to_queue=QueueId("returns"), note="please")
    asked = json.loads(hub.bodies[-1])
    assert (asked["draft"], asked["note"], asked["fence"]) == ("I have asked", "please", 1)
    assert desk.draft(SOFA).text == ""


async def test_a_whisper_leaves_the_draft_alone(desk: Desk, hub: SmallHub) -> None:
    desk.save_draft(SOFA, Draft(text="to the customer"))
    desk.send(SOFA, NoteText(text="to a colleague", whisper=True))
    await until(lambda: desk.waiting_to_send() == 0)
    assert desk.draft(SOFA).text == "to the customer"
