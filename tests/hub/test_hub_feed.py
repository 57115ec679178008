"""The feed: who sees what, resuming, resets, skips, signing out, replicas."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from httpx_sse import EventSource, ServerSentEvent

from console.domain.people import Role
from console.hub import people
from console.hub.store import schema
from console.wire import requests
from console.wire.codec import from_json
from console.wire.events import (
    FeedEvent,
    MessageChanged,
    SessionChanged,
    SessionGone,
    SignedOut,
)
from console.wire.requests import Snapshot
from tests import postgres
from tests.fakes import HandClock
from tests.given import NOON, GivenHub, a_hub


@pytest.fixture
async def hub(database_url: str, tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path, database_url=database_url) as given:
        yield given


async def snapshot_of(client: httpx.AsyncClient) -> Snapshot:
    return from_json(Snapshot, (await client.get(requests.SNAPSHOT)).content)


class Stream:
    """A desk's feed; `facts` reads until the hub's present place."""

    def __init__(self, hub: GivenHub, events: AsyncIterator[ServerSentEvent]) -> None:
        self._hub = hub
        self._events = events
        self.place = 0

    async def next(self) -> ServerSentEvent:
        async with asyncio.timeout(10):
            return await anext(self._events)

    async def facts(self, kind: type, count: int = 1) -> list[FeedEvent]:
        """The next events that carry this kind of data."""
        found: list[FeedEvent] = []
        while len(found) < count:
            frame = await self.next()
            if frame.event != "event":
                continue
            event = from_json(FeedEvent, frame.data)
            assert event.prev == self.place, "a gap"
            self.place = event.seq
            if isinstance(event.data, kind):
                found.append(event)
        return found


@asynccontextmanager
async def stream(
    hub: GivenHub, client: httpx.AsyncClient, after: int | None = None
) -> AsyncIterator[Stream]:
    place = (await snapshot_of(client)).as_of if after is None else after
    headers = {"Last-Event-ID": str(place)}
    async with client.stream("GET", requests.FEED, headers=headers) as response:
        found = Stream(hub, EventSource(response).aiter_sse())
        found.place = place
        yield found


async def test_each_desk_sees_its_own_queues_and_supervisors_all(hub: GivenHub) -> None:
    await hub.rep("maya")
    await hub.rep("dirk", queues=("delivery",))
    await hub.rep("sue", role=Role.SUPERVISOR, queues=())
    async with hub.client("maya") as maya, hub.client("dirk") as dirk, hub.client("sue") as sue:
        async with stream(hub, maya) as mine, stream(hub, sue) as all_of_it:
            await hub.customer_writes()
            assert await mine.facts(MessageChanged)
            assert await all_of_it.facts(MessageChanged)
        assert len((await snapshot_of(maya)).sessions) == 1
        assert len((await snapshot_of(sue)).sessions) == 1
        assert (await snapshot_of(dirk)).sessions == ()
        async with stream(hub, dirk, after=0) as other:
            other.place = 0
            await hub.rep("last")  # everybody is told of a new colleague
            while (frame := await other.next()).event != "event" or '"last"' not in frame.data:
                assert '"message"' not in frame.data
                assert '"session"' not in frame.data


async def test_a_session_that_leaves_ones_queue_is_gone(hub: GivenHub) -> None:
    await hub.rep("maya")
    await hub.rep("ben")
    async with hub.client("maya") as maya, hub.client("ben") as ben:
        await hub.customer_writes()
        session = (await maya.post(requests.TAKE_NEXT, json={})).json()
        async with stream(hub, ben) as other:
            path = requests.TRANSFER.format(session_id=session["session_id"])
            moved = await maya.post(
                path, json={"fence": session["fence"], "to_queue": "delivery"}
            )
            assert moved.status_code == 200, moved.text
            await hub.settle()
            gone = (await other.facts(SessionGone))[0].data
        assert isinstance(gone, SessionGone)
        assert gone.session_id == session["session_id"]
        assert (await snapshot_of(ben)).sessions == ()
        path = requests.SESSION.format(session_id=session["session_id"])
        assert (await ben.get(path)).status_code == 404


async def test_a_desk_that_resumes_misses_nothing(hub: GivenHub) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client:
        async with stream(hub, client) as first:
            await hub.customer_writes("one")
            await first.facts(MessageChanged)
        await hub.customer_writes("two")
        await hub.customer_writes("three")
        async with stream(hub, client, after=first.place) as second:
            texts: list[str] = []
            while "three" not in texts:
                for event in await second.facts(MessageChanged):
                    assert isinstance(event.data, MessageChanged)
                    texts.append(getattr(event.data.message.body, "text", ""))
    assert "two" in texts


async def test_a_place_of_another_memory_or_too_long_ago_wants_a_new_snapshot(
    hub: GivenHub,
) -> None:
    await hub.rep("maya")
    await hub.customer_writes()
    async with hub.client("maya") as client:
        async with stream(hub, client, after=10_000) as ahead:
            assert [(await ahead.next()).event for _ in range(2)] == ["beat", "reset"]
        async with hub.hub.store.engine.begin() as connection:
            journal = schema.journal
            await connection.execute(sa.delete(journal).where(journal.c.seq <= 3))
        async with stream(hub, client, after=1) as behind:
            assert [(await behind.next()).event for _ in range(2)] == ["beat", "reset"]


async def test_what_passes_by_is_said_after_five_seconds_and_a_beat_after_fifteen(
    hub: GivenHub,
) -> None:
    clock = hub.clock
    assert isinstance(clock, HandClock)
    await hub.rep("dirk", queues=("delivery",))
    async with hub.client("dirk") as client, stream(hub, client) as feed:
        await hub.customer_writes()
        await clock.advance(seconds=7)
        head = hub.hub.feed.place
        while feed.place < head:
            frame = await feed.next()
            if frame.event == "event":
                event = from_json(FeedEvent, frame.data)
                assert event.prev == feed.place
                feed.place = event.seq
        await clock.advance(seconds=17)
        assert (await feed.next()).event == "beat"


async def test_t19_a_revoked_token_ends_the_stream_with_words(hub: GivenHub) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client, stream(hub, client) as feed:
        await hub.rep("ada", role=Role.ADMIN)
        await people.change(hub.hub.store, hub.reps["maya"], disabled=True)
        out = (await feed.facts(SignedOut))[0].data
        assert isinstance(out, SignedOut)
        assert out.reason.startswith("You were signed out.")
        with pytest.raises(StopAsyncIteration):
            await feed.next()


async def test_t19_changed_queues_make_the_desk_start_over_before_it_sees_more(
    hub: GivenHub,
) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client, stream(hub, client) as feed:
        await people.change(hub.hub.store, hub.reps["maya"], queues=("delivery",))
        await hub.customer_writes("not for maya any more")
        frames = [await feed.next()]
        while frames[-1].event != "reset":
            frames.append(await feed.next())
        with pytest.raises(StopAsyncIteration):
            await feed.next()
    assert not any("not for maya" in frame.data for frame in frames)


async def test_two_checks_of_its_rights_at_once_end_a_stream_once(hub: GivenHub) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client, stream(hub, client) as feed:
        await people.change(hub.hub.store, hub.reps["maya"], queues=("delivery",))
        async with asyncio.TaskGroup() as group:
            group.create_task(hub.hub.feed.renew())
            group.create_task(hub.hub.feed.renew())
        while (await feed.next()).event != "reset":
            pass
        with pytest.raises(StopAsyncIteration):
            await feed.next()


async def test_a_desk_is_reachable_while_its_stream_lives(hub: GivenHub) -> None:
    await hub.rep("maya")
    await hub.rep("sue", role=Role.SUPERVISOR)

    async def reachable() -> bool:
        async with hub.client("sue") as sue:
            reps = (await snapshot_of(sue)).reps
        return next(rep.reachable for rep in reps if rep.rep_id == "maya")

    async with hub.client("maya") as client:
        assert not await reachable()
        async with stream(hub, client) as feed:
            await feed.next()
            await hub.pass_time(minutes=3)
            assert await reachable()
    await hub.pass_time(seconds=60)
    assert not await reachable()


@pytest.mark.xdist_group("postgresql")
async def test_another_replica_serves_what_this_one_wrote(
    databases: postgres.Databases, tmp_path: Path
) -> None:
    clock, url = HandClock(NOON), await databases.fresh()
    async with (
        a_hub(tmp_path / "a", clock=clock, database_url=url) as first,
        a_hub(tmp_path / "b", clock=clock, database_url=url) as second,
    ):
        await first.rep("maya")
        async with second.client("maya") as client, stream(second, client) as feed:
            await first.customer_writes("from the other one")
            event = (await feed.facts(SessionChanged))[-1]
            assert isinstance(event.data, SessionChanged)
            assert event.data.session.customer_name == "Lucas"
