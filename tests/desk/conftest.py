"""A small hub on loopback and desks that sit at it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.desk.changes import Notice
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.installation import load
from console.desk.keys import Keys
from console.desk.rows import LinkState
from console.desk.sealing import Seal
from tests.desk.small_hub import SmallHub
from tests.desk.views import START, session
from tests.fakes import HandClock, serving, until


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
def hub(clock: HandClock) -> SmallHub:
    return SmallHub(clock)


@pytest.fixture
async def url(hub: SmallHub) -> AsyncIterator[str]:
    async with serving(hub.app()) as address:
        try:
            yield address
        finally:
            hub.drop_streams()


@dataclass
class Place:
    """Where a test's desk lives: its folder, its keyring, the notices it has given."""

    folder: Path
    downloads: Path
    clock: HandClock
    credentials: MemoryCredentials
    notices: list[Notice]

    def desk(self) -> Desk:
        made = Desk(
            folder=self.folder,
            clock=self.clock,
            desk_name="D1",
            credentials=self.credentials,
            downloads=self.downloads,
        )
        made.changes.subscribe(self.notices.append)
        return made

    async def seal(self) -> Seal:
        """What seals the files of who stays signed in."""
        key = await Keys(self.folder, self.credentials).at_hand(load(self.folder).key)
        assert key is not None
        return Seal(key)

    def after_a_kill(self, folder: Path) -> "Place":
        """The same desk as a killed program leaves it: only what is on disk by now."""
        shutil.copytree(self.folder, folder)
        return Place(folder, self.downloads, self.clock, self.credentials, [])

    async def eventually(self, fact: Callable[[], object], step_s: float = 1.0) -> None:
        """Returns once the fact is true; the clock goes on meanwhile."""
        async with asyncio.timeout(10):
            while not fact():
                await self.clock.advance(seconds=step_s)
                await asyncio.sleep(0.002)


@pytest.fixture
def place(tmp_path: Path, clock: HandClock) -> Place:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    return Place(tmp_path / "desk", downloads, clock, MemoryCredentials(), [])


@asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[Desk]:
    """The desk, following its hub until the block ends."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(desk.run())
        try:
            yield desk
        finally:
            task.cancel()


@asynccontextmanager
async def signed_in(place: Place, url: str) -> AsyncIterator[Desk]:
    """A desk with Ana at it, connected."""
    desk = place.desk()
    await desk.sign_in(url, "ana", "secret", stay=True)
    async with running(desk):
        await until(lambda: desk.link.state is LinkState.CONNECTED)
        yield desk


@pytest.fixture
async def desk(place: Place, url: str, hub: SmallHub) -> AsyncIterator[Desk]:
    """Ana's desk, holding the session "sofa"."""
    async with AsyncExitStack() as stack:
        found = await stack.enter_async_context(signed_in(place, url))
        hub.put(session("sofa", **hub.here()))
        await until(lambda: found.session(session("sofa").session_id))
        yield found
