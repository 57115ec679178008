"""A full disk with a reserve, and a database that is damaged while the hub runs."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.hub.reserve import LEAST_FREE, LOOK_S, Reserve
from console.hub.store.audit_trail import audit_trail
from console.wire import requests
from console.wire.codec import from_json
from console.wire.requests import Snapshot
from tests.conftest import ExpectedLogs
from tests.fakes import HandClock, until
from tests.given import NOON, WEBHOOKS, GivenHub, a_hub, signed, webhook_of_text

MIB = 1024 * 1024


class Disk:
    """How much room there is besides the reserve, as the test says."""

    def __init__(self) -> None:
        self.free_bytes = 10_000 * MIB

    def __call__(self, _folder: Path) -> int:
        return self.free_bytes


def test_f6_the_reserve_is_made_given_up_and_made_again(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs("the disk is full")
    expected_logs("room again")
    disk, file = Disk(), tmp_path / "reserve"
    reserve = Reserve(tmp_path, 3 * MIB, disk)
    reserve.look()
    held = file.stat()
    assert held.st_size == 3 * MIB
    assert getattr(held, "st_blocks", 3 * MIB // 512) * 512 >= 3 * MIB  # not a hole
    disk.free_bytes = LEAST_FREE - 1
    reserve.look()
    assert not file.exists()
    disk.free_bytes = LEAST_FREE + 3 * MIB  # what it gave up itself is not enough
    reserve.look()
    assert not file.exists()
    disk.free_bytes = 100 * MIB
    reserve.look()
    assert file.stat().st_size == 3 * MIB


def test_f6_without_a_reserve_nothing_is_kept_or_refused(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path, 0, lambda _folder: 0)
    reserve.look()
    reserve.give_up()
    reserve.refuse_if_gone()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
async def hub(tmp_path: Path, expected_logs: ExpectedLogs) -> AsyncIterator[GivenHub]:
    for words in ("the disk is full", "room again", "broken off for now", "webhook not kept"):
        expected_logs(words)
    for words in ("database or disk", "is damaged, used no more", "job put off"):
        expected_logs(words)
    clock = HandClock(NOON)
    async with a_hub(tmp_path, clock=clock, running=True, reserve_mib=1) as given:
        given.hub.reserve._free = disk = Disk()
        given.disk = disk  # type: ignore[attr-defined]
        yield given


async def post(hub: GivenHub, number: int) -> int:
    body = webhook_of_text(
        "Hello", at=NOON, number="31612345678", name="Lucas", wamid=f"wamid.{number}"
    )
    async with hub.client() as client:
        return (await client.post(WEBHOOKS, content=body, headers=signed(body))).status_code


async def ready(hub: GivenHub) -> tuple[int, str]:
    async with hub.client() as client:
        answer = await client.get("/readyz")
    return answer.status_code, answer.text


async def looks(hub: GivenHub) -> None:
    """The hub has looked at its disk once more."""
    assert isinstance(hub.clock, HandClock)
    await hub.clock.advance(seconds=LOOK_S + 1)


async def trail(hub: GivenHub) -> list[str]:
    query = sa.select(audit_trail.c.action).where(audit_trail.c.object == "hub")
    async with hub.hub.store.reading() as connection:
        return list((await connection.execute(query.order_by(audit_trail.c.number))).scalars())


async def until_recorded(hub: GivenHub, action: str) -> None:
    for _ in range(400):
        if (await trail(hub))[-1:] == [action]:
            return
        await looks(hub)
    raise AssertionError(await trail(hub))


async def test_f6_a_full_disk_ends_what_began_takes_in_nothing_new_and_goes_on_by_itself(
    hub: GivenHub, tmp_path: Path
) -> None:
    await hub.rep("maya")
    await looks(hub)
    reserve = tmp_path / "reserve"
    await until(reserve.exists)
    assert await post(hub, 1) == 200
    async with hub.client("maya") as client:
        async with hub.hub.store.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count=1")  # no page more than now
        hub.disk.free_bytes = MIB  # type: ignore[attr-defined]
        number = 2
        while await post(hub, number) == 200:
            number += 1
        assert not reserve.exists()
        async with hub.hub.store.engine.connect() as connection:  # it has given up its room
            await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert await post(hub, number) == 503
        code, words = await ready(hub)
        assert (code, "its disk is full" in words) == (503, True)
        refused = await client.put(requests.PRESENCE, json={"wanted": "online"})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert "its disk is full" in refused.json()["detail"]
        assert (await client.get(requests.SNAPSHOT)).status_code == 200
        await until_recorded(hub, "disk_full")
        snapshot = from_json(Snapshot, (await client.get(requests.SNAPSHOT)).content)
        assert len(snapshot.sessions) == 1  # what had been taken in was read
        hub.disk.free_bytes = 1000 * MIB  # type: ignore[attr-defined]
        await until_recorded(hub, "disk_has_room")
        assert reserve.exists()
        assert (await post(hub, number), await ready(hub)) == (200, (200, "ready"))
        going_on = await client.put(requests.PRESENCE, json={"wanted": "online"})
        assert going_on.status_code == 204


async def test_f8_a_database_damaged_while_the_hub_runs_is_used_no_more(
    hub: GivenHub, tmp_path: Path
) -> None:
    await hub.rep("maya")
    for number in range(1, 30):
        assert await post(hub, number) == 200
    await looks(hub)
    async with hub.client("maya") as client:
        database = tmp_path / "hub.db"
        with closing(sqlite3.connect(database)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = database.read_bytes()
        database.write_bytes(whole[:4096] + bytes(b ^ 0x5A for b in whole[4096:]))
        damaged = database.read_bytes()
        codes = {await post(hub, number) for number in range(30, 60)}
        assert 503 in codes
        for answer in (
            await client.get(requests.SNAPSHOT),
            await client.get("/readyz"),
            await client.put(requests.PRESENCE, json={"wanted": "online"}),
        ):
            assert answer.status_code == 503, answer.text
            assert "database is damaged" in answer.json()["detail"]
            assert "hub restore" in answer.json()["detail"]
        assert await post(hub, 99) == 503
        assert (await client.get("/healthz")).status_code == 200
        for _ in range(5):
            await looks(hub)  # no background work touches it
    assert database.read_bytes() == damaged
