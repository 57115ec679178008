"""A locked database and a full disk: refused in words, nothing lost, gone on by itself."""

import asyncio
import errno
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.hub import outage
from console.hub.store import inline, schema
from tests.conftest import ExpectedLogs
from tests.fakes import HandClock
from tests.given import NOON, WEBHOOKS, GivenHub, a_hub, signed, webhook_of_text


@pytest.fixture
async def hub(
    tmp_path: Path, expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[GivenHub]:
    monkeypatch.setattr(inline, "BUSY_LIMIT_S", 0.0)  # a lock is told at once
    for words in ("broken off for now", "webhook not kept", "database or disk", "stream ended"):
        expected_logs(words)
    expected_logs("job put off")
    async with a_hub(tmp_path, clock=HandClock(NOON), running=True) as given:
        yield given


@asynccontextmanager
async def locked(folder: Path) -> AsyncIterator[None]:
    """Another process writes and doesn't come to an end."""
    other = sqlite3.connect(folder / "hub.db", isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")  # once the hub lets it
    yield
    other.execute("ROLLBACK")
    other.close()


async def post(hub: GivenHub, number: int) -> int:
    body = webhook_of_text(
        "Hello", at=NOON, number="31612345678", name="Lucas", wamid=f"wamid.{number}"
    )
    async with hub.client() as client:
        return (await client.post(WEBHOOKS, content=body, headers=signed(body))).status_code


async def messages(hub: GivenHub) -> int:
    async with hub.hub.store.reading() as connection:
        query = sa.select(sa.func.count()).select_from(schema.message)
        return int((await connection.execute(query)).scalar_one())


async def clock_goes_on_until(hub: GivenHub, wanted: int) -> None:
    clock = hub.clock
    assert isinstance(clock, HandClock)
    for _ in range(400):
        if await messages(hub) == wanted:
            return
        await clock.advance(seconds=1)
    raise AssertionError(f"{await messages(hub)} messages instead of {wanted}")


async def test_f7_a_locked_database_only_makes_the_hub_late(
    hub: GivenHub, tmp_path: Path
) -> None:
    clock = hub.clock
    assert isinstance(clock, HandClock)
    assert await post(hub, 1) == 200
    await clock_goes_on_until(hub, 1)
    async with locked(tmp_path):
        for _ in range(20):  # all that looks at the database in a minute meets the lock
            await clock.advance(seconds=3)
            assert await post(hub, 2) == 503
    assert await post(hub, 2) == 200
    await clock_goes_on_until(hub, 2)


async def test_f7_a_desk_that_stays_connected_keeps_its_session_through_an_outage(
    hub: GivenHub, tmp_path: Path
) -> None:
    clock = hub.clock
    assert isinstance(clock, HandClock)
    await hub.rep("maya")
    async with hub.client("maya") as client, client.stream("GET", "/v1/feed"):
        async with locked(tmp_path):
            for _ in range(20):
                await clock.advance(seconds=3)
                assert await post(hub, 1) == 503  # real time for what real threads do
        for _ in range(5):
            await clock.advance(seconds=1)
            assert await post(hub, 1) == 200
        async with hub.hub.store.reading() as connection:
            row = (await connection.execute(sa.select(schema.desk))).mappings().one()
        assert row["reachable_until"] > clock.now()


async def test_f7_while_the_database_is_locked_people_are_told_so(
    hub: GivenHub, tmp_path: Path
) -> None:
    await hub.rep("maya")
    async with hub.client("maya") as client:
        async with locked(tmp_path):
            refused = await client.put("/v1/presence", json={"wanted": "online"})
            feed = await client.get("/v1/feed")
        assert (refused.status_code, feed.status_code) == (503, 503)
        assert "try again" in refused.json()["detail"]
        assert feed.json()["code"] == "unavailable"
        assert (await client.get("/v1/snapshot")).status_code == 200


async def test_f6_a_full_disk_refuses_webhooks_until_there_is_room(hub: GivenHub) -> None:
    async with hub.hub.store.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=1")  # no page more than now
    codes = [await post(hub, number) for number in range(1, 80)]
    refused = codes.count(503)
    assert set(codes[-3:]) == {503}
    async with hub.hub.store.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    again = [await post(hub, number) for number in range(1, 80)]
    assert refused
    assert set(again) == {200}
    await clock_goes_on_until(hub, 79)


def test_f6_a_file_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    from console.hub.files import FileStore

    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    store = FileStore(tmp_path / "media")
    incoming = store.incoming()
    [path] = (tmp_path / "media").iterdir()
    incoming._file.close()
    incoming._file = full.open("wb")
    with pytest.raises(OSError, match="No space"), incoming:
        incoming.write(b"x")
    assert not path.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "its disk is full"),
        (OSError(errno.EIO, "Input/output error"), "write to its disk"),
        (FileNotFoundError(errno.ENOENT, "no socket"), "reach its database"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "reach its database"),
    ],
)
def test_people_are_told_what_fails_and_to_try_again(error: OSError, words: str) -> None:
    assert words in outage.refusal(error).message
    assert "try again" in outage.refusal(error).message
