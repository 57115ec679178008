"""The API answers as its document says, whatever it is asked, and never with a fault."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ExpectedLogs
from tests.fuzz.asking import ENDLESS, ask, peopled
from tests.given import GivenHub, a_hub

EXAMPLES = 4


@pytest.fixture
async def hub(tmp_path: Path, expected_logs: ExpectedLogs) -> AsyncIterator[GivenHub]:
    expected_logs("signature is missing or wrong")
    async with a_hub(tmp_path / "hub") as given:
        await peopled(given)
        yield given


def is_problem(response: httpx.Response, status: int, code: str) -> bool:
    told = response.json()
    kind = response.headers["content-type"]
    return (response.status_code, told["code"], told["status"], kind) == (
        status,
        code,
        status,
        "application/problem+json",
    )


@pytest.mark.parametrize("name", ["ada", "maya"])
async def test_t28_every_operation_answers_as_the_document_says(
    hub: GivenHub, name: str
) -> None:
    asked = await ask(hub, name, EXAMPLES)
    assert not asked.wrong, "\n\n".join(asked.wrong)
    async with hub.client() as client:
        document = (await client.get("/v1/openapi.json")).json()
    operations = {
        one["operationId"] for path in document["paths"].values() for one in path.values()
    }
    assert set(asked.answers) == operations - ENDLESS
    assert asked.count() > 30 * EXAMPLES


async def test_the_endless_feed_answers_as_the_document_says(hub: GivenHub) -> None:
    async with hub.client("ada") as client:
        async with client.stream("GET", "/v1/feed") as response:
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/event-stream")
        refused = await client.get("/v1/feed", headers={"Authorization": "Bearer no"})
    assert is_problem(refused, 401, "not_signed_in")


@pytest.mark.parametrize("asked", ["bytes=99-", "bytes=5-2", "bytes=x", "lines=1-2", "no"])
async def test_a_part_no_file_has_is_refused_as_a_problem(hub: GivenHub, asked: str) -> None:
    async with hub.client("ada") as client:
        file = (await client.post("/v1/media?name=a.txt", content=b"Hello, file")).json()
        address = f"/v1/media/{file['media_id']}"
        refused = await client.get(address, headers={"Range": asked})
        part = await client.get(address, headers={"Range": "bytes=7-"})
        head = await client.head(address)
    assert is_problem(refused, 416, "bad_range")
    assert refused.headers["content-range"] == "bytes */11"
    assert (part.status_code, part.content) == (206, b"file")
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "11", b"")


@pytest.mark.parametrize(
    ("method", "address", "allow"),
    [
        ("DELETE", "/v1/feed", "GET"),
        ("PUT", "/webhooks/whatsapp", "GET, POST"),
        ("DELETE", "/v1/snapshot", "GET"),
        ("TRACE", "/healthz", "GET"),
    ],
)
async def test_another_method_is_refused_with_those_that_go(
    hub: GivenHub, method: str, address: str, allow: str
) -> None:
    async with hub.client("ada") as client:
        refused = await client.request(method, address)
    assert is_problem(refused, 405, "wrong_method")
    assert refused.headers["allow"] == allow


async def test_an_address_has_one_spelling(hub: GivenHub) -> None:
    async with hub.client("ada") as client:
        assert is_problem(await client.get("/v1/snapshot/"), 404, "not_found")
        assert is_problem(await client.get("//v1/snapshot"), 404, "not_found")
