"""Stories: several reps, one session: races, transfers, take-overs, two desks."""

import asyncio

import pytest

from console.desk.rows import Draft
from console.domain.errors import RuleBroken
from console.domain.ids import RepId
from console.domain.messages import Text
from console.domain.policy import ComposerMode
from tests.road.telling import events
from tests.stage import Stage


async def test_two_reps_race_for_one_session(either_stage: Stage) -> None:
    stage = either_stage
    maya = await stage.desk("maya", online=False)
    tomas = await stage.desk("tomas", online=False)
    stage.customer().writes("Who answers first?")
    await stage.settle()
    taken = await asyncio.gather(maya.take_next(), tomas.take_next())
    await stage.settle()
    (session_id,) = [found for found in taken if found is not None]
    owner, other = (maya, tomas) if taken[0] else (tomas, maya)
    assert stage.row(owner, session_id).mine
    assert other.inbox() == []
    assert other.composer(session_id).mode is ComposerMode.BLOCKED


async def test_an_accepted_transfer_shows_the_note_first_and_passes_the_draft(
    stage: Stage,
) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    tomas = await stage.desk("tomas")
    maya.save_draft(session_id, Draft(text="He can choose Tue"))
    await maya.transfer(session_id, to_rep=RepId("tomas"), note="Needs a date")
    await stage.settle()
    offer = stage.offer(tomas)
    assert (offer.note, offer.from_name) == ("Needs a date", "Maya Okafor")
    await stage.accept(tomas)
    assert stage.row(tomas, session_id).mine
    await stage.until(lambda: tomas.draft(session_id).text)
    assert tomas.draft(session_id).text == "He can choose Tue"
    assert maya.inbox() == []
    (line,) = [e for e in events(await stage.transcript(tomas, session_id)) if "Needs" in e]
    assert line == "Maya Okafor transferred this to Tomás Rivera – “Needs a date”"


async def test_a_declined_transfer_comes_back(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    tomas = await stage.desk("tomas")
    await maya.transfer(session_id, to_rep=RepId("tomas"), note="Yours?")
    await stage.settle()
    await tomas.decline(stage.offer(tomas).work_id, "Not my subject")
    await stage.settle()
    assert stage.row(maya, session_id).mine
    assert tomas.offers() == []
    said = events(await stage.transcript(maya, session_id))
    assert "Tomás Rivera didn’t take it (Not my subject) – back with Maya Okafor" in said


async def test_a_transfer_nobody_answers_comes_back_after_a_minute(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    tomas = await stage.desk("tomas")
    await maya.transfer(session_id, to_rep=RepId("tomas"))
    await stage.settle()
    await stage.pass_time(seconds=59)
    assert len(tomas.offers()) == 1
    await stage.pass_time(seconds=1)
    assert tomas.offers() == []
    assert stage.row(maya, session_id).mine


async def test_a_session_is_read_only_at_a_second_desk_until_continued_there(
    stage: Stage,
) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    second = await stage.desk("maya", "-home")
    assert second.composer(session_id).mode is ComposerMode.BLOCKED
    await second.continue_here(session_id)
    await stage.settle()
    assert second.composer(session_id).mode is ComposerMode.FREE_FORM
    assert maya.composer(session_id).mode is ComposerMode.BLOCKED


async def test_f18_a_message_sent_after_a_take_over_comes_back_with_the_owners_name(
    stage: Stage,
) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    leila = await stage.desk("leila")
    await stage.unplug(maya)
    maya.send(session_id, Text(text="I’ll see to it"))
    await leila.take_over(session_id, "Escalation")
    await stage.settle()
    await stage.plug(maya)
    await stage.until(lambda: not maya.waiting_to_send())
    assert stage.simulator.sent == []
    (refusal,) = stage.seat(maya).refusals()
    assert "Leila Haddad" in refusal.problem.message
    with pytest.raises(RuleBroken):
        maya.send(session_id, Text(text="Once more"))
