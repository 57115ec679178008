import pytest

from console.domain.errors import (
    AlreadyDecided,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotOwner,
)
from console.domain.ids import (
    Fence,
    MessageId,
    RepId,
)
from console.domain.messages import NoteText
from console.domain.people import Role
from console.hub import commands, sending, transfers
from console.hub.views import sessions as session_views
from console.wire.requests import SendMessage, TakeOver, Transfer
from tests.floor import Floor, at


async def test_a_transfer_moves_the_work_in_one_step_and_shows_the_note_first(
    floor: Floor,
) -> None:
    maya, conversation_id, session_id = await floor.owned()
    tomas = await floor.rep("tomas", queues=("delivery",))
    await transfers.transfer(
        floor.store,
        maya,
        session_id,
        Transfer(fence=await floor.fence(session_id), to_rep=RepId("tomas"), note="Claim ok"),
    )
    work = await floor.offer(session_id)
    assert work is not None
    assert (work["rep_id"], work["note"]) == ("tomas", "Claim ok")
    assert await floor.works(session_id) == ["transferred", "assigned"]
    await transfers.accept(floor.store, tomas, await floor.work_id(session_id))
    assert (await floor.session(session_id))["owner_rep_id"] == "tomas"
    assert "Maya transferred this to Tomas – “Claim ok”" in await floor.lines(conversation_id)


@pytest.mark.parametrize("declined", [True, False], ids=["declined", "timed out"])
async def test_a_transfer_not_accepted_comes_back(floor: Floor, declined: bool) -> None:
    maya, _, session_id = await floor.owned()
    tomas = await floor.rep("tomas")
    await transfers.transfer(
        floor.store,
        maya,
        session_id,
        Transfer(fence=await floor.fence(session_id), to_rep=RepId("tomas")),
    )
    if declined:
        await transfers.decline(floor.store, tomas, await floor.work_id(session_id), "Busy")
    else:
        await floor.pass_time(minutes=1)
    row = await floor.session(session_id)
    assert (row["status"], row["owner_rep_id"]) == ("active", "maya")


async def test_a_transfer_to_an_offline_rep_is_refused_in_words(floor: Floor) -> None:
    maya, _, session_id = await floor.owned()
    await floor.rep("tomas", online=False)
    with pytest.raises(NotAllowed, match="Tomas is offline"):
        await transfers.transfer(
            floor.store,
            maya,
            session_id,
            Transfer(fence=await floor.fence(session_id), to_rep=RepId("tomas")),
        )
    assert (await floor.session(session_id))["owner_rep_id"] == "maya"


async def test_a_transfer_needs_exactly_one_receiver(floor: Floor) -> None:
    maya, _, session_id = await floor.owned()
    with pytest.raises(InvalidInput):
        await transfers.transfer(
            floor.store, maya, session_id, Transfer(fence=await floor.fence(session_id))
        )


async def test_a_stale_write_is_refused_with_the_owners_name(floor: Floor) -> None:
    maya, _, session_id = await floor.owned()
    stale = await floor.fence(session_id)
    ruth = await floor.rep("ruth", role=Role.SUPERVISOR, queues=())
    await commands.take_over(
        floor.store, ruth, session_id, TakeOver(fence=stale, reason="Escalation")
    )
    with pytest.raises(NotOwner, match="Ruth is handling this at desk ruth-1") as refused:
        await sending.send(floor.store, maya, floor.says(session_id, stale, "Hello"))
    assert refused.value.facts["owner"] == "Ruth"
    assert await floor.works(session_id) == ["transferred", "opened"]


async def test_f16_a_second_desk_of_the_same_rep_is_read_only_until_continued_there(
    floor: Floor,
) -> None:
    maya, _, session_id = await floor.owned()
    home = await floor.desk(maya, name="home")
    fence = await floor.fence(session_id)
    with pytest.raises(NotOwner, match="Continue here"):
        await sending.send(floor.store, home, floor.says(session_id, fence, "Hi"))
    await commands.continue_here(floor.store, home, session_id, at(fence))
    await sending.send(
        floor.store, home, floor.says(session_id, await floor.fence(session_id), "Hi")
    )
    with pytest.raises(NotOwner):
        await sending.send(floor.store, maya, floor.says(session_id, fence, "Hi"))


async def test_t16_a_session_one_may_not_see_does_not_exist(floor: Floor) -> None:
    _, _, session_id = await floor.owned()
    other = await floor.rep("otto", queues=("delivery",))
    with pytest.raises(NotFound):
        await sending.send(
            floor.store, other, floor.says(session_id, await floor.fence(session_id), "Hi")
        )


async def test_a_quiet_session_taken_over_counts_anew_and_shows_no_former_end(
    floor: Floor,
) -> None:
    maya, _, session_id = await floor.owned()
    await commands.quieten(floor.store, maya, session_id, at(await floor.fence(session_id)))
    ruth = await floor.rep("ruth", role=Role.SUPERVISOR, queues=())
    await commands.take_over(
        floor.store,
        ruth,
        session_id,
        TakeOver(fence=await floor.fence(session_id), reason="Rep is away"),
    )
    async with floor.store.reading() as connection:
        shown, _audience = (await session_views.by_ids(connection, [session_id]))[session_id]
    assert shown.ends_at is None
    assert shown.quiet_at is not None
    await floor.pass_time(minutes=31)
    assert (await floor.session(session_id))["status"] == "inactive"


async def test_t17_only_supervisors_take_over(floor: Floor) -> None:
    _, _, session_id = await floor.owned()
    ben = await floor.rep("ben")
    with pytest.raises(NotAllowed, match="Only supervisors"):
        await commands.take_over(
            floor.store, ben, session_id, TakeOver(fence=Fence(1), reason="x")
        )


async def test_an_ended_session_can_be_reopened_until_a_newer_one_exists(
    floor: Floor,
) -> None:
    maya, conversation_id, session_id = await floor.owned()
    await commands.end(floor.store, maya, session_id, at(await floor.fence(session_id)))
    await commands.reopen(floor.store, maya, session_id, at(await floor.fence(session_id)))
    assert (await floor.session(session_id))["status"] == "active"
    await commands.end(floor.store, maya, session_id, at(await floor.fence(session_id)))
    await floor.writes(conversation_id)
    with pytest.raises(AlreadyDecided, match="newer session"):
        await commands.reopen(floor.store, maya, session_id, at(await floor.fence(session_id)))


async def test_a_colleague_may_leave_a_note_without_owning_the_session(
    floor: Floor,
) -> None:
    _, conversation_id, session_id = await floor.owned()
    ben = await floor.rep("ben")
    note = SendMessage(
        message_id=MessageId("n1"),
        session_id=session_id,
        fence=Fence(0),
        body=NoteText(text="Prefers mornings"),
    )
    await sending.send(floor.store, ben, note)
    assert "Prefers mornings" in await floor.lines(conversation_id)
