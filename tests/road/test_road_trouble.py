"""Stories: the hub restarts, the network is gone, a desk dies; nothing is lost or doubled."""

from console.desk.rows import Draft, LinkState
from console.domain.messages import Text
from tests.road.telling import texts
from tests.stage import Stage


async def test_the_hub_restarts_in_the_middle(either_stage: Stage) -> None:
    stage = either_stage
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya, "Before")
    await stage.road.stop_hub()
    stage.customer().writes("While it was down")
    await stage.road.settle()
    await stage.restart_hub()
    await stage.pass_time(minutes=2)  # the platform tries again by itself

    rows = await stage.transcript(maya, session_id)
    assert texts(rows) == ["Before", "While it was down"]
    maya.send(session_id, Text(text="We are back."))
    await stage.settle()
    await stage.pass_time(seconds=1)
    assert stage.reached() == ["We are back."]


async def test_a_desk_without_network_says_as_of_and_is_complete_afterwards(
    stage: Stage,
) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya, "Before")
    await stage.transcript(maya, session_id)
    await stage.unplug(maya)
    assert maya.link.state is LinkState.OFFLINE
    assert maya.link.as_of == stage.clock.now()
    maya.send(session_id, Text(text="Sent from the tunnel"))
    assert maya.waiting_to_send() == 1
    stage.customer().writes("Are you there?")
    await stage.settle()

    await stage.plug(maya)
    await stage.until(lambda: not maya.waiting_to_send())
    await stage.pass_time(seconds=1)
    assert stage.reached() == ["Sent from the tunnel"]
    rows = await stage.transcript(maya, session_id)
    assert set(texts(rows)) == {"Before", "Are you there?", "Sent from the tunnel"}


async def test_a_desk_that_dies_keeps_its_drafts_and_what_it_was_sending(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    await stage.unplug(maya)
    maya.send(session_id, Text(text="Sent before the crash"))
    maya.save_draft(session_id, Draft(text="Half a sent"))
    await stage.kill(maya)

    await stage.seat(maya).cable.plug()
    stage.seat(maya).plugged = True
    maya = await stage.start_again(maya)
    await stage.until(lambda: not maya.waiting_to_send())
    await stage.pass_time(seconds=1)
    assert stage.reached() == ["Sent before the crash"]
    assert maya.draft(session_id).text == "Half a sent"


async def test_a_lost_reply_does_not_send_twice(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    stage.simulator.faults.lose_reply()
    maya.send(session_id, Text(text="Only once, please"))
    await stage.settle()
    await stage.pass_time(minutes=5)
    assert stage.reached() == ["Only once, please"]
