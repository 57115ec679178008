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
from console.hub.http import webhooks
from console.hub.secret import Secret
from console.hub.store import schema
from console.hub.store.raw_webhooks import READ_MANY
from tests.conftest import ExpectedLogs
from tests.given import (
    APP_SECRET,
    NOON,
    VERIFY_TOKEN,
    WEBHOOKS,
    GivenHub,
    a_hub,
    hub_settings,
    signed,
    webhook_of_text,
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


RIGHT = sign(BODY, APP_SECRET)
LARGE = b" " * (4 * 1024 * 1024 + 1)
FORGED: dict[str, tuple[bytes | list[bytes], list[tuple[str, str]], int]] = {
    "absent": (BODY, [], 401),
    "empty": (BODY, [(HEADER, "")], 401),
    "no digest": (BODY, [(HEADER, "sha256=")], 401),
    "wrong case": (BODY, [(HEADER, RIGHT.upper().replace("SHA256", "sha256"))], 401),
    "SHA-1 header only": (BODY, [("X-Hub-Signature", RIGHT)], 401),
    "two headers": (BODY, [(HEADER, RIGHT), (HEADER, RIGHT)], 401),
    "another app’s secret": (BODY, [(HEADER, sign(BODY, "another app's"))], 401),
    "serialised again": (
        json.dumps(json.loads(BODY), indent=1).encode(),
        [(HEADER, RIGHT)],
        401,
    ),
    "trailing space": (BODY + b" ", [(HEADER, RIGHT)], 401),
    "byte order mark": (b"\xef\xbb\xbf" + BODY, [(HEADER, RIGHT)], 401),
    "gzip": (
        gzip.compress(BODY, mtime=0),
        [(HEADER, RIGHT), ("Content-Encoding", "gzip")],
        401,
    ),
    "chunked, its first chunk signed": ([BODY, b" "], [(HEADER, RIGHT)], 401),
    "over 4 MB": (LARGE, [(HEADER, sign(LARGE, APP_SECRET))], 413),
    "valid": (BODY, [(HEADER, RIGHT)], 200),
    # beyond the table of the 14
    "no prefix": (BODY, [(HEADER, RIGHT.removeprefix("sha256="))], 401),
    "short": (BODY, [(HEADER, RIGHT[:-1])], 401),
    "no secret": (BODY, [(HEADER, sign(BODY, ""))], 401),
    "not ASCII": (BODY, [(HEADER, "sha256=é")], 401),
}


@pytest.mark.parametrize("case", FORGED)
async def test_t1_a_forged_webhook_is_refused_and_nothing_is_kept(
    hub: GivenHub, expected_logs: ExpectedLogs, case: str
) -> None:
    expected_logs("signature is missing or wrong")
    body, headers, status = FORGED[case]

    async def chunks() -> AsyncIterator[bytes]:
        for chunk in body:
            assert isinstance(chunk, bytes)
            yield chunk

    content = body if isinstance(body, bytes) else chunks()
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    async with hub.client() as client:
        answer = await client.post(WEBHOOKS, content=content, headers=raw)
    assert answer.status_code == status
    assert await kept(hub) == (status == 200)
    async with hub.hub.store.reading() as connection:
        jobs = sa.select(schema.job.c.id).where(schema.job.c.kind == READ_MANY)
        assert len((await connection.execute(jobs)).all()) == (status == 200)


async def test_t26_a_body_over_the_limit_is_refused_before_it_is_read(hub: GivenHub) -> None:
    response = await post(hub, LARGE, list(signed(LARGE).items()))
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert await kept(hub) == 0


async def test_t26_a_chunked_body_over_the_limit_is_refused_too(hub: GivenHub) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 65_536

    async with hub.client() as client:
        response = await client.post(WEBHOOKS, content=chunks(), headers={HEADER: "sha256=0"})
    assert response.status_code == 413


async def test_t26_a_body_that_never_ends_is_refused_in_time_and_nothing_is_kept(
    hub: GivenHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "BODY_WITHIN_S", 0.02)
    url = httpx.URL(hub.url)
    for begun in (b"", BODY[:10]):
        reader, writer = await asyncio.open_connection(url.host, url.port)
        lines = f"POST {WEBHOOKS} HTTP/1.1\r\nHost: hub\r\nContent-Length: {len(BODY)}\r\n"
        writer.write(f"{lines}{HEADER}: {RIGHT}\r\n\r\n".encode() + begun)
        assert (await reader.readline()).startswith(b"HTTP/1.1 503")
        writer.close()
        await writer.wait_closed()
    assert await kept(hub) == 0


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


async def test_t1_two_app_secrets_are_valid_while_one_is_replaced(tmp_path: Path) -> None:
    channel = replace(
        hub_settings(tmp_path).channels[0], app_secrets=(Secret("old"), Secret("new"))
    )
    async with a_hub(tmp_path, channels=(channel,)) as hub:
        for secret in ("old", "new"):
            response = await post(hub, BODY, list(signed(BODY, secret).items()))
            assert response.status_code == 200


async def test_t1_a_channel_without_any_app_secret_takes_no_webhook(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs("signature is missing or wrong")
    channel = replace(hub_settings(tmp_path).channels[0], app_secrets=())
    async with a_hub(tmp_path, channels=(channel,)) as hub:
        for secret in ("", APP_SECRET):
            response = await post(hub, BODY, list(signed(BODY, secret).items()))
            assert response.status_code == 401
        assert await kept(hub) == 0


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


async def test_t26_a_flood_by_one_sender_keeps_nobody_else_waiting_for_ever(
    tmp_path: Path,
) -> None:
    flood, others = 400, 20

    def text(nth: int) -> bytes:
        number = f"3168888{nth:04}" if nth < others else "31699999999"
        return webhook_of_text(
            f"text {nth}", at=NOON, number=number, name="L", wamid=f"wamid.{nth}"
        )

    async with a_hub(tmp_path, running=True) as hub:
        await hub.rep("ada", role=Role.ADMIN)
        async with hub.client("ada") as client:

            async def send(nth: int) -> int:
                body = text(nth)
                return (
                    await client.post(WEBHOOKS, content=body, headers=signed(body))
                ).status_code

            async def look() -> int:
                return (await client.get("/v1/snapshot")).status_code

            # the flood comes first
            sends = [send(nth) for nth in range(flood + others - 1, -1, -1)]
            codes = await asyncio.gather(*sends, *(look() for _ in range(10)))
            await until_read(hub, flood + others)
            sessions = (await client.get("/v1/snapshot")).json()["sessions"]
    assert set(codes) == {200}
    assert sorted(one["unread"] for one in sessions) == [*[1] * others, flood]


async def until_read(hub: GivenHub, count: int) -> None:
    read = sa.select(sa.func.count()).where(schema.raw_webhook.c.done_at.is_not(None))
    async with asyncio.timeout(60):
        while True:
            async with hub.hub.store.reading() as connection:
                if (await connection.execute(read)).scalar_one() == count:
                    return
            await asyncio.sleep(0.02)


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
