"""SimDesk: a desk that follows the real feed over bad lines and keeps the real model."""

import asyncio
from collections import deque
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from console.desk.model import Model, Written
from console.desk.tally import Tally
from console.domain.ids import MessageId, Seq
from console.hub import auth, snapshot
from console.hub.feed import Reset
from console.hub.principal import Principal
from console.wire.codec import from_json
from console.wire.events import FeedEvent, MessageChanged
from console.wire.requests import Snapshot
from console.wire.views import MessageView
from tests.chaos.ground import token_of
from tests.chaos.network import Lost
from tests.chaos.replica import Replica

if TYPE_CHECKING:
    from tests.chaos.world import World

_SILENT_FOR_S = 40.0
_CHUNKS = 4  # on the line before the hub has to wait


class _Line:
    """A connection that carries the stream, until either end is gone."""

    def __init__(self) -> None:
        self.chunks: deque[bytes] = deque()
        self.moved = asyncio.Event()
        self.left = asyncio.Event()  # the hub has noticed that the desk is gone
        self.over = False
        self.half_open = False  # the hub will notice by and by

    async def write(self, chunk: bytes) -> None:
        while len(self.chunks) >= _CHUNKS and not self.left.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        self.chunks.append(chunk)
        self.moved.set()

    def end(self) -> None:
        self.over = True
        self.moved.set()


class SimDesk:
    """One desk.

    Attributes:
        place: the last journal entry it has heard; None until a snapshot was taken.
        heard: the entries its streams carried, in order, since that snapshot.
        is_away: it is closed, asleep or without a network.
    """

    def __init__(self, world: "World", desk_id: str) -> None:
        self.desk_id = desk_id
        self.world = world
        self.model = Model()
        self.messages: dict[MessageId, MessageView] = {}
        self.place: Seq | None = None
        self.since = Seq(0)
        self.heard: list[Seq] = []
        self.is_away = False
        self.who: Principal | None = None
        self.chance = Random(f"{world.plan.seed}/{desk_id}")
        self._line: _Line | None = None

    async def follow(self) -> None:
        """Stays in touch with some hub, until cancelled."""
        while True:
            try:
                if self.is_away:
                    raise Lost
                if self.who is None:
                    self.who = await self.world.network.ask(self._recognised)
                if self.place is None:
                    self._begin(await self.world.network.ask(self._snapshot))
                await self._stream(self.world.network.hub())
            except Lost:
                pass
            await asyncio.sleep(0.2 + 3.0 * self.chance.random())

    def cut(self, *, half_open: bool) -> None:
        """The line breaks; half open, the hub learns of it much later."""
        line = self._line
        if line is None:
            return
        line.half_open = half_open
        line.end()
        if half_open:
            self.world.loop.call_later(60 * self.chance.random(), line.left.set)

    async def _recognised(self, replica: Replica) -> Principal:
        token = token_of(self.desk_id)
        async with replica.store.reading() as connection:
            now = replica.store.clock.now()
            return (await auth.principals(connection, [token], now))[token][0]

    async def _snapshot(self, replica: Replica) -> Snapshot:
        assert self.who is not None
        return await snapshot.take(replica.store, self.who, hub_name="world")

    def _begin(self, found: Snapshot) -> None:
        self.model.replace(found)
        self.messages.clear()
        self.place = self.since = found.as_of
        self.heard.clear()

    async def _stream(self, replica: Replica) -> None:
        line = self._line = _Line()
        serving = replica.spawn(self._serve(replica, line))
        serving.add_done_callback(lambda _: line.end())
        try:
            await self._read(line)
        finally:
            self._line = None
            if not line.half_open:
                line.left.set()

    async def _serve(self, replica: Replica, line: _Line) -> None:
        """The hub's end of the line, as its door for streams does it."""
        assert self.who is not None
        assert self.place is not None
        feed, token = replica.feed, token_of(self.desk_id)
        async with feed.subscribed(self.who, token, self.place) as found:
            if isinstance(found, Reset):
                await line.write(b"event: reset\n\n")
                return
            async with asyncio.TaskGroup() as group:
                watch = group.create_task(_close_when_left(line, found.close))
                while not (found.closed and found.overflowed):
                    chunk = await found.take()
                    if not chunk:
                        break
                    await line.write(chunk)
                watch.cancel()

    async def _read(self, line: _Line) -> None:
        while True:
            try:
                async with asyncio.timeout(None if self.world.still else _SILENT_FOR_S):
                    await line.moved.wait()
            except TimeoutError:
                if not self.world.still:
                    return
            line.moved.clear()
            if self.world.network.strikes("desk_slow"):
                await asyncio.sleep(10 * self.chance.random())
            while line.chunks:
                self._take(line.chunks.popleft())
            if line.over or self.place is None:
                return

    def _take(self, chunk: bytes) -> None:
        for frame in chunk.split(b"\n\n"):
            if b"event: reset" in frame:
                self.place = None
            elif b"event: event" in frame and self.place is not None:
                data = frame.partition(b"data: ")[2]
                self._hear(from_json(FeedEvent, data))

    def _hear(self, event: FeedEvent) -> None:
        if event.prev != self.place or event.seq <= event.prev:
            self.world.fail(
                f"{self.desk_id} at {self.place} was told {event.prev} → {event.seq}"
            )
        self.place = event.seq
        if event.data is None:
            return
        self.heard.append(event.seq)
        self.model.apply(event.data, Tally(), Written())
        if isinstance(event.data, MessageChanged):
            self.messages[event.data.message.message_id] = event.data.message


async def _close_when_left(line: _Line, close: Callable[[], None]) -> None:
    await line.left.wait()
    close()
