"""News are told at once, and whoever then asks the cache finds them there."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest

from console.desk.cache import Cache
from console.desk.changes import Changes, Notice, ThreadChanged
from console.desk.inbox import Inbox
from console.desk.model import Model
from console.desk.model import Place as PlaceInFeed
from console.desk.sync import Sync
from console.domain.ids import DeskId, Seq
from console.wire.events import FeedEvent, MessageChanged
from console.wire.views import MessageView
from tests.desk.views import START, message

NEWS = FeedEvent(
    seq=Seq(1), prev=Seq(0), at=START, data=MessageChanged(message=message("hello", "sofa", 1))
)


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[Cache]:
    """A cache that is open already."""
    made = Cache(tmp_path / "cache.sqlite")
    await made.load()
    yield made
    await made.close()


@pytest.fixture
def changes() -> Changes:
    """Nobody listens yet."""
    return Changes()


@pytest.fixture
def sync(cache: Cache, changes: Changes) -> Sync:
    """At the beginning of a feed."""
    model = Model()
    inbox = Inbox(model, DeskId("desk"), lambda _session_id: False)
    made = Sync(model, inbox, cache, changes)
    made.place = PlaceInFeed("epoch", Seq(0), START)
    return made


async def test_a_busy_disk_keeps_no_screen_waiting(
    sync: Sync, changes: Changes, tmp_path: Path
) -> None:
    told = asyncio.Event()
    changes.subscribe(lambda _notice: told.set())
    disk = sqlite3.connect(tmp_path / "cache.sqlite")
    disk.execute("begin immediate")
    async with asyncio.TaskGroup() as group:
        taking = group.create_task(sync.take([NEWS]))
        await told.wait()
        assert not taking.done()
        disk.rollback()
    disk.close()


async def test_a_screen_that_fails_keeps_no_news_from_the_disk(
    sync: Sync, cache: Cache, changes: Changes
) -> None:
    def fail(_notice: Notice) -> None:
        raise LookupError

    changes.subscribe(fail)
    with pytest.raises(LookupError):
        await sync.take([NEWS])
    assert [kept.message_id for kept in await cache.messages(["hello"])] == ["hello"]
    assert (await cache.load()).place == sync.place


async def test_who_asks_the_cache_because_of_a_notice_finds_the_news(
    sync: Sync, cache: Cache, changes: Changes
) -> None:
    asked: list[Awaitable[list[MessageView]]] = []

    def ask(notice: Notice) -> None:
        if isinstance(notice, ThreadChanged):
            asked.append(group.create_task(cache.messages(notice.message_ids)))

    changes.subscribe(ask)
    async with asyncio.TaskGroup() as group:
        await sync.take([NEWS])
    assert [kept.message_id for each in asked for kept in await each] == ["hello"]
