"""Templates made, edited and deleted at the platform, within its rules and limits."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import WABA, Receiver

PATH = f"/{WABA}/message_templates"
BODY = {"type": "BODY", "text": "Hello {{1}}, it is late.", "example": {"body_text": [["Ana"]]}}


def order(**changes: Any) -> dict[str, Any]:
    whole = {"name": "order_late", "language": "en", "category": "UTILITY"}
    return whole | {"components": [BODY]} | changes


async def made(graph: httpx.AsyncClient, **changes: Any) -> str:
    reply = await graph.post(PATH, json=order(**changes))
    assert reply.status_code == 200, reply.text
    return str(reply.json()["id"])


async def error(reply: httpx.Response) -> dict[str, Any]:
    assert reply.status_code == 400, reply.text
    found: dict[str, Any] = reply.json()["error"]
    return found


async def test_a_template_is_made_reviewed_and_told_of(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock, receiver: Receiver
) -> None:
    key = await made(graph)
    template = simulator.world.templates.by_id(key)
    assert template is not None
    assert template["status"] == "PENDING"
    await clock.advance(minutes=2)
    await simulator.settle()
    assert template["status"] == "APPROVED"
    (change,) = receiver.changes
    assert change["value"]["message_template_id"] == int(key)


async def test_what_the_rules_forbid_is_refused_with_words(graph: httpx.AsyncClient) -> None:
    for text, subcode in (
        ("{{1}}, it is late.", 2388299),
        ("Late {{1}} {{2}} then", 2388293),
        ("x" * 1025, 2388040),
    ):
        body = {"type": "BODY", "text": text, "example": {"body_text": [["a", "b"]]}}
        refusal = await error(await graph.post(PATH, json=order(components=[body])))
        assert refusal["error_subcode"] == subcode
        assert refusal["error_user_msg"]
    no_example = {"type": "BODY", "text": "Hello {{1}}, it is late."}
    refusal = await error(await graph.post(PATH, json=order(components=[no_example])))
    assert "example" in refusal["error_user_msg"]


async def test_offers_are_counted_as_marketing(graph: httpx.AsyncClient) -> None:
    offer = {"type": "BODY", "text": "A special offer waits for you."}
    reply = await graph.post(PATH, json=order(components=[offer]))
    assert reply.json()["category"] == "MARKETING"


async def test_an_approved_one_is_edited_once_a_day(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    key = await made(graph)
    await clock.advance(minutes=2)
    await simulator.settle()
    changed = {"components": [{"type": "BODY", "text": "It is late."}]}
    assert (await graph.post(f"/{key}", json=changed)).json() == {"success": True}
    assert (
        "approved" in (await error(await graph.post(f"/{key}", json=changed)))["error_user_msg"]
    )
    await clock.advance(hours=1)
    await simulator.settle()
    assert (
        "once a day"
        in (await error(await graph.post(f"/{key}", json=changed)))["error_user_msg"]
    )
    await clock.advance(hours=23, minutes=1)
    assert (await graph.post(f"/{key}", json=changed)).status_code == 200


async def test_the_name_of_a_deleted_one_is_locked_for_thirty_days(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    key = await made(graph)
    await clock.advance(minutes=2)
    await simulator.settle()
    query = {"name": "order_late", "hsm_id": key}
    assert (await graph.delete(PATH, params=query)).json() == {"success": True}
    assert (await error(await graph.post(PATH, json=order())))["error_subcode"] == 2388023
    await clock.advance(days=30)
    await made(graph)
    assert (await error(await graph.post(PATH, json=order())))["error_subcode"] == 2388024


async def test_there_are_only_so_many(simulator: Simulator, graph: httpx.AsyncClient) -> None:
    simulator.world.templates.most = len(simulator.world.templates.rows)
    assert (await error(await graph.post(PATH, json=order())))["error_subcode"] == 2388019


@pytest.mark.parametrize("first", [108, 50])
async def test_a_sample_is_uploaded_in_pieces_and_named_by_its_handle(
    simulator: Simulator, graph: httpx.AsyncClient, first: int
) -> None:
    content = b"\x89PNG\r\n\x1a\n" + bytes(100)
    size = {"file_length": str(len(content)), "file_type": "image/png"}
    app = simulator.world.business.app_id
    key = (await graph.post(f"/{app}/uploads", params=size)).json()["id"]
    told: dict[str, Any] = {"file_offset": 0}
    for piece in filter(None, (content[:first], content[first:])):
        headers = {"file_offset": str(told["file_offset"])}
        told = (await graph.post(f"/{key}", content=piece, headers=headers)).json()
    assert (await graph.get(f"/{key}")).json()["file_offset"] == len(content)
    header = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [told["h"]]}}
    await made(graph, components=[header, BODY])
    header["example"] = {"header_handle": ["4::nothing"]}
    wrong = order(name="other", components=[header, BODY])
    assert "sample" in (await error(await graph.post(PATH, json=wrong)))["error_user_msg"]
