"""What is not yours looks as if it were not there, at every door."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from console.domain.people import Role
from console.wire import requests
from console.wire.codec import from_json
from console.wire.requests import Snapshot
from tests.given import GivenHub, a_hub

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + b"\0" * 64
COMMAND = {"fence": 0}
# every door that takes an id: method, path, body
DOORS: dict[str, tuple[str, str, object]] = {
    "accept_offer": ("POST", requests.ACCEPT, None),
    "decline_offer": ("POST", requests.DECLINE, {"reason": "Language"}),
    "transfer": ("POST", requests.TRANSFER, {"fence": 0, "to_queue": "delivery"}),
    "end": ("POST", requests.END, COMMAND),
    "set_inactive": ("POST", requests.QUIETEN, COMMAND),
    "keep_open": ("POST", requests.KEEP_OPEN, COMMAND),
    "reopen": ("POST", requests.REOPEN, COMMAND),
    "continue_here": ("POST", requests.CONTINUE_HERE, COMMAND),
    "take_over": ("POST", requests.TAKE_OVER, {"fence": 0, "reason": "-"}),
    "flag": ("POST", requests.FLAG, {"raised": True}),
    "seen": ("POST", requests.SEEN, {"fence": 0, "message_id": "x"}),
    "session": ("GET", requests.SESSION, None),
    "cancel": ("POST", requests.CANCEL, None),
    "send_again": ("POST", requests.SEND_AGAIN, None),
    "attempts": ("GET", requests.ATTEMPTS, None),
    "thread": ("GET", requests.THREAD, None),
    "download": ("GET", requests.MEDIA, None),
    "preview": ("GET", requests.PREVIEW, None),
    "customer": ("GET", requests.CUSTOMER, None),
    "add_note": ("POST", requests.NOTES, {"text": "x"}),
    "set_labels": ("PUT", requests.LABELS, {"labels": []}),
}


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    """Maya has a session of the queue Repairs; Dirk is of another queue, Sue sees all."""
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        await given.rep("dirk", queues=("delivery",))
        await given.rep("sue", role=Role.SUPERVISOR)
        await given.customer_writes("the secret word")
        yield given


async def ids_of(hub: GivenHub) -> dict[str, str]:
    """The ids of one session and all that hangs on it."""
    async with hub.client("maya") as client:
        session = from_json(Snapshot, (await client.get(requests.SNAPSHOT)).content).sessions[0]
        thread = await client.get(
            requests.THREAD.format(conversation_id=session.conversation_id)
        )
        kept = await client.post(requests.MEDIA_UP, content=PNG, params={"name": "a.png"})
    return {
        "session_id": session.session_id,
        "conversation_id": session.conversation_id,
        "customer_id": session.customer_id,
        "message_id": thread.json()["messages"][0]["message_id"],
        "media_id": kept.json()["media_id"],
        "work_id": "w",
    }


async def knock(client: httpx.AsyncClient, door: str, ids: dict[str, str]) -> httpx.Response:
    method, path, body = DOORS[door]
    return await client.request(method, path.format(**ids), json=body)


async def test_the_api_describes_every_door_and_its_problems(hub: GivenHub) -> None:
    async with hub.client() as client:
        document = (await client.get("/v1/openapi.json")).json()
    operations = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    }
    assert operations >= DOORS.keys()  # the whole of it is in test_hub_matrix.py
    assert "Problem" in document["components"]["schemas"]


async def test_a_rep_of_another_queue_finds_nothing(hub: GivenHub) -> None:
    ids = await ids_of(hub)
    missing = dict.fromkeys(ids, "no-such-id")
    async with hub.client("dirk") as client:
        for door in DOORS:
            foreign, absent = [await knock(client, door, one) for one in (ids, missing)]
            assert foreign.status_code == 404, (door, foreign.text)
            assert foreign.content == absent.content, door
        found = await client.get(requests.SEARCH, params={"q": "secret"})
        assert found.json() == []


async def test_without_a_token_every_door_asks_to_sign_in(hub: GivenHub) -> None:
    ids = await ids_of(hub)
    async with hub.client() as client:
        for door in DOORS:
            assert (await knock(client, door, ids)).status_code == 401, door
        assert (await client.get(requests.FEED)).status_code == 401
        assert (await client.get(requests.SNAPSHOT)).status_code == 401


async def test_own_things_and_a_supervisors_view_are_there(hub: GivenHub) -> None:
    ids = await ids_of(hub)
    for name, doors in (
        ("maya", ("session", "thread", "customer", "attempts", "download", "add_note")),
        ("sue", ("session", "thread", "customer", "attempts", "add_note", "flag")),
    ):
        async with hub.client(name, desk=f"{name}-2") as client:
            for door in doors:
                assert (await knock(client, door, ids)).status_code == 200, (name, door)
            found = await client.get(requests.SEARCH, params={"q": "word secret"})
            assert [hit["customer_name"] for hit in found.json()] == ["Lucas"]


async def test_a_file_comes_back_whole_in_part_and_never_runs(hub: GivenHub) -> None:
    async with hub.client("maya") as client:
        kept = (
            await client.post(
                requests.MEDIA_UP,
                content=PNG,
                params={"name": "../../etc/pass\u202ewd.png"},
                headers={"Content-Type": "application/pdf"},
            )
        ).json()
        assert (kept["mime"], kept["size_bytes"]) == ("image/png", len(PNG))
        assert "/" not in kept["name"]
        assert "\u202e" not in kept["name"]
        path = requests.MEDIA.format(media_id=kept["media_id"])
        whole = await client.get(path)
        assert whole.content == PNG
        assert whole.headers["x-content-type-options"] == "nosniff"
        assert whole.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in whole.headers["content-security-policy"]
        part = await client.get(path, headers={"Range": "bytes=8-"})
        assert (part.status_code, part.content) == (206, PNG[8:])
        empty = await client.post(requests.MEDIA_UP, content=b"", params={"name": "a"})
        assert empty.status_code == 422
        large = await client.post(requests.MEDIA_UP, content=bytes(100 * 1024 * 1024 + 1))
        assert large.status_code == 413
        page = await client.post(
            requests.MEDIA_UP,
            content=b"<html><script>alert(1)</script>",
            headers={"Content-Type": "image/png"},
        )
        assert page.json()["mime"] != "image/png"


async def test_threads_come_in_pages_without_gaps(hub: GivenHub) -> None:
    for number in range(7):
        await hub.customer_writes(f"line {number}")
    ids = await ids_of(hub)
    path = requests.THREAD.format(**ids)
    texts: list[str] = []
    async with hub.client("maya") as client:
        cursor: str | None = None
        while True:
            params = {"limit": "3"} | ({"before": cursor} if cursor else {})
            page = (await client.get(path, params=params)).json()
            texts = [line["body"].get("text", "") for line in page["messages"]] + texts
            cursor = page["earlier"]
            if cursor is None:
                break
        assert (await client.get(path, params={"before": "x"})).status_code == 422
    assert [text for text in texts if text.startswith("line")] == [
        f"line {number}" for number in range(7)
    ]


async def test_what_is_not_understood_is_a_problem_with_words(hub: GivenHub) -> None:
    async with hub.client("maya") as client:
        wrong = await client.put(requests.PRESENCE, json={"wanted": "dancing"})
        nowhere = await client.get("/v1/nothing")
        other = await client.delete(requests.SNAPSHOT)
    assert wrong.headers["content-type"] == "application/problem+json"
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_input")
    assert wrong.json()["detail"].startswith("wanted: ")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")
    assert other.status_code == 405
