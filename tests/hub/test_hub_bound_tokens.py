"""Tokens bound to a desk's key: what comes from elsewhere, late or twice is refused."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from console.domain.errors import NotSignedIn
from console.hub.store.audit_trail import audit_trail
from console.hub.store.proof_table import used_proof
from console.hub.store.store import Store
from console.hub.used_proofs import UsedProofs
from console.wire import proofs, requests
from tests import postgres
from tests.fakes import HandClock
from tests.given import NOON, PASSWORD, a_hub

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def proof(
    token: str,
    path: str = requests.SNAPSHOT,
    *,
    method: str = "GET",
    key: Ed25519PrivateKey = KEY,
    late_s: float = 0,
    proof_id: str = "",
) -> str:
    return proofs.prove(
        key,
        method=method,
        url=f"https://hub.example{path}",
        token=token,
        proof_id=proof_id or str(time.monotonic_ns()),
        at_s=time.time() - late_s,  # noqa: TID251 - real also in a played hub
    )


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        async with given.client() as client:
            yield client


async def bound(door: httpx.AsyncClient) -> str:
    asked = {
        "user_name": "maya",
        "password": PASSWORD,
        "desk_id": "maya-1",
        "desk_name": "One",
    }
    shown = proof("", requests.SIGN_IN, method="POST")
    answer = await door.post(requests.SIGN_IN, json=asked, headers={"DPoP": shown})
    assert answer.json()["token_type"] == "DPoP", answer.text
    return str(answer.json()["token"])


async def look(door: httpx.AsyncClient, token: str, shown: str, scheme: str = "DPoP") -> int:
    headers = {"Authorization": f"{scheme} {token}", "DPoP": shown}
    return (await door.get(requests.SNAPSHOT, headers=headers)).status_code


async def test_t13_a_token_without_its_desks_key_is_refused_everywhere(
    door: httpx.AsyncClient,
) -> None:
    token = await bound(door)
    assert await look(door, token, proof(token)) == 200
    assert await look(door, token, "", "Bearer") == 401
    assert await look(door, token, proof(token, key=OTHER)) == 401
    thief = {"Authorization": f"Bearer {token}"}
    refused = await door.get(requests.FEED, headers=thief)
    assert refused.status_code == 401
    assert proofs.BAD_PROOF in refused.headers["WWW-Authenticate"]
    assert "belongs to another desk" in refused.json()["detail"]
    assert (await door.post(requests.SIGN_OUT, headers=thief)).status_code == 401
    assert await look(door, token, proof(token)) == 200


@pytest.mark.parametrize("late_s", [-120, 120, 86_400, 1e300])
async def test_t13_a_proof_from_another_time_is_refused(
    door: httpx.AsyncClient, late_s: float
) -> None:
    token = await bound(door)
    assert await look(door, token, proof(token, late_s=late_s)) == 401


async def test_t13_a_proof_counts_once_and_for_its_own_request_alone(
    door: httpx.AsyncClient,
) -> None:
    token = await bound(door)
    shown = proof(token)
    assert [await look(door, token, shown) for _ in range(2)] == [200, 401]
    assert await look(door, token, proof(token, requests.FEED)) == 401
    assert await look(door, token, proof(token, method="POST")) == 401
    assert await look(door, token, proof("another")) == 401
    assert await look(door, token, proof("")) == 401


async def test_t13_a_bent_proof_is_refused_in_words(door: httpx.AsyncClient) -> None:
    token = await bound(door)
    whole = proof(token)
    head, claims, _signature = whole.split(".")
    bent = [
        whole[:-4],
        "a.b.c",
        "....",
        "x" * 9000,
        f"{head}.{claims}.",
        whole[1:],
        "e30.e30.e30",
    ]
    assert {await look(door, token, one) for one in bent} == {401}


async def test_a_program_without_a_key_gets_a_bearer_token(
    tmp_path: Path,
) -> None:
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        async with given.client("maya") as client:
            assert (await client.get(requests.SNAPSHOT)).status_code == 200


@pytest.mark.xdist_group("postgresql")
async def test_t13_replicas_take_the_proof_of_a_command_once_between_them(
    tmp_path: Path, databases: postgres.Databases
) -> None:
    url = await databases.fresh()
    async with (
        a_hub(tmp_path / "a", database_url=url) as one,
        a_hub(tmp_path / "b", database_url=url) as two,
    ):
        await one.rep("maya")
        async with one.client() as here, two.client() as there:
            token = await bound(here)
            for number, (first, second) in enumerate(((here, there), (there, here))):
                shown = proof(
                    token, requests.PRESENCE, method="PUT", proof_id=f"command {number}"
                )
                headers = {"Authorization": f"DPoP {token}", "DPoP": shown}
                asked = {"wanted": "online"}
                taken = await first.put(requests.PRESENCE, json=asked, headers=headers)
                again = await second.put(requests.PRESENCE, json=asked, headers=headers)
                assert (taken.status_code, again.status_code) == (204, 401), taken.text
                assert "twice" in again.json()["detail"]
            shown = proof(token, requests.SIGN_OUT, method="POST")
            headers = {"Authorization": f"DPoP {token}", "DPoP": shown}
            assert (await there.post(requests.SIGN_OUT, headers=headers)).status_code == 204


@pytest.mark.xdist_group("postgresql")
async def test_t13_what_replicas_remember_of_proofs_is_forgotten_after_two_minutes(
    databases: postgres.Databases,
) -> None:
    clock = HandClock(NOON)
    store = Store(await databases.fresh(), clock=clock)
    await store.create_tables()
    proofs_used = UsedProofs(store)
    await proofs_used.use("key:a", "POST")
    with pytest.raises(NotSignedIn):
        await UsedProofs(store).use("key:a", "POST")
    await UsedProofs(store).use("key:a", "GET")
    await UsedProofs(store).use("", "POST")
    await clock.advance(minutes=3)
    await proofs_used.use("key:b", "POST")
    async with store.reading() as connection:
        assert len(list(await connection.execute(sa.select(used_proof)))) == 1
    await store.close()


async def test_t13_a_sign_in_without_a_key_is_on_record_as_such(tmp_path: Path) -> None:
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        async with given.client() as client:
            await bound(client)
        async with given.client("maya"):
            pass
        query = sa.select(audit_trail.c.why).where(audit_trail.c.action == "signed_in")
        async with given.hub.store.reading() as connection:
            said = (await connection.execute(query.order_by(audit_trail.c.number))).scalars()
            assert list(said) == [
                "from 127.0.0.1",
                "from 127.0.0.1, with a token that no desk is bound to",
            ]
