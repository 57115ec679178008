"""The demo: its history is played, kept, and lived on in by processes of their own."""

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.app.shop import furnish, history, seat, stories
from console.app.shop.children import Children
from console.app.shop.clock import SteppedClock
from console.app.shop.kept import KeptShop, draft_of
from console.app.shop.road import Road
from console.app.shop.settings import ACCESS_TOKEN, settings
from console.app.shop.settings_text import hub_toml
from console.app.starting import Starting
from console.desk.clock import WallClock
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.domain.care_window import is_open
from console.domain.people import Wanted
from console.domain.sessions import Section, SessionStatus, section_of
from console.hub import settings_file
from tests.fakes import until

STORY = stories.load(datetime(2026, 5, 14, 12, 36, tzinfo=UTC))


def nobody_waits_for_it(_done: int, _of: int) -> None:
    pass


def sections(desk: Desk) -> Counter[Section]:
    return Counter(
        section_of(
            row.status,
            window_open=is_open(row.expires_at, desk.now()),
            customer_waits=row.customer_waits,
        )
        for row in desk.inbox()
        if row.status is not SessionStatus.ENDED
    )


def maya_at(folder: Path, credentials: MemoryCredentials, clock: SteppedClock | None) -> Desk:
    return Desk(
        folder=folder,
        clock=clock or WallClock(),
        desk_name="Utrecht-07",
        credentials=credentials,
        downloads=folder / "downloads",
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop")


@pytest.mark.timeout(200)
async def test_the_shops_last_days_end_with_the_day_that_is_told(kept: Path) -> None:
    shop = KeptShop(kept / "shop")
    assert not shop.is_there(0)
    await history.play(shop.folder, STORY, seed=0, progress=nobody_waits_for_it)
    assert shop.is_there(0)
    assert not shop.is_there(1)
    assert shop.ends_at() == STORY.present
    assert not draft_of(shop.folder).exists()

    clock = SteppedClock(shop.ends_at())
    simulator = furnish.platform(clock, state=shop.platform_state)
    async with Road(shop.settings(STORY), clock, simulator) as road:
        folder = kept / "maya"
        credentials = await seat.signed_in(folder, road.hub_url, "maya")
        desk = maya_at(folder, credentials, clock)
        try:
            assert await desk.resume()
            assert sections(desk) == {
                Section.WAITING_FOR_ME: 3,
                Section.ACTIVE: 4,
                Section.QUIET: 1,
                Section.LAPSED: 2,
            }
            assert all(row.mine and row.here for row in desk.inbox())
            assert desk.me is not None
            assert (desk.me.loaded, desk.me.capacity) == (7, 8)
            wanted = {rep.name: rep.wanted for rep in desk.reps()}
            assert wanted["Ingrid Solheim"] is Wanted.AWAY
            assert wanted["Piotr Zieliński"] is Wanted.BUSY
            assert len(desk.templates()) > 30
        finally:
            await desk.close()


@pytest.mark.timeout(200)
async def test_hub_and_platform_go_on_as_processes_and_end_with_the_demo(
    kept: Path, tmp_path: Path
) -> None:
    shop = KeptShop(kept / "shop")
    if not shop.is_there(0):
        await history.play(shop.folder, STORY, seed=0, progress=nobody_waits_for_it)
    with Children(shop, speed=1.0, seed=0) as children:
        credentials = await seat.signed_in(tmp_path, children.hub_url, "maya")
        desk = maya_at(tmp_path, credentials, None)
        try:
            assert await desk.resume()
            assert len(desk.inbox()) >= 10
            gone_by = desk.now() - STORY.present
            assert 0 <= gone_by.total_seconds() < 120
        finally:
            await desk.close()
        began_s = time.monotonic()
    assert time.monotonic() - began_s < 30


@pytest.mark.timeout(200)
async def test_a_demo_that_is_closed_while_it_starts_leaves_nothing_running(kept: Path) -> None:
    shop = KeptShop(kept / "shop")
    if not shop.is_there(0):
        await history.play(shop.folder, STORY, seed=0, progress=nobody_waits_for_it)
    children = Children(shop, speed=1.0, seed=0)
    starting = Starting(children)
    began_s = time.monotonic()
    await until(lambda: children.running or starting.is_over())
    assert children.running
    starting.stop()
    assert starting.is_over()
    assert starting.trouble
    assert not children.hub_url
    assert not children.running
    assert time.monotonic() - began_s < 30


def test_the_shops_settings_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    wanted = settings(STORY, tmp_path / "data")
    path = tmp_path / "hub.toml"
    path.write_text(hub_toml(wanted), encoding="utf-8")
    found = settings_file.load(path)
    assert found.name == wanted.name
    assert found.queues == wanted.queues
    assert found.quick_replies == wanted.quick_replies
    assert found.channels[0].queue == "Delivery & returns"
    assert found.channels[0].access_token.reveal() == ACCESS_TOKEN
