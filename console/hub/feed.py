"""Feed: reads the journal once per replica and fans it out to the desks it serves."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from console.domain.ids import Seq
from console.domain.texts import N_
from console.hub import auth, journal_views, outage, reachability, snapshot
from console.hub.journal_views import Entry
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.subscriber import Subscriber
from console.wire import sse
from console.wire.events import Beat

BATCH = 500
RECENT = 2000
TOO_FAR_BACK = 2000
POLL_S = 0.5  # the safety net under lost wake-ups from other replicas
PULSE_S = 2.5
RENEW_S = 15.0


@dataclass(frozen=True, slots=True)
class Reset:
    """Why a desk can't resume and needs a new snapshot."""

    reason: str


class Feed:
    """The stream of facts, from the journal to this replica's desks.

    Attributes:
        tells: whether connected desks hear of facts; not in a history that nobody watches.
    """

    def __init__(self, store: Store) -> None:
        self.tells = True
        self.place = Seq(0)
        self.epoch = ""
        self._store = store
        self._live: list[Subscriber] = []  # in the order they came
        self._recent: deque[Entry] = deque(maxlen=RECENT)
        self._pushing = asyncio.Lock()
        self._wake = asyncio.Event()
        self._anybody = asyncio.Event()
        store.on_commit(self._committed)

    def _committed(self, tx: Transaction) -> None:
        if tx.seq:
            self._wake.set()

    def wake(self) -> None:
        """Looks at the journal at once."""
        self._wake.set()

    async def start(self) -> None:
        """Stands at the journal's end."""
        async with self._store.reading() as connection:
            self.place, self.epoch = await snapshot.head(connection)

    async def run(self) -> None:
        """Pushes whatever is committed, beats and renews, until cancelled."""
        clock = self._store.clock
        follow = outage.steadily(self._follow, clock, "the feed")
        async with asyncio.TaskGroup() as group:
            group.create_task(follow, name="feed")
            group.create_task(self._pulses(), name="feed pulse")
            group.create_task(self._renewals(), name="feed leases")

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._wake.wait()
            self._wake.clear()
            await self.push()

    async def _pulses(self) -> None:
        clock = self._store.clock
        while True:
            await self._anybody.wait()
            await clock.sleep(PULSE_S * clock.rate)
            self.pulse()

    async def _renewals(self) -> None:
        clock = self._store.clock
        while True:
            await clock.sleep(RENEW_S * clock.rate)
            # as soon as it can be again: without leases the reps would lose their sessions
            await outage.through(self.renew, clock, "the renewal of leases")

    def pulse(self) -> None:
        """Beats and skips that are due go out."""
        if not self._live:
            self._anybody.clear()
        clock = self._store.clock
        now, beat = clock.now(), self.beat()
        for subscriber in tuple(self._live):
            subscriber.pulse(now, clock.rate, beat)

    async def renew(self) -> None:
        """Every desk with a living stream stays reachable; those that went silent don't."""
        await self._check_rights(self._live)
        alive = tuple(self._live)
        until = await reachability.renew(self._store, {s.who.desk_id for s in alive})
        for subscriber in alive:
            subscriber.lease_until = until

    def close(self) -> None:
        """Every stream ends; desks go on at another replica or when this one is back."""
        for subscriber in self._live:
            subscriber.close()

    def beat(self) -> bytes:
        """The hub's clock as a frame."""
        clock = self._store.clock
        return sse.beat_frame(Beat(now=clock.now(), clock_rate=clock.rate, epoch=self.epoch))

    async def push(self) -> None:
        """Everything committed so far is in the queues of those it concerns."""
        if not self.tells:
            await self.start()
            return
        async with self._pushing:
            if not self._live and await self._moved_on():
                return
            while entries := await self._read(self.place, BATCH):
                await self._check_rights(self._concerned(entries))
                # no pause from here on: whoever joins finds place and recent in step
                for entry in entries:
                    self._recent.append(entry)
                    for subscriber in tuple(self._live):
                        subscriber.offer(entry)
                self.place = entries[-1].seq
                self._drop_closed()

    async def _moved_on(self) -> bool:
        """Whether nobody is here to be told; then the feed stands at the journal's end."""
        async with self._store.reading() as connection:
            end, _ = await snapshot.head(connection)
        if self._live:
            return False  # somebody has come meanwhile and counts on every entry
        if end > self.place:
            self._recent.clear()  # it has no gaps
            self.place = end
        return True

    async def _read(self, after: Seq, limit: int) -> list[Entry]:
        async with self._store.reading() as connection:
            now = self._store.clock.now()
            return await journal_views.read(connection, now, after=after, limit=limit)

    def _concerned(self, entries: list[Entry]) -> list[Subscriber]:
        """Streams of reps that the entries tell of: their rights may have changed."""
        reps = {entry.ref for entry in entries if entry.kind == "rep"}
        return [subscriber for subscriber in self._live if subscriber.who.rep_id in reps]

    async def _check_rights(self, subscribers: Iterable[Subscriber]) -> None:
        """Streams whose token is void end, and those whose scopes changed start over."""
        checked = list(subscribers)
        if not checked:
            return
        now = self._store.clock.now()
        async with self._store.reading() as connection:
            hashes = list({subscriber.token_hash for subscriber in checked})
            found = await auth.principals(connection, hashes, now)
        for subscriber in checked:
            present = found.get(subscriber.token_hash)
            if present is None:
                subscriber.sign_out(now, N_("You were signed out. Sign in again to go on."))
            elif present[0].role is not subscriber.who.role:
                subscriber.sign_out(now, N_("Your role was changed. Sign in again to go on."))
            elif present[0].scopes != subscriber.who.scopes:
                subscriber.say(sse.reset_frame(N_("Your queues were changed.")))
                subscriber.close()
        self._drop_closed()

    def _drop_closed(self) -> None:
        self._live = [subscriber for subscriber in self._live if not subscriber.closed]

    @asynccontextmanager
    async def subscribed(
        self, who: Principal, token_hash: str, after: Seq
    ) -> AsyncIterator[Subscriber | Reset]:
        """A stream that goes on after a place of the journal, until it is left."""
        await self.push()
        refusal = await self._why_not(after)
        if refusal is not None:
            yield refusal
            return
        subscriber = Subscriber(who, token_hash, after)
        subscriber.say(self.beat())
        for former in [s for s in self._live if s.who.desk_id == who.desk_id]:
            former.close()  # a desk has one stream; the newest counts
        await self._catch_up(subscriber)
        if subscriber.overflowed:
            yield Reset(N_("Too much has happened since."))
            return
        self._live.append(subscriber)
        self._anybody.set()
        try:
            subscriber.lease_until = await reachability.arrived(self._store, who)
            yield subscriber
        finally:
            await self._left(subscriber)

    async def _left(self, subscriber: Subscriber) -> None:
        self._live = [other for other in self._live if other is not subscriber]
        subscriber.close()
        desk_id = subscriber.who.desk_id
        if not any(other.who.desk_id == desk_id for other in self._live):
            await reachability.left(self._store, subscriber.who, subscriber.lease_until)

    async def _why_not(self, after: Seq) -> Reset | None:
        if after > self.place:
            return Reset(N_("This hub’s memory is another one than before."))
        if after == self.place:
            return None
        if self.place - after > TOO_FAR_BACK:
            return Reset(N_("Too much has happened since."))
        async with self._store.reading() as connection:
            oldest = (
                await connection.execute(sa.select(sa.func.min(schema.journal.c.seq)))
            ).scalar()
        if oldest is None or oldest > after + 1:
            return Reset(N_("What happened since is no longer kept."))
        return None

    async def _catch_up(self, subscriber: Subscriber) -> None:
        """The subscriber has seen all up to the feed's place; no pause after the last look."""
        reached = subscriber.place
        while reached < self.place and not subscriber.closed:
            if self._recent and self._recent[0].seq <= reached + 1:
                entries = [entry for entry in self._recent if entry.seq > reached]
            else:
                entries = await self._read(reached, BATCH)
            entries = [entry for entry in entries if entry.seq <= self.place]
            for entry in entries:
                subscriber.offer(entry)
            reached = entries[-1].seq if entries else self.place
