"""Uploads, their limits, and addresses that die after five minutes."""

import hashlib

import httpx
import pytest

from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, Receiver, text_to

LUCAS = "+33612345678"
JPEG = b"\xff\xd8\xff\x00\r\n--nearly a boundary\r\n\r\n" + bytes(range(256))


async def upload(graph: httpx.AsyncClient, content: bytes, mime: str) -> httpx.Response:
    return await graph.post(
        f"/{PHONE}/media",
        data={"messaging_product": "whatsapp", "type": mime},
        files={"file": ("a photo.jpg", content, mime)},
    )


async def test_an_uploaded_file_comes_back_byte_for_byte(
    graph: httpx.AsyncClient, clock: HandClock
) -> None:
    media_id = (await upload(graph, JPEG, "image/jpeg")).json()["id"]
    found = (await graph.get(f"/{media_id}?phone_number_id={PHONE}")).json()
    assert found["file_size"] == len(JPEG)
    assert found["sha256"] == hashlib.sha256(JPEG).hexdigest()
    assert (await graph.get(found["url"])).content == JPEG
    nobody = await graph.get(found["url"], headers={"Authorization": ""})
    assert nobody.status_code == 401
    await clock.advance(minutes=5)
    assert (await graph.get(found["url"])).status_code == 404
    again = (await graph.get(f"/{media_id}")).json()["url"]
    assert (await graph.get(again)).status_code == 200


async def test_a_file_can_be_sent_by_id_until_it_is_deleted(
    simulator: Simulator, graph: httpx.AsyncClient
) -> None:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    media_id = (await upload(graph, JPEG, "image/jpeg")).json()["id"]
    image = {"id": media_id, "caption": "The new corner"}
    body = text_to(LUCAS, "") | {"type": "image", "image": image}
    assert (await graph.post(f"/{PHONE}/messages", json=body)).status_code == 200
    as_sticker = text_to(LUCAS, "") | {"type": "sticker", "sticker": {"id": media_id}}
    reply = await graph.post(f"/{PHONE}/messages", json=as_sticker)
    assert reply.json()["error"]["code"] == 131053
    assert (await graph.delete(f"/{media_id}")).json() == {"success": True}
    reply = await graph.post(f"/{PHONE}/messages", json=body)
    assert reply.json()["error"]["error_subcode"] == 33


async def test_a_number_that_did_not_upload_the_file_does_not_see_it(
    graph: httpx.AsyncClient,
) -> None:
    media_id = (await upload(graph, JPEG, "image/jpeg")).json()["id"]
    reply = await graph.get(f"/{media_id}?phone_number_id=1")
    assert reply.json()["error"]["error_subcode"] == 33


@pytest.mark.parametrize(
    ("content", "mime", "code"),
    [
        (b"x", "image/heic", 100),
        (b"x", "application/zip", 100),
        (b"", "image/jpeg", 131053),
        (b"\xff\xd8\xff" + bytes(5 * 1024 * 1024), "image/jpeg", 131053),
        (b"RIFF" + bytes(500 * 1024), "image/webp", 131053),
    ],
)
async def test_files_that_whatsapp_does_not_carry_are_refused(
    graph: httpx.AsyncClient, content: bytes, mime: str, code: int
) -> None:
    reply = await upload(graph, content, mime)
    assert reply.json()["error"]["code"] == code


async def test_a_file_that_is_not_what_it_says_fails_after_it_was_accepted(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver
) -> None:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    media_id = (await upload(graph, b"not a picture", "image/jpeg")).json()["id"]
    body = text_to(LUCAS, "") | {"type": "image", "image": {"id": media_id}}
    assert (await graph.post(f"/{PHONE}/messages", json=body)).status_code == 200
    await simulator.settle()
    assert receiver.statuses[0]["status"] == "failed"
    assert receiver.statuses[0]["errors"][0]["code"] == 131053
