import pytest

from console.domain.errors import (
    WindowLapsed,
)
from console.domain.ids import (
    CustomerId,
    MessageId,
    TemplateId,
)
from console.domain.messages import TemplateMessage
from console.hub import commands, sending, sessions
from console.hub.store import schema
from console.hub.views import customers
from console.wire.requests import SendMessage
from tests.floor import Floor, at


async def test_the_same_press_of_send_twice_is_one_message(floor: Floor) -> None:
    maya, conversation_id, session_id = await floor.owned()
    request = floor.says(session_id, await floor.fence(session_id), "Once", key="same")
    assert await sending.send(floor.store, maya, request) == "same"
    assert await sending.send(floor.store, maya, request) == "same"
    assert (await floor.lines(conversation_id)).count("Once") == 1


async def test_a_free_form_message_after_the_lapse_is_refused_and_a_template_goes(
    floor: Floor,
) -> None:
    maya, conversation_id, session_id = await floor.owned()
    await floor.pass_time(hours=24)
    fence = await floor.fence(session_id)
    with pytest.raises(WindowLapsed, match="Your text is kept"):
        await sending.send(floor.store, maya, floor.says(session_id, fence, "Late"))
    template = SendMessage(
        message_id=MessageId("t1"),
        session_id=session_id,
        fence=fence,
        body=TemplateMessage(
            template_id=TemplateId("waba/update/en"),
            name="x",
            language="x",
            title="x",
            values={"body.1": "Lucas"},
            text="a lie",
        ),
    )
    await sending.send(floor.store, maya, template)
    assert (await floor.lines(conversation_id))[-1] == "Hello Lucas."


async def test_the_lapse_is_told_once_and_queued_text_goes_back_to_the_rep(
    floor: Floor,
) -> None:
    maya, conversation_id, session_id = await floor.owned()
    await floor.pass_time(hours=23, minutes=59)
    fence = await floor.fence(session_id)
    await sending.send(floor.store, maya, floor.says(session_id, fence, "Hi", key="late"))
    await floor.pass_time(minutes=5)
    assert await floor.state(MessageId("late")) == "returned"
    told = [line for line in await floor.lines(conversation_id) if "window lapsed" in line]
    assert len(told) == 1


async def test_a_refusal_by_the_platform_shuts_the_window_at_once(floor: Floor) -> None:
    maya, conversation_id, session_id = await floor.owned()
    async with floor.store.transaction() as tx:
        await sessions.window_refused(tx, conversation_id)
    with pytest.raises(WindowLapsed):
        await sending.send(
            floor.store, maya, floor.says(session_id, await floor.fence(session_id), "Hi")
        )


async def test_a_new_message_opens_a_lapsed_window_again(floor: Floor) -> None:
    maya, conversation_id, session_id = await floor.owned()
    await floor.pass_time(hours=25)
    await floor.writes(conversation_id, "Back again")
    await sending.send(
        floor.store, maya, floor.says(session_id, await floor.fence(session_id), "Welcome")
    )
    assert "Window open again – Lucas wrote" in await floor.lines(conversation_id)


async def test_a_quiet_customer_is_nudged_set_aside_and_ended(floor: Floor) -> None:
    maya, conversation_id, session_id = await floor.owned()
    fence = await floor.fence(session_id)
    await sending.send(floor.store, maya, floor.says(session_id, fence, "One"))
    await floor.pass_time(minutes=10)
    await sending.send(floor.store, maya, floor.says(session_id, fence, "Two"))
    await floor.pass_time(minutes=6)
    assert (await floor.lines(conversation_id)).count("Still there?") == 1
    await floor.pass_time(minutes=14)
    assert (await floor.session(session_id))["status"] == "inactive"
    await floor.pass_time(hours=24, minutes=1)
    assert (await floor.session(session_id))["status"] == "ended"
    assert await floor.works(session_id) == ["closed"]


async def test_a_customer_whom_another_app_answers_is_not_nudged(floor: Floor) -> None:
    maya, conversation_id, session_id = await floor.owned()
    request = floor.says(session_id, await floor.fence(session_id), "One")
    await sending.send(floor.store, maya, request)
    async with floor.store.transaction() as tx:
        held = {"held_by": "ai agent", "held_at": tx.now}
        await tx.execute(schema.conversation.update().values(held))
    await floor.pass_time(minutes=16)
    assert "Still there?" not in await floor.lines(conversation_id)


async def test_a_message_brings_a_quiet_session_back_to_the_same_rep(floor: Floor) -> None:
    maya, conversation_id, session_id = await floor.owned()
    await commands.quieten(floor.store, maya, session_id, at(await floor.fence(session_id)))
    assert await floor.writes(conversation_id) == session_id
    row = await floor.session(session_id)
    assert (row["status"], row["owner_rep_id"]) == ("active", "maya")


async def test_a_quiet_session_whose_rep_is_gone_is_offered_to_somebody_else(
    floor: Floor,
) -> None:
    maya, conversation_id, session_id = await floor.owned()
    await commands.quieten(floor.store, maya, session_id, at(await floor.fence(session_id)))
    await floor.unplug(maya)
    await floor.rep("ben")
    await floor.writes(conversation_id)
    work = await floor.offer(session_id)
    assert work is not None
    assert work["rep_id"] == "ben"


async def test_keeping_open_starts_the_inactivity_clock_over(floor: Floor) -> None:
    maya, _, session_id = await floor.owned()
    fence = await floor.fence(session_id)
    await sending.send(floor.store, maya, floor.says(session_id, fence, "One"))
    await floor.pass_time(minutes=25)
    await commands.keep_open(floor.store, maya, session_id, at(fence))
    await floor.pass_time(minutes=25)
    assert (await floor.session(session_id))["status"] == "active"
    await floor.pass_time(minutes=6)
    assert (await floor.session(session_id))["status"] == "inactive"


async def test_how_a_session_ended_is_said_in_a_word(floor: Floor) -> None:
    maya, conversation_id, session_id = await floor.owned()
    await commands.end(floor.store, maya, session_id, at(await floor.fence(session_id)))
    await floor.writes(conversation_id)
    await floor.settle()
    async with floor.store.reading() as connection:
        shown = await customers.one(connection, CustomerId("lucas"))
    assert shown is not None
    (past,) = shown.past_sessions
    assert (past.title, past.outcome) == ("Hello", "Ended")
