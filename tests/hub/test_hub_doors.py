"""The hub's doors from outside: signing in, the snapshot, the feed."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from httpx_sse import EventSource, ServerSentEvent

from console.wire import requests
from console.wire.codec import from_json
from console.wire.events import Beat, FeedEvent, MessageChanged, Offered, SessionChanged
from console.wire.requests import Snapshot
from tests.given import GivenHub, a_hub


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path) as given:
        yield given


async def snapshot_of(client: httpx.AsyncClient) -> Snapshot:
    response = await client.get(requests.SNAPSHOT)
    assert response.status_code == 200, response.text
    return from_json(Snapshot, response.content)


async def frames(client: httpx.AsyncClient, after: int, count: int) -> list[ServerSentEvent]:
    """The first frames of the feed after a place."""
    found: list[ServerSentEvent] = []
    headers = {"Last-Event-ID": str(after)}
    async with client.stream("GET", requests.FEED, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        async for event in EventSource(response).aiter_sse():
            found.append(event)
            if len(found) == count:
                break
    return found


async def test_a_rep_signs_in_and_starts_from_a_snapshot(hub: GivenHub) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client:
        snapshot = await snapshot_of(client)
    assert snapshot.me.name == "Maya"
    assert snapshot.hub_name == "Test hub"
    assert [queue.name for queue in snapshot.queues] == ["Delivery", "Repairs"]
    assert [channel.name for channel in snapshot.channels] == ["Shop"]
    assert [reply.shortcut for reply in snapshot.quick_replies] == ["hi"]


async def test_the_feed_begins_with_the_hubs_clock(hub: GivenHub) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client:
        snapshot = await snapshot_of(client)
        first = (await frames(client, snapshot.as_of, 1))[0]
    beat = from_json(Beat, first.data)
    assert (first.event, beat.now, beat.epoch) == ("beat", hub.clock.now(), snapshot.epoch)


async def test_a_customers_message_comes_down_the_feed(hub: GivenHub) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client:
        place = (await snapshot_of(client)).as_of
        await hub.customer_writes("Is anybody there?")
        found = await frames(client, place, 5)
    events = [from_json(FeedEvent, frame.data) for frame in found if frame.event == "event"]
    texts = [e.data.message.body for e in events if isinstance(e.data, MessageChanged)]
    sessions = [e.data.session for e in events if isinstance(e.data, SessionChanged)]
    assert any(getattr(body, "text", "") == "Is anybody there?" for body in texts)
    assert sessions[-1].customer_name == "Lucas"
    assert sessions[-1].last_preview == "Is anybody there?"
    places = [place, *(event.seq for event in events)]
    assert [event.prev for event in events] == places[:-1]


async def test_an_online_rep_with_a_stream_is_offered_the_session(hub: GivenHub) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client:
        await client.put(requests.PRESENCE, json={"wanted": "online"})
        place = (await snapshot_of(client)).as_of
        headers = {"Last-Event-ID": str(place)}
        async with client.stream("GET", requests.FEED, headers=headers) as response:
            events = EventSource(response).aiter_sse()
            assert (await anext(events)).event == "beat"
            await hub.customer_writes()
            while True:
                event = from_json(FeedEvent, (await anext(events)).data)
                if isinstance(event.data, Offered):
                    break
            accepted = await client.post(
                requests.ACCEPT.format(work_id=event.data.offer.work_id)
            )
    assert accepted.json()["owner_name"] == "Maya"
    assert accepted.json()["status"] == "active"


async def test_a_refusal_is_told_in_the_language_asked_for_and_its_code_is_not(
    hub: GivenHub,
) -> None:
    async with httpx.AsyncClient(base_url=hub.url) as client:
        english = (await client.get(requests.SNAPSHOT)).json()
        asked = {"Accept-Language": "fr, de-AT;q=0.7, en;q=0.2"}
        loud = (await client.get(requests.SNAPSHOT, headers=asked)).json()
        again = (await client.get(requests.SNAPSHOT)).json()
    assert (english["title"], english["detail"]) == ("Sign in again", "Sign in first.")
    assert (loud["title"], loud["detail"]) == ("SIGN IN AGAIN", "SIGN IN FIRST.")
    assert loud["code"] == english["code"] == "not_signed_in"
    assert again == english
