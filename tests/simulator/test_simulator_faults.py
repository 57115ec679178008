"""Faults that a real platform has, each one called by name, over a real socket."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from console.simulator.simulator import Simulator
from tests.fakes import HandClock, serving, until
from tests.simulator.receiving import PHONE, TOKEN, Receiver, text_to

LUCAS = "+33612345678"
PATH = f"/v25.0/{PHONE}/messages"


@pytest.fixture
async def caller(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        serving(simulator.app) as base,
        httpx.AsyncClient(base_url=base, headers=headers) as client,
    ):
        yield client


async def test_a_lost_reply_drops_the_connection_and_the_message_goes_out(
    simulator: Simulator, caller: httpx.AsyncClient, receiver: Receiver
) -> None:
    simulator.faults.lose_reply()
    with pytest.raises(httpx.RemoteProtocolError):
        await caller.post(PATH, json=text_to(LUCAS, "Hi", biz_opaque_callback_data="ours"))
    await simulator.settle()
    assert receiver.statuses[0]["biz_opaque_callback_data"] == "ours"
    assert (await caller.post(PATH, json=text_to(LUCAS, "Hi again"))).status_code == 200


async def test_a_status_can_come_before_the_reply(
    simulator: Simulator, caller: httpx.AsyncClient, receiver: Receiver
) -> None:
    simulator.faults.status_before_reply()
    reply = await caller.post(PATH, json=text_to(LUCAS, "Hi"))
    assert receiver.statuses[0]["id"] == reply.json()["messages"][0]["id"]
    await simulator.settle()
    assert len(receiver.statuses) == 1


async def test_a_server_error_can_come_after_the_message_was_accepted(
    simulator: Simulator, caller: httpx.AsyncClient, receiver: Receiver
) -> None:
    simulator.faults.http_500_after_accept()
    reply = await caller.post(PATH, json=text_to(LUCAS, "Hi"))
    assert reply.status_code == 500
    assert reply.json()["error"]["code"] == 131000
    await simulator.settle()
    assert receiver.statuses[0]["status"] == "sent"


async def test_an_error_by_number_refuses_the_next_send_only(
    simulator: Simulator, caller: httpx.AsyncClient
) -> None:
    simulator.faults.error(131042)
    reply = await caller.post(PATH, json=text_to(LUCAS, "Hi"))
    assert reply.json()["error"]["code"] == 131042
    assert simulator.sent == []
    assert (await caller.post(PATH, json=text_to(LUCAS, "Hi"))).status_code == 200


async def test_a_message_can_fail_after_it_was_accepted_or_both_arrive_and_fail(
    simulator: Simulator, caller: httpx.AsyncClient, receiver: Receiver, clock: HandClock
) -> None:
    simulator.faults.fail_later(131026)
    simulator.faults.delivered_and_failed()
    first = await caller.post(PATH, json=text_to(LUCAS, "Hi"))
    second = await caller.post(PATH, json=text_to(LUCAS, "Hi"))
    await simulator.settle()
    await clock.advance(seconds=10)
    await simulator.settle()
    ids = [one.json()["messages"][0]["id"] for one in (first, second)]
    seen = [(ids.index(one["id"]), one["status"]) for one in receiver.statuses]
    assert sorted(seen) == [(0, "failed"), (1, "delivered"), (1, "failed"), (1, "sent")]


async def test_an_expired_token_is_refused_with_its_subcode(
    simulator: Simulator, caller: httpx.AsyncClient
) -> None:
    simulator.faults.expired_token(times=2)
    for _ in range(2):
        reply = await caller.get(f"/v25.0/{PHONE}")
        assert reply.status_code == 401
        assert reply.json()["error"]["code"] == 190
        assert reply.json()["error"]["error_subcode"] == 463
    assert (await caller.get(f"/v25.0/{PHONE}")).json()["id"] == PHONE


async def test_a_held_call_is_answered_when_the_time_has_come(
    simulator: Simulator, caller: httpx.AsyncClient, clock: HandClock
) -> None:
    simulator.faults.hold(20)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(caller.get(f"/v25.0/{PHONE}"))
        await until(clock.sleeping)
        assert not call.done()
        await clock.advance(seconds=20)
    assert call.result().status_code == 200


async def test_a_download_can_fail_once(
    simulator: Simulator, caller: httpx.AsyncClient, receiver: Receiver
) -> None:
    simulator.customer(LUCAS).sends_image(b"\xff\xd8\xffpicture")
    await simulator.settle()
    simulator.faults.media_404_once()
    media_id = receiver.messages[-1]["image"]["id"]
    url = (await caller.get(f"/v25.0/{media_id}")).json()["url"]
    assert (await caller.get(url)).status_code == 404
    assert (await caller.get(url)).content == b"\xff\xd8\xffpicture"
