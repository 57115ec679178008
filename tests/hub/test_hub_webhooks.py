"""The webhook door: who is let in, what is kept, and what is answered."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from console.channels.whatsapp.signatures import sign
from console.domain.people import Role
from console.hub.secret import Secret
from console.hub.store import schema
from tests.conftest import ExpectedLogs
from tests.given import (
    APP_SECRET,
    VERIFY_TOKEN,
    WEBHOOKS,
    GivenHub,
    a_hub,
    hub_settings,
    signed,
)

BODY = json.dumps({"object": "whatsapp_business_account", "entry": []}).encode()
HEADER = "X-Hub-Signature-256"


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path) as given:
        yield given


async def kept(hub: GivenHub) -> int:
    async with hub.hub.store.reading() as connection:
        query = sa.select(sa.func.count()).select_from(schema.raw_webhook)
        return int((await connection.execute(query)).scalar_one())


async def post(hub: GivenHub, body: bytes, headers: list[tuple[str, str]]) -> httpx.Response:
    async with hub.client() as client:
        return await client.post(WEBHOOKS, content=body, headers=headers)


async def test_a_signed_webhook_is_kept_once_however_often_it_comes(hub: GivenHub) -> None:
    for _ in range(3):
        response = await post(hub, BODY, list(signed(BODY).items()))
        assert response.status_code == 200
    assert await kept(hub) == 1


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY, []),
        (BODY, [(HEADER, "")]),
        (BODY, [(HEADER, "sha256=")]),
        (BODY, [(HEADER, sign(BODY, APP_SECRET).removeprefix("sha256="))]),
        (BODY, [(HEADER, sign(BODY, APP_SECRET)[:-1])]),
        (BODY, [("X-Hub-Signature", sign(BODY, APP_SECRET))]),
        (BODY, [(HEADER, sign(BODY, APP_SECRET)), (HEADER, sign(BODY, "another app's"))]),
        (BODY, [(HEADER, sign(BODY, "another app's"))]),
        (BODY, [(HEADER, sign(json.dumps(json.loads(BODY), indent=1).encode(), APP_SECRET))]),
        (BODY + b" ", [(HEADER, sign(BODY, APP_SECRET))]),
        (b"\xef\xbb\xbf" + BODY, [(HEADER, sign(BODY, APP_SECRET))]),
        (
            gzip.compress(BODY, mtime=0),
            [(HEADER, sign(BODY, APP_SECRET)), ("Content-Encoding", "gzip")],
        ),
        (BODY, [(HEADER, sign(BODY, ""))]),
    ],
)
async def test_a_forged_webhook_is_refused_and_leaves_nothing(
    hub: GivenHub,
    expected_logs: ExpectedLogs,
    body: bytes,
    headers: list[tuple[str, str]],
) -> None:
    expected_logs("signature is missing or wrong")
    assert (await post(hub, body, headers)).status_code == 401
    assert await kept(hub) == 0


async def test_a_body_over_the_limit_is_refused_before_it_is_read(hub: GivenHub) -> None:
    large = b" " * (4 * 1024 * 1024 + 1)
    response = await post(hub, large, list(signed(large).items()))
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert await kept(hub) == 0


async def test_a_chunked_body_over_the_limit_is_refused_too(hub: GivenHub) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 65_536

    async with hub.client() as client:
        response = await client.post(WEBHOOKS, content=chunks(), headers={HEADER: "sha256=0"})
    assert response.status_code == 413


async def test_a_chunked_webhook_is_checked_over_its_bytes(hub: GivenHub) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield BODY[:10]
        yield BODY[10:]

    async with hub.client() as client:
        response = await client.post(WEBHOOKS, content=chunks(), headers=signed(BODY))
    assert response.status_code == 200


async def test_what_is_no_json_is_kept_and_shown_to_administrators(
    hub: GivenHub, expected_logs: ExpectedLogs
) -> None:
    expected_logs("part of a webhook could not be read")
    await hub.rep("ada", role=Role.ADMIN)
    odd = b'{"entry": \xff nonsense'
    assert (await post(hub, odd, list(signed(odd).items()))).status_code == 200
    await hub.settle()
    async with hub.client("ada") as client:
        found = (await client.get("/v1/webhooks/odd")).json()
    assert [one["body"][:8] for one in found] == ['{"entry"']
    assert found[0]["trouble"]


async def test_two_app_secrets_are_valid_while_one_is_replaced(tmp_path: Path) -> None:
    channel = replace(
        hub_settings(tmp_path).channels[0], app_secrets=(Secret("old"), Secret("new"))
    )
    async with a_hub(tmp_path, channels=(channel,)) as hub:
        for secret in ("old", "new"):
            response = await post(hub, BODY, list(signed(BODY, secret).items()))
            assert response.status_code == 200


async def test_the_handshake_answers_the_right_token_alone(hub: GivenHub) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    async with hub.client() as client:
        right = await client.get(WEBHOOKS, params=query | {"hub.verify_token": VERIFY_TOKEN})
        wrong = await client.get(WEBHOOKS, params=query | {"hub.verify_token": "guess"})
    assert (right.status_code, right.text) == (200, "1158201444")
    assert wrong.status_code == 403


async def test_many_at_once_share_commits_and_all_are_kept(hub: GivenHub) -> None:
    async with hub.client() as client:

        async def send(number: int) -> int:
            body = json.dumps({"entry": [], "n": number}).encode()
            return (await client.post(WEBHOOKS, content=body, headers=signed(body))).status_code

        codes = await asyncio.gather(*(send(number) for number in range(60)))
    assert set(codes) == {200}
    assert await kept(hub) == 60


async def test_a_database_that_cannot_be_written_answers_503(
    hub: GivenHub, expected_logs: ExpectedLogs
) -> None:
    expected_logs("webhook not kept")
    async with hub.hub.store.engine.begin() as connection:
        await connection.execute(sa.text("DROP TABLE raw_webhook"))
    response = await post(hub, BODY, list(signed(BODY).items()))
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert response.json()["detail"].startswith("The hub can’t write")
