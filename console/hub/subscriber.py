"""Subscriber: one desk's stream inside the hub: its place, its filter, its bounded queue."""

import asyncio
from collections import deque
from datetime import datetime, timedelta

from console.domain.ids import Seq
from console.hub.journal_views import Entry
from console.hub.principal import Principal
from console.wire import sse
from console.wire.events import FeedEvent, SignedOut

MOST_FRAMES = 4000
MOST_BYTES = 8 * 1024 * 1024
SILENCE = timedelta(seconds=15)
SKIPS_SAID_AFTER = timedelta(seconds=5)


class Subscriber:
    """A stream that is alive; frames wait in it until its connection takes them.

    Attributes:
        place: where the desk will be once it has taken everything that waits here.
        overflowed: it fell too far behind and was dropped; it may resume by its place.
        lease_until: the end of the lease that this stream last gave its desk.
    """

    def __init__(self, who: Principal, token_hash: str, place: Seq) -> None:
        self.who = who
        self.token_hash = token_hash
        self.place = place
        self.overflowed = False
        self.closed = False
        self.lease_until: datetime | None = None
        self._skipped: tuple[Seq, datetime] | None = None
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._ready = asyncio.Event()
        self._silent_since: datetime | None = None

    def offer(self, entry: Entry) -> None:
        """Takes in the entry if it is this desk's business, else notes that it was passed."""
        if self.closed or entry.seq <= self.place:
            return
        frame = entry.frame_for(self.who, self.place)
        if frame is None:
            self._skipped = (entry.seq, entry.at)
            return
        self.place, self._skipped = entry.seq, None
        self._put(frame)

    def _put(self, frame: bytes) -> None:
        if self.closed:
            return  # two checks of its rights at once say its end once
        if len(self._frames) >= MOST_FRAMES or self._bytes + len(frame) > MOST_BYTES:
            self.overflowed = True
            self.close()
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self._silent_since = None
        self._ready.set()

    def pulse(self, now: datetime, rate: float, beat: bytes) -> None:
        """Says what was passed, or that the hub is alive, once that is due."""
        if self.closed:
            return
        self._silent_since = self._silent_since or now
        silent = (now - self._silent_since) / rate
        if self._skipped is not None and silent >= SKIPS_SAID_AFTER:
            self._say_skipped()
        if silent >= SILENCE:
            self._put(beat)
            self._silent_since = now

    def _say_skipped(self) -> None:
        if self._skipped is None:
            return
        seq, at = self._skipped
        self._put(sse.event_frame(FeedEvent(seq=seq, prev=self.place, at=at)))
        self.place, self._skipped = seq, None

    def say(self, frame: bytes) -> None:
        """Puts in a frame that moves no place: a beat, a reset."""
        self._put(frame)

    def sign_out(self, now: datetime, reason: str) -> None:
        """Says why the stream ends, and ends it."""
        event = FeedEvent(
            seq=self.place, prev=self.place, at=now, data=SignedOut(reason=reason)
        )
        self._put(sse.event_frame(event))
        self.close()

    def close(self) -> None:
        """Nothing more comes; what waits is still taken."""
        self.closed = True
        self._ready.set()

    async def take(self) -> bytes:
        """All that waits, in one piece; empty once it is closed and all is taken."""
        await self._ready.wait()
        if self.overflowed:
            self._frames.clear()
        taken = b"".join(self._frames)
        self._frames.clear()
        self._bytes = 0
        if not self.closed:
            self._ready.clear()
        return taken
