"""A text in, a text out, and the statuses that follow."""

import asyncio
import hashlib
import hmac

import httpx

from console.simulator.simulator import Simulator
from tests.fakes import HandClock, until
from tests.simulator.receiving import PHONE, SECRET, WABA, Receiver, text_to

LUCAS = "+33 6 12 34 56 78"
WA_ID = "33612345678"


async def test_a_customers_text_arrives_signed_and_escaped(
    simulator: Simulator, receiver: Receiver
) -> None:
    wamid = simulator.customer(LUCAS, "Lucas Moreau").writes("One corner arrived split 😕 1/2")
    await simulator.settle()
    ((raw, signature),) = receiver.posts
    digest = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
    assert signature == f"sha256={digest}"
    assert b"split \\ud83d\\ude15 1\\/2" in raw
    assert raw.isascii()
    (message,) = receiver.messages
    assert message["id"] == wamid
    assert message["from"] == WA_ID
    assert message["text"] == {"body": "One corner arrived split 😕 1/2"}
    (contact,) = receiver.changes[0]["value"]["contacts"]
    assert contact["profile"]["name"] == "Lucas Moreau"
    assert contact["wa_id"] == WA_ID
    assert contact["user_id"].startswith("FR.")


async def test_an_answer_is_accepted_sent_delivered_and_read(
    simulator: Simulator, receiver: Receiver, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.auto_read = True
    lucas.writes("Hello?")
    await simulator.settle()
    body = text_to(LUCAS, "Sorry to see that.", biz_opaque_callback_data="ours-1")
    reply = await graph.post(f"/{PHONE}/messages", json=body)
    assert reply.status_code == 200
    wamid = reply.json()["messages"][0]["id"]
    assert reply.json()["contacts"][0]["wa_id"] == WA_ID
    await simulator.settle()
    assert [one["status"] for one in receiver.statuses] == ["sent"]
    await clock.advance(minutes=1)
    await simulator.settle()
    assert [one["status"] for one in receiver.statuses] == ["sent", "delivered", "read"]
    assert {one["id"] for one in receiver.statuses} == {wamid}
    assert {one["biz_opaque_callback_data"] for one in receiver.statuses} == {"ours-1"}
    assert receiver.statuses[0]["pricing"]["category"] == "service"
    assert [one.text for one in lucas.received()] == ["Sorry to see that."]


async def test_free_text_is_refused_once_a_day_has_passed(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    await clock.advance(hours=24)
    reply = await graph.post(f"/{PHONE}/messages", json=text_to(LUCAS, "Too late"))
    assert reply.status_code == 400
    assert reply.json()["error"]["code"] == 131047
    simulator.customer(LUCAS).calls()
    await simulator.settle()
    reply = await graph.post(f"/{PHONE}/messages", json=text_to(LUCAS, "You called?"))
    assert reply.status_code == 200


async def test_nothing_is_posted_before_the_handshake_succeeds(
    simulator: Simulator, receiver: Receiver, clock: HandClock
) -> None:
    simulator.world.courier.verify_token = "wrong"
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    assert receiver.posts == []
    simulator.world.courier.verify_token = "verify me"
    await clock.advance(seconds=2)
    await simulator.settle()
    assert len(receiver.messages) == 1


async def test_a_refused_update_is_posted_again_with_growing_gaps_until_taken(
    simulator: Simulator, receiver: Receiver, clock: HandClock
) -> None:
    receiver.status = 503
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    for _ in range(3):
        await clock.advance(minutes=1)
        await simulator.settle()
    assert [one.status for one in simulator.posts] == [503, 503, 503, 503]
    receiver.status = 200
    await clock.advance(hours=1)
    await simulator.settle()
    await clock.advance(hours=1)
    await simulator.settle()
    assert len(receiver.messages) == 1


async def test_it_plays_by_itself_while_it_runs(
    simulator: Simulator, receiver: Receiver, clock: HandClock
) -> None:
    async with asyncio.TaskGroup() as group:
        running = group.create_task(simulator.run())
        simulator.customer(LUCAS).writes("Hello?")
        await until(lambda: receiver.messages)
        later = clock.now().replace(hour=13)
        simulator.customer(LUCAS).writes("Anybody?", at=later)
        await clock.settle()
        await clock.advance_to(later)
        await until(lambda: len(receiver.messages) == 2)
        running.cancel()


async def test_templates_come_in_pages_whose_next_leads_to_the_end(
    graph: httpx.AsyncClient,
) -> None:
    url: str | None = f"/{WABA}/message_templates?fields=name,language,status&limit=100"
    rows, pages = [], 0
    while url is not None:
        page = (await graph.get(url)).json()
        rows += page["data"]
        url = page.get("paging", {}).get("next")
        pages += 1
    assert pages >= 2
    assert len({(row["name"], row["language"]) for row in rows}) == len(rows) > 34
    assert set(rows[0]) == {"id", "name", "language", "status"}


async def test_a_stranger_without_the_token_is_turned_away(graph: httpx.AsyncClient) -> None:
    reply = await graph.get(f"/{PHONE}", headers={"Authorization": "Bearer wrong"})
    assert reply.status_code == 401
    assert reply.json()["error"]["code"] == 190
