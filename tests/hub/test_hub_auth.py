"""Signing in: throttling, expiry, revoking, one person per desk."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from console.domain.people import Role
from console.hub import people
from console.hub.secret import Secret
from console.hub.store import schema
from console.wire import requests
from tests.fakes import HandClock
from tests.given import PASSWORD, GivenHub, a_hub, sign_in


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        yield given


async def attempt(
    client: httpx.AsyncClient, name: str, password: str, desk: str = "elsewhere"
) -> httpx.Response:
    asked = {"user_name": name, "password": password, "desk_id": desk, "desk_name": desk}
    return await client.post(requests.SIGN_IN, json=asked)


async def move(hub: GivenHub, **span: float) -> None:
    assert isinstance(hub.clock, HandClock)
    await hub.clock.advance(**span)


@pytest.mark.parametrize("name", ["maya", "nobody"])
async def test_t18_wrong_passwords_are_counted_and_then_paused(
    hub: GivenHub, name: str
) -> None:
    async with hub.client() as client:
        first = await attempt(client, name, "wrong")
        assert (first.status_code, first.json()["detail"]) == (
            401,
            "User name and password don’t match. 4 tries left, then a pause of 15 minutes.",
        )
        codes = [(await attempt(client, name, "wrong")).status_code for _ in range(4)]
        assert codes == [401, 401, 401, 429]
        paused = await attempt(client, name, PASSWORD)
        assert paused.status_code == 429
        assert "Wait 15 minutes" in paused.json()["detail"]
        assert 0 < int(paused.headers["retry-after"]) <= 901


async def test_after_the_pause_the_right_password_works_and_wrong_ones_pause_longer(
    hub: GivenHub,
) -> None:
    async with hub.client() as client:
        for _ in range(5):
            await attempt(client, "maya", "wrong")
        await move(hub, minutes=16)
        second = await attempt(client, "maya", "wrong")
        assert "then a pause of 30 minutes" in second.json()["detail"]
        assert (await attempt(client, "maya", PASSWORD)).status_code == 200
        again = await attempt(client, "maya", "wrong", desk="new")
        assert "4 tries left, then a pause of 15 minutes" in again.json()["detail"]


async def test_t18_others_cannot_lock_a_rep_out_of_a_known_desk(hub: GivenHub) -> None:
    async with hub.client("maya") as client:
        for _ in range(5):
            await attempt(client, "maya", "wrong", desk="stranger")
        assert (await attempt(client, "maya", PASSWORD, "stranger")).status_code == 429
        assert (await attempt(client, "maya", PASSWORD, "maya-1")).status_code == 200


async def test_an_idle_token_ends_after_half_a_day_and_a_used_one_goes_on(
    hub: GivenHub,
) -> None:
    async with hub.client("maya") as client:
        for _ in range(3):
            await move(hub, hours=11)
            assert (await client.get(requests.SNAPSHOT)).status_code == 200
        await move(hub, hours=12)
        assert (await client.get(requests.SNAPSHOT)).status_code == 401


async def test_no_token_lives_longer_than_thirty_days(hub: GivenHub) -> None:
    async with hub.client("maya") as client:
        async with hub.hub.store.transaction() as tx:
            began_at = tx.now - timedelta(days=30) + timedelta(hours=13)
            await tx.execute(schema.token.update().values(created_at=began_at))
        await move(hub, hours=11.5)
        assert (await client.get(requests.SNAPSHOT)).status_code == 200
        await move(hub, hours=2)
        assert (await client.get(requests.SNAPSHOT)).status_code == 401


async def test_signing_out_voids_the_token(hub: GivenHub) -> None:
    async with hub.client("maya") as client:
        assert (await client.post(requests.SIGN_OUT)).status_code == 204
        assert (await client.get(requests.SNAPSHOT)).status_code == 401


async def test_t20_a_disabled_person_is_out_at_once_and_cannot_come_back(hub: GivenHub) -> None:
    async with hub.client("maya") as client:
        await people.change(hub.hub.store, hub.reps["maya"], disabled=True)
        assert (await client.get(requests.SNAPSHOT)).status_code == 401
        assert (await attempt(client, "maya", PASSWORD)).status_code == 401


async def test_whoever_signs_in_at_a_desk_signs_the_former_person_out(hub: GivenHub) -> None:
    await hub.rep("ben")
    async with hub.client("maya", desk="shared") as former, hub.client() as latter:
        await sign_in(latter, "ben", "shared")
        assert (await former.get(requests.SNAPSHOT)).status_code == 401
        assert (await latter.get(requests.SNAPSHOT)).status_code == 200


async def test_a_desk_in_use_is_not_taken_from_somebody(hub: GivenHub) -> None:
    await hub.rep("ben")
    async with hub.client("maya", desk="shared"), hub.client() as other:
        async with hub.hub.store.transaction() as tx:
            until = tx.now + timedelta(seconds=45)
            await tx.execute(schema.desk.update().values(reachable_until=until))
        assert (await attempt(other, "ben", PASSWORD, "shared")).status_code == 403


async def test_the_database_holds_neither_password_nor_token(hub: GivenHub) -> None:
    async with hub.client() as client:
        token = await sign_in(client, "maya", "maya-1")
    async with hub.hub.store.reading() as connection:
        kept = (await connection.execute(sa.select(schema.token.c.hash))).scalars().all()
        hashes = (await connection.execute(sa.select(schema.rep.c.password_hash))).scalars()
        assert token not in kept
        assert all(PASSWORD not in one and one.startswith("$argon2id$") for one in hashes)


async def test_only_administrators_reach_administration(hub: GivenHub) -> None:
    await hub.rep("ada", role=Role.ADMIN)
    await hub.rep("sue", role=Role.SUPERVISOR)
    for name, code in (("maya", 403), ("sue", 403), ("ada", 200)):
        async with hub.client(name) as client:
            assert (await client.get(requests.ODD_WEBHOOKS)).status_code == code


def test_a_secret_never_shows_itself() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {secret!s} {[secret]}"
    assert secret.reveal() == "hunter2"
