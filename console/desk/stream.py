"""The hub's feed, followed for as long as somebody is signed in: gaps, silence, back-off."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from typing import NoReturn

from console.desk.client import Frame, HubClient, OutOfReach
from console.desk.clock import DeskClock, HubTime
from console.desk.rows import Link, LinkState
from console.desk.sync import Gap, Sync
from console.domain.errors import InvalidInput, NotSignedIn, RuleBroken
from console.domain.texts import _
from console.wire import requests
from console.wire.codec import from_json
from console.wire.events import Beat, FeedEvent, heard
from console.wire.requests import Snapshot
from console.wire.sse import BEAT, EVENT, RESET

DEAD_AFTER_S = 40.0
LOOK_EVERY_S = 2.0
SLEPT_S = 10.0  # a look that comes so late: the machine was asleep
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 15.0
BATCH = 500


class Stream:
    """Keeps the desk's picture that of the hub, whatever the network does."""

    def __init__(
        self,
        client: HubClient,
        sync: Sync,
        clock: DeskClock,
        hub_time: HubTime,
        link_changed: Callable[[Link], None],
    ) -> None:
        self._client, self._sync = client, sync
        self._clock, self._hub_time = clock, hub_time
        self._link_changed = link_changed
        self._heard_at = clock.now()
        self._pauses = 0
        self._now = asyncio.Event()

    async def follow(self) -> None:
        """Follows the feed until the sign-in ends; its words are in the link then."""
        while True:
            try:
                await self._connect()
            except NotSignedIn as ended:
                self._link_changed(Link(state=LinkState.SIGNED_OUT, trouble=ended.message))
                return
            except Gap:
                self._sync.place = None
                if self._pauses == 0:  # at once, but not round and round
                    self._pauses = 1
                    continue
                await self._pause(_("The hub’s news had a gap. Reading everything again."))
            except RuleBroken as problem:
                await self._pause(problem.message)

    def try_now(self) -> None:
        """The pause before the next try is over."""
        self._now.set()

    async def _connect(self) -> NoReturn:
        if self._sync.place is None:
            snapshot = await self._client.ask(Snapshot, "GET", requests.SNAPSHOT)
            self._hub_time.heard(snapshot.now, snapshot.clock_rate)
            await self._sync.begin(snapshot)
        place = self._sync.place
        assert place is not None  # begin has set it
        async with self._client.feed(place.seq) as frames:
            self._heard_at = self._clock.now()
            raise await _first_trouble(self._read(frames), self._watch(), self._wakes())

    async def _read(self, frames: AsyncIterator[Frame]) -> NoReturn:
        news: asyncio.Queue[FeedEvent | RuleBroken | Gap] = asyncio.Queue(BATCH)
        async with asyncio.TaskGroup() as group:
            reader = group.create_task(self._fill(news, frames))
            try:
                await self._drain(news)
            except (RuleBroken, Gap) as trouble:
                reader.cancel()
                kept = trouble
        raise kept

    async def _fill(
        self, news: asyncio.Queue[FeedEvent | RuleBroken | Gap], frames: AsyncIterator[Frame]
    ) -> None:
        try:
            async for frame in frames:
                self._heard_at = self._clock.now()
                if frame.name == EVENT:
                    await news.put(_event(frame))
                elif frame.name == BEAT:
                    self._on_beat(from_json(Beat, frame.data))
                elif frame.name == RESET:
                    raise Gap
            await news.put(
                OutOfReach(_("The hub closed the connection. Trying again by itself."))
            )
        except (RuleBroken, Gap) as trouble:
            await news.put(trouble)

    async def _drain(self, news: asyncio.Queue[FeedEvent | RuleBroken | Gap]) -> NoReturn:
        while True:
            batch = [await news.get()]
            while not news.empty():
                batch.append(news.get_nowait())
            await self._sync.take(item for item in batch if isinstance(item, FeedEvent))
            for item in batch:
                if not isinstance(item, FeedEvent):
                    raise item

    def _on_beat(self, beat: Beat) -> None:
        place = self._sync.place
        if place is None or place.epoch != beat.epoch:
            raise Gap
        self._hub_time.heard(beat.now, beat.clock_rate)
        self._sync.heard_at(beat.now)
        self._pauses = 0
        self._link_changed(Link(state=LinkState.CONNECTED))

    async def _watch(self) -> NoReturn:
        """Raises once the hub has been silent for too long, also after the machine slept."""
        while True:
            await self._clock.sleep(LOOK_EVERY_S)
            silent = self._clock.now() - self._heard_at
            if silent >= timedelta(seconds=DEAD_AFTER_S):
                raise OutOfReach(_("The hub has fallen silent. Trying again by itself."))

    async def _wakes(self) -> NoReturn:
        """Raises once the machine has slept: a line that looks alive may be dead since."""
        await self._has_slept()
        raise OutOfReach(_("This computer was asleep. Connecting again by itself."))

    async def _has_slept(self) -> None:
        """Returns once more of the clock has passed than was waited for."""
        late = timedelta(0)
        while late < timedelta(seconds=SLEPT_S):
            looked_at = self._clock.now()
            await self._clock.sleep(LOOK_EVERY_S)
            late = self._clock.now() - looked_at - timedelta(seconds=LOOK_EVERY_S)

    async def _pause(self, trouble: str) -> None:
        longest = min(FIRST_PAUSE_S * 2**self._pauses, LONGEST_PAUSE_S)
        pause_s = longest * random.uniform(0.5, 1.0)  # so that desks don't come back at once
        self._pauses = min(self._pauses + 1, 10)
        self._link_changed(
            Link(
                state=LinkState.OFFLINE,
                as_of=self._as_of(),
                retry_at=self._hub_time.in_own_seconds(pause_s),
                trouble=trouble,
            )
        )
        self._now.clear()
        await _whichever_first(self._clock.sleep(pause_s), self._now.wait(), self._has_slept())

    def _as_of(self) -> datetime | None:
        return None if self._sync.place is None else self._sync.place.heard_at


def _event(frame: Frame) -> FeedEvent:
    try:
        return heard(frame.data)
    except InvalidInput:
        raise Gap from None  # not of our dialect: the snapshot may be


async def _first_trouble(
    *works: Coroutine[None, None, NoReturn],
) -> RuleBroken | Gap:
    """What the first of the works to fail raised; the others are cancelled."""
    found: list[RuleBroken | Gap] = []

    async def outcome(work: Coroutine[None, None, NoReturn]) -> None:
        try:
            await work
        except (RuleBroken, Gap) as trouble:
            found.append(trouble)

    await _whichever_first(*(outcome(work) for work in works))
    return found[0]


async def _whichever_first(*works: Coroutine[None, None, object]) -> None:
    """Returns when one of them has ended; the others are cancelled."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in works]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
