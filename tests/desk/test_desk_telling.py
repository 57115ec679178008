"""News are told at once, and whoever then asks the cache finds them there."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from console.desk.cache import Cache
from console.desk.changes import Changes, Notice, ThreadChanged
from console.desk.inbox import Inbox
from console.desk.model import Model, Written
from console.desk.model import Place as PlaceInFeed
from console.desk.sealing import Seal
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
    made = Cache(tmp_path / "cache.sealed", Seal(bytes(32)))
    await made.load()
    yield made
    with suppress(RuntimeError):  # a test has closed it
        await made.close()


@pytest.fixture
def changes() -> Changes:
    """Nobody listens yet."""
    return Changes()


@pytest.fixture
def sync(cache: Cache, changes: Changes) -> Sync:
    """At the beginning of a feed."""
    model = Model()
    inbox = Inbox(model, DeskId("desk"), lambda _session_id: False, lambda _session_id: None)
    made = Sync(model, inbox, cache, changes)
    made.place = PlaceInFeed("epoch", Seq(0), START)
    return made


async def test_a_busy_disk_keeps_no_screen_waiting(
    sync: Sync, changes: Changes, tmp_path: Path
) -> None:
    told = asyncio.Event()
    changes.subscribe(lambda _notice: told.set())
    disk = sqlite3.connect(tmp_path / "cache.sealed")
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


async def test_what_a_notice_puts_on_the_loop_comes_before_the_disk(
    sync: Sync, cache: Cache, changes: Changes, tmp_path: Path
) -> None:
    kept_when_painting: list[int] = []

    def paint() -> None:
        with closing(sqlite3.connect(tmp_path / "cache.sealed")) as disk:
            kept_when_painting.append(disk.execute("select count(*) from place").fetchone()[0])

    def tell(_notice: Notice) -> None:
        asyncio.get_running_loop().call_soon(paint)

    changes.subscribe(tell)
    await sync.take([NEWS])
    assert kept_when_painting == [0]
    assert (await cache.load()).place == sync.place


async def test_news_are_kept_although_nobody_waits_for_it_any_more(
    sync: Sync, cache: Cache, changes: Changes
) -> None:
    told = asyncio.Event()
    changes.subscribe(lambda _notice: told.set())
    async with asyncio.TaskGroup() as group:
        taking = group.create_task(sync.take([NEWS]))
        await told.wait()
        taking.cancel()
    assert [kept.message_id for kept in await cache.messages(["hello"])] == ["hello"]
    assert (await cache.load()).place == sync.place


async def test_a_closed_cache_refuses_what_comes_too_late(cache: Cache) -> None:
    await cache.close()
    with pytest.raises(RuntimeError):
        await cache.write(Written())


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
