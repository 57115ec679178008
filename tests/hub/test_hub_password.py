"""A new password: who may give one, and whose sign-ins end with the old one."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from console.domain.errors import InvalidInput, NotFound
from console.hub import people
from console.hub.store import schema
from console.hub.store.audit_trail import audit_trail
from console.hub.store.store import Store
from console.wire import requests
from tests.fakes import HandClock
from tests.given import PASSWORD, GivenHub, a_hub

NEW = "kettle under a violet roof"


@pytest.fixture
async def hub(tmp_path: Path, database_url: str) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path, database_url=database_url) as given:
        await given.rep("maya")
        await given.rep("ben")
        yield given


async def change(
    client: httpx.AsyncClient, old: str = PASSWORD, new: str = NEW
) -> httpx.Response:
    return await client.post(requests.PASSWORD, json={"old": old, "new": new})


async def can_sign_in(client: httpx.AsyncClient, password: str, desk: str = "new") -> bool:
    asked = {"user_name": "maya", "password": password, "desk_id": desk, "desk_name": desk}
    return (await client.post(requests.SIGN_IN, json=asked)).status_code == 200


async def is_in(client: httpx.AsyncClient) -> bool:
    return (await client.get(requests.SNAPSHOT)).status_code == 200


async def trail(store: Store, action: str) -> list[tuple[str, str, str]]:
    query = sa.select(audit_trail.c.actor, audit_trail.c.object, audit_trail.c.why)
    query = query.where(audit_trail.c.action == action).order_by(audit_trail.c.number)
    async with store.reading() as connection:
        return [(row.actor, row.object, row.why) for row in await connection.execute(query)]


async def test_t20_a_new_password_ends_all_other_sign_ins_and_nobody_elses(
    hub: GivenHub,
) -> None:
    async with (
        hub.client("maya", desk="here") as here,
        hub.client("maya", desk="there") as there,
        hub.client("ben") as ben,
        hub.client() as nobody,
    ):
        assert (await change(here)).status_code == 204
        assert [await is_in(one) for one in (here, there, ben)] == [True, False, True]
        assert not await can_sign_in(nobody, PASSWORD)
        assert await can_sign_in(nobody, NEW)
    assert await trail(hub.hub.store, "password_changed") == [
        ("maya", "rep:maya", "sign-ins ended: 1")
    ]


async def test_t20_the_streams_of_the_ended_sign_ins_end_at_once(hub: GivenHub) -> None:
    async with hub.client("maya", "here") as here, hub.client("maya", "there") as there:
        snapshot = (await there.get(requests.SNAPSHOT)).json()
        place = {"Last-Event-ID": str(snapshot["as_of"])}
        async with there.stream("GET", requests.FEED, headers=place) as stream:
            assert (await change(here)).status_code == 204
            await hub.hub.feed.push()
            async with asyncio.timeout(10):
                said = "".join([part async for part in stream.aiter_text()])
        assert "You were signed out" in said


async def test_t18_wrong_old_passwords_are_counted_with_those_of_signing_in(
    hub: GivenHub,
) -> None:
    async with hub.client("maya", desk="here") as here, hub.client() as nobody:
        answers = [await change(here, old="a guess") for _try in range(5)]
        assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 429]
        assert answers[0].json()["detail"] == (
            "That isn’t your password. 4 tries left, then a pause of 15 minutes."
        )
        paused = await change(here)
        assert paused.status_code == 429
        assert "Wait 15 minutes, then try again" in paused.json()["detail"]
        assert not await can_sign_in(nobody, PASSWORD, "here")
        assert await can_sign_in(nobody, PASSWORD, "elsewhere")
        assert isinstance(hub.clock, HandClock)
        await hub.clock.advance(minutes=16)
        assert (await change(here)).status_code == 204
    assert len(await trail(hub.hub.store, "password_refused")) == 5


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("too short", "more in all"),
        (PASSWORD, "the password you have"),
        ("Passwort-Maya-22", "Many people use it"),
        ("Maya Maya 2026 !", "others know"),
        ("Sunshine!!!!!2026", "Many people use it"),
    ],
)
async def test_t18_a_weak_new_password_is_refused_and_the_old_one_stays(
    hub: GivenHub, new: str, why: str
) -> None:
    async with hub.client("maya") as maya, hub.client() as nobody:
        refused = await change(maya, new=new)
        assert (refused.status_code, why in refused.json()["detail"]) == (422, True), (
            refused.text
        )
        assert await can_sign_in(nobody, PASSWORD)


async def test_t20_the_command_line_ends_every_sign_in(hub: GivenHub) -> None:
    store, passwords = hub.hub.store, hub.hub.auth.passwords
    async with hub.client("maya") as maya, hub.client() as nobody:
        with pytest.raises(InvalidInput):
            await people.set_password(store, passwords, "maya", "short")
        with pytest.raises(NotFound):
            await people.set_password(store, passwords, "eve", NEW)
        await people.set_password(store, passwords, " Maya", NEW)
        assert not await is_in(maya)
        assert await can_sign_in(nobody, NEW)
    assert await trail(store, "password_changed") == [
        ("command line", "rep:maya", "sign-ins ended: 1")
    ]


async def test_t20_of_two_changes_at_once_one_counts(hub: GivenHub) -> None:
    async with hub.client("maya", "one") as one, hub.client("maya", "two") as two:
        answers = await asyncio.gather(change(one, new=NEW), change(two, new=NEW + " tile"))
        codes = sorted(answer.status_code for answer in answers)
        assert codes in ([204, 401], [204, 403])
        async with hub.client() as nobody:
            taken = [await can_sign_in(nobody, new) for new in (NEW, NEW + " tile")]
        assert sorted(taken) == [False, True]


async def test_t20_nobody_comes_in_with_a_password_that_was_changed_meanwhile(
    hub: GivenHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, passwords = hub.hub.store, hub.hub.auth.passwords
    match = passwords.match

    async def slowly(kept: str | None, password: str) -> bool:
        right = await match(kept, password)
        await people.set_password(store, passwords, "maya", NEW)
        return right

    monkeypatch.setattr(passwords, "match", slowly)
    async with hub.client() as nobody:
        assert not await can_sign_in(nobody, PASSWORD)
    async with store.reading() as connection:
        assert (await connection.execute(sa.select(schema.token))).first() is None
