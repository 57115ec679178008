"""News into the picture, told, and on their way into the cache, in one step of the loop.

Screens don't wait for the disk. The cache does one thing after the other, and has the news
before any task that a notice starts can ask it, so whoever reads it because of a notice finds
them there; and the place in the feed is written together with the news, so after a crash in
between they are only taken once more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from console.desk.cache import Cache
from console.desk.changes import Changes, Notice
from console.desk.inbox import Inbox
from console.desk.model import Model, Place, Written
from console.desk.tally import Tally
from console.domain.errors import NotSignedIn
from console.domain.ids import MessageId
from console.domain.texts import _
from console.wire.events import FeedData, FeedEvent, MessageChanged, SessionChanged, SignedOut
from console.wire.requests import Snapshot
from console.wire.views import MessageView, SessionView


class Gap(Exception):  # noqa: N818 - it names what was found
    """The news doesn't follow on what is known: a new snapshot is needed."""


class Sync:
    """The one writer of model and cache.

    Attributes:
        place: None until a snapshot has been taken in.
        missed: how often news was missed; a page asked for before that proves nothing.
        on_message, on_session: asked with each one that is new or changed, before the
            notices go out; for drafts that come back.
    """

    def __init__(self, model: Model, inbox: Inbox, cache: Cache, changes: Changes) -> None:
        self.place: Place | None = None
        self.on_message: Callable[[MessageView, Tally], None] = lambda _message, _tally: None
        self.on_session: Callable[[SessionView, Tally], None] = lambda _session, _tally: None
        self._model, self._inbox = model, inbox
        self._cache, self._changes = cache, changes
        self.missed = 0
        self._one_at_a_time = asyncio.Lock()
        self._watchers: list[set[str]] = []
        self._moved = asyncio.Event()

    async def begin(self, snapshot: Snapshot) -> None:
        """The picture is the snapshot's; threads stay complete only if nothing was missed."""
        async with self._one_at_a_time:
            missed = self.place is None or (
                (self.place.epoch, self.place.seq) != (snapshot.epoch, snapshot.as_of)
            )
            self._model.replace(snapshot)
            self._inbox.forget_rows()
            tally = Tally()
            tally.whole = True
            if missed:
                self.missed += 1
                tally.threads = {view.conversation_id for view in snapshot.sessions}
            for view in snapshot.sessions:
                self.on_session(view, tally)
            place = Place(snapshot.epoch, snapshot.as_of, snapshot.now)
            self.place = None  # until it is kept
            await self._cache.write(
                self._model.everything(),
                place=place,
                picture=self._inbox.picture(self._model.sessions),
                anew=True,
                missed=missed,
            )
            self.place = place
            self._has_moved()
        self._tell(tally.notices())

    async def take(self, batch: Iterable[FeedEvent]) -> None:
        """The news is known, kept and told.

        Raises:
            Gap: it doesn't follow on what is known; what came before the gap is taken in.
            NotSignedIn: the hub has ended this sign-in.
        """
        tally, written = Tally(), Written()
        ended: Exception | None = None
        async with self._one_at_a_time:
            for event in batch:
                ended = self._one(event, tally, written)
                if ended is not None:
                    break
            self._inbox.forget_rows(tally.sessions | tally.gone)
            try:
                self._tell(tally.notices())
            finally:
                kept = self._keep(tally, written)
            await kept
        if ended is not None:
            raise ended

    def _one(self, event: FeedEvent, tally: Tally, written: Written) -> Exception | None:
        if self.place is not None and event.seq <= self.place.seq:
            return None  # heard before
        if self.place is None or event.prev != self.place.seq:
            return Gap()
        if isinstance(event.data, SignedOut):
            return NotSignedIn(_(event.data.reason))
        if event.data is not None:
            self._apply(event.data, tally, written)
        self.place = replace(self.place, seq=event.seq, heard_at=event.at)
        return None

    def _apply(self, data: FeedData, tally: Tally, written: Written) -> None:
        self._model.apply(data, tally, written)
        if isinstance(data, SessionChanged):
            self.on_session(data.session, tally)
        if isinstance(data, MessageChanged):
            self._heard(data.message, tally)

    def _heard(self, message: MessageView, tally: Tally) -> None:
        for watcher in self._watchers:
            watcher.add(message.message_id)
        self.on_message(message, tally)

    def _keep(self, tally: Tally, written: Written) -> Awaitable[None]:
        """Hand all to the cache's thread, before any task asks for it; done once awaited."""
        picture = self._inbox.picture(tally.sessions | tally.gone)
        kept = self._cache.write(written, place=self.place, picture=picture)
        self._has_moved()
        return kept

    def heard_at(self, now: datetime) -> None:
        """The hub was alive at this time of its own, so everything up to then is known."""
        if self.place is not None:
            self.place = replace(self.place, heard_at=max(self.place.heard_at, now))

    async def answered(self, message: MessageView) -> None:
        """The hub's answer to a message of ours is kept, unless the feed was faster."""
        async with self._one_at_a_time:
            if not await self._cache.messages([message.message_id]):
                written = Written(messages={message.message_id: message})
                await self._cache.write(written)
        tally = Tally()
        tally.message(message.conversation_id, message.message_id)
        self._tell(tally.notices())

    async def knows(self, message_id: MessageId) -> bool:
        """Whether the hub has told of this message."""
        return bool(await self._cache.messages([message_id]))

    @contextmanager
    def watching(self) -> Iterator[set[str]]:
        """The ids of messages that news came of meanwhile: a page asked for may be older."""
        watcher: set[str] = set()
        self._watchers.append(watcher)
        try:
            yield watcher
        finally:
            self._watchers.remove(watcher)

    async def until(self, fact: Callable[[], bool], within_s: float = 3.0) -> None:
        """Returns once news have made the fact true, or when that takes too long."""
        try:
            async with asyncio.timeout(within_s):
                while not fact():
                    await self._moved.wait()
        except TimeoutError:
            return  # the feed is slow: it tells later

    def _has_moved(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def _tell(self, notices: list[Notice]) -> None:
        for notice in notices:
            self._changes.tell(notice)
