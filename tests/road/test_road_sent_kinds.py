"""Every kind a rep sends: from the desk over the hub to the customer's phone and back."""

from console.desk.desk import Desk
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import SessionId
from console.domain.messages import Body, Text
from tests.stage import Stage


async def arrived(stage: Stage, desk: Desk, session_id: SessionId) -> list[Body]:
    """What the rep sent, as the transcript shows it; all of it was delivered."""
    await stage.settle()
    await stage.pass_time(seconds=5)
    rows = await stage.transcript(desk, session_id)
    ours = [row.message for row in rows if row.message.direction is Direction.OUTBOUND]
    assert {one.state for one in ours} == {Delivery.DELIVERED}
    return [one.body for one in ours]


async def test_a_long_text_goes_as_several_messages_in_order(stage: Stage) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    words = " ".join(f"word{number}" for number in range(1200))
    desk.send(session_id, Text(text=words), split=True)
    bodies = await arrived(stage, desk, session_id)
    assert len(bodies) == 3
    assert " ".join(stage.reached()) == words
