"""What several want at the same moment, at one replica or at two, is done once for all."""

import asyncio

import pytest
import sqlalchemy as sa

from console.app.shop.furnish import light_passwords
from console.domain.ids import DeskId, MessageId
from console.domain.messages import NoteText, Text
from console.hub import jobs, people, sending
from console.hub.auth import Auth
from console.hub.store import schema
from console.wire.requests import SendMessage, SignIn
from tests.floor import Floor
from tests.given import PASSWORD

_AT_ONCE = 4
_ROUNDS = 5  # the first one only opens connections
_job = schema.job


async def test_f20_what_several_ask_for_at_once_is_one_job(floor: Floor) -> None:
    async def ask() -> None:
        async with floor.store.transaction() as tx:
            await jobs.put(tx, "route", "*")

    for _ in range(_ROUNDS):
        async with floor.store.transaction() as tx:
            await jobs.drop(tx, "route", "*")
        await asyncio.gather(*(ask() for _ in range(_AT_ONCE)))
        async with floor.store.reading() as connection:
            rows = (await connection.execute(sa.select(_job).where(_job.c.key == "*"))).all()
        assert [(row.kind, row.generation) for row in rows] == [("route", _AT_ONCE)]


async def test_f20_several_who_sign_in_at_once_from_one_address_are_all_let_in(
    floor: Floor,
) -> None:
    auth = Auth(floor.store, light_passwords())
    names = [f"rep{number}" for number in range(_AT_ONCE)]
    for name in names:
        await people.add(floor.store, auth.passwords, user_name=name, password=PASSWORD)

    async def sign_in(name: str, address: str) -> str:
        asked = SignIn(user_name=name, password=PASSWORD, desk_id=DeskId(name), desk_name="New")
        return (await auth.sign_in(asked, address)).name

    for number in range(_ROUNDS):
        address = f"192.0.2.{number}"
        let_in = await asyncio.gather(*(sign_in(name, address) for name in names))
        assert let_in == [name.title() for name in names]


async def test_f20_a_desk_that_signs_in_again_before_it_was_answered_is_let_in(
    floor: Floor,
) -> None:
    auth = Auth(floor.store, light_passwords())
    await people.add(floor.store, auth.passwords, user_name="ana", password=PASSWORD)
    asked = SignIn(user_name="ana", password=PASSWORD, desk_id=DeskId("new"), desk_name="New")
    signed = await asyncio.gather(*(auth.sign_in(asked, "127.0.0.1") for _ in range(2)))
    assert len({one.token for one in signed}) == 2


@pytest.mark.parametrize("body", [Text(text="At four"), NoteText(text="Calls back at four")])
async def test_f20_a_message_asked_for_again_while_it_is_taken_in_is_one_message(
    floor: Floor, body: Text | NoteText
) -> None:
    maya, conversation_id, session_id = await floor.owned()
    fence = await floor.fence(session_id)
    for number in range(_ROUNDS):
        request = SendMessage(
            message_id=MessageId(f"same{number}"),
            session_id=session_id,
            fence=fence,
            body=body,
        )
        asked = [sending.send(floor.store, maya, request) for _ in range(_AT_ONCE)]
        assert await asyncio.gather(*asked) == [request.message_id] * _AT_ONCE
    assert (await floor.lines(conversation_id)).count(body.text) == _ROUNDS
