"""Stories: a customer writes, a rep answers, both see it."""

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.messages import Text, Unsupported
from console.domain.people import Wanted
from console.domain.sessions import SessionStatus
from console.simulator.weather import Weather
from tests.road.telling import state, texts
from tests.stage import Stage


async def test_a_customer_writes_and_the_rep_answers(either_stage: Stage) -> None:
    stage = either_stage
    maya = await stage.desk("maya")
    lucas = stage.customer()
    lucas.auto_read = True
    lucas.writes("My table has a crack.")
    await stage.settle()
    offer = stage.offer(maya)
    assert (offer.customer_name, offer.preview) == ("Lucas Moreau", "My table has a crack.")

    session_id = await stage.accept(maya)
    maya.send(session_id, Text(text="Sorry to hear that, Lucas."))
    await stage.settle()
    rows = await stage.transcript(maya, session_id)
    assert state(rows, "Sorry to hear that, Lucas.") is Delivery.SENT

    await stage.pass_time(seconds=1)
    assert stage.reached() == ["Sorry to hear that, Lucas."]
    rows = await stage.transcript(maya, session_id)
    assert state(rows, "Sorry to hear that, Lucas.") is Delivery.DELIVERED

    await stage.pass_time(seconds=3)
    rows = await stage.transcript(maya, session_id)
    assert state(rows, "Sorry to hear that, Lucas.") is Delivery.READ
    assert not stage.row(maya, session_id).customer_waits


async def test_a_message_is_marked_read_only_once_the_rep_has_seen_it(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    world = stage.simulator.world
    assert world.read_marks == {}
    assert world.typing_until == {}

    (message,) = [
        row.message
        for row in await stage.transcript(maya, session_id)
        if row.message.direction is Direction.INBOUND
    ]
    maya.seen(session_id, message.message_id, typing=True)
    await stage.until(lambda: world.read_marks)
    assert list(world.typing_until) == ["33612345678"]
    assert stage.row(maya, session_id).unread == 0


async def test_twice_and_out_of_order_is_taken_in_once_and_in_order(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya, "Line 0")
    stage.simulator.world.courier.weather = Weather(
        duplicate=1.0, reorder=0.5, batch=0.3, delay_s=(0.0, 3.0)
    )
    lucas = stage.customer()
    for number in range(1, 10):
        lucas.writes(f"Line {number}")
        await stage.pass_time(seconds=2)
    await stage.pass_time(minutes=3)
    rows = await stage.transcript(maya, session_id)
    assert texts(rows) == [f"Line {number}" for number in range(10)]
    assert stage.session(maya, session_id).unread == 10


async def test_a_poll_is_told_of_with_a_request_ready(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    stage.customer().sends_unsupported("poll_creation")
    await stage.settle()
    (body,) = [
        row.message.body
        for row in await stage.transcript(maya, session_id)
        if isinstance(row.message.body, Unsupported)
    ]
    assert body.title == "sent a poll"
    assert body.request


async def test_a_customer_goes_quiet_and_returns(either_stage: Stage) -> None:
    stage = either_stage
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    maya.send(session_id, Text(text="Which table is it?"))
    await stage.settle()
    await stage.pass_time(minutes=31)
    assert stage.row(maya, session_id).status is SessionStatus.INACTIVE

    stage.customer().writes("Sorry, I was out. The Tarn.")
    await stage.settle()
    row = stage.row(maya, session_id)
    assert (row.status, row.mine, row.customer_waits) == (SessionStatus.ACTIVE, True, True)


async def test_a_quiet_session_ends_by_itself_and_the_next_message_opens_another(
    stage: Stage,
) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    maya.send(session_id, Text(text="Which table is it?"))
    await stage.settle()
    for _ in range(5):
        await stage.pass_time(hours=6)
        await maya.set_presence(Wanted.ONLINE)  # somebody who never asks would be signed out
    assert stage.session(maya, session_id).status is SessionStatus.ENDED

    stage.customer().writes("Hello again")
    await stage.settle()
    assert stage.offer(maya).session_id != session_id
