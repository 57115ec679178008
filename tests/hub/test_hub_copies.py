"""Copies of what others were told or wrote, and what its writer edited or deleted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.ids import ChannelId
from console.hub import groups
from console.hub.store import schema
from tests.floor import Floor
from tests.hub.posts import WA_ID, line, posted
from tests.platform_road import Road, built


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


async def _channel_id(road: Road) -> ChannelId:
    (row,) = await road.rows(sa.select(schema.channel.c.id))
    return ChannelId(row["id"])


async def test_what_is_said_in_groups_is_counted_once_for_administrators(road: Road) -> None:
    told = [line(road, f"wamid.{n}", group_id=f"g{n % 2}") for n in range(3)]
    for _ in range(2):
        await road.take_in(posted(messages=told))
    async with road.store.reading() as connection:
        assert await groups.total(connection) == 3
        (found,) = await groups.findings(connection, await _channel_id(road))
    assert found.what == "3 messages came from 2 group chats; they opened no session."
    assert await road.inbound() == []


async def test_groups_standby_and_history_open_no_session(road: Road) -> None:
    await road.take_in(posted(messages=[line(road, "wamid.g", group_id="g1")]))
    standby = {"messages": [line(road, "wamid.s")]}
    await road.take_in(posted("standby", standby=standby))
    threads = [{"id": WA_ID, "messages": [line(road, "wamid.h", "Months ago")]}]
    await road.take_in(posted("history", history=[{"threads": threads}]))
    assert await road.rows(sa.select(schema.session)) == []
    assert [(row["words"], row["late"], row["origin"]) for row in await road.inbound()] == [
        ("Hi", False, "standby"),
        ("Months ago", False, "history"),
    ]
    conversation = await road.conversation()
    assert (conversation["held_by"], conversation["waiting_since"]) == ("another app", None)
    await road.take_in(posted(messages=[line(road, "wamid.l", "To us")]))
    assert (await road.conversation())["held_by"] == ""
    await road.session()


async def test_a_copy_that_comes_in_earnest_after_all_is_work(road: Road) -> None:
    told = line(road, "wamid.s")
    await road.take_in(posted("standby", standby={"messages": [told]}))
    await road.take_in(posted(messages=[told]))
    (message,) = await road.inbound()
    session = await road.session()
    assert (message["origin"], message["session_id"]) == ("", session["id"])
    assert (session["unread"], (await road.conversation())["held_by"]) == (1, "")


async def test_a_copy_of_what_came_in_earnest_takes_no_thread(road: Road) -> None:
    told = line(road, "wamid.s")
    await road.take_in(posted(messages=[told]))
    await road.take_in(posted("standby", standby={"messages": [told]}))
    old = line(road, "wamid.old")
    old["timestamp"] = str(int(old["timestamp"]) - 60)
    await road.take_in(posted("standby", standby={"messages": [old]}))
    assert (await road.conversation())["held_by"] == ""


async def test_what_the_business_wrote_before_it_was_connected_stands_on_its_side(
    road: Road,
) -> None:
    old = line(road, "wamid.h", "We deliver on Friday") | {"from": "31850123456"}
    old["history_context"] = {"status": "READ"}
    threads = [{"id": WA_ID, "messages": [old]}]
    value = {"history": [{"threads": threads}]}
    await road.take_in(posted("history", **value))
    (row,) = await road.rows(sa.select(schema.message))
    told = (row["direction"], row["state"], row["author"], row["words"])
    assert told == ("outbound", "read", "WhatsApp phone", "We deliver on Friday")
    assert await road.rows(sa.select(schema.session)) == []


@pytest.mark.parametrize("late", [False, True])
async def test_edits_and_deletions_mark_what_they_are_about_in_any_order(
    road: Road, late: bool
) -> None:
    original = line(road, "wamid.1", "Red please")
    content = {"type": "text", "text": {"body": "Blue please"}}
    edit = line(road, "wamid.2") | {"type": "edit"}
    edit["edit"] = {"original_message_id": "wamid.1", "message": content}
    revoke = line(road, "wamid.3") | {"type": "revoke"}
    revoke["revoke"] = {"original_message_id": "wamid.1"}
    told = [edit, revoke, original] if late else [original, edit, revoke]
    await road.take_in(posted(messages=told))
    await road.take_in(posted(messages=told))
    rows = {row["words"]: row for row in await road.rows(sa.select(schema.message))}
    at = road.floor.clock.now()
    assert (rows["Red please"]["edited_at"], rows["Red please"]["deleted_at"]) == (at, at)
    assert rows["Blue please"]["origin"] == "edit"
    assert set(rows) == {"Red please", "Blue please", "+33612345678 deleted a message"}


async def test_what_a_colleague_wrote_on_the_phone_answers_the_customer(road: Road) -> None:
    await road.take_in(posted(messages=[line(road, "wamid.1")]))
    echo = line(road, "wamid.e", "From the phone") | {"from": "31850123456", "to": WA_ID}
    await road.take_in(posted("smb_message_echoes", message_echoes=[echo]))
    conversation = await road.conversation()
    assert conversation["waiting_since"] is None
    last = await road.message(conversation["last_message_id"])
    assert (last["direction"], last["state"], last["author"]) == (
        "outbound",
        "sent",
        "WhatsApp phone",
    )
