"""The whole road on one stage: real customers' platform, real hub, real desks, one clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from console.app.shop import furnish, stories
from console.app.shop.clock import SteppedClock
from console.app.shop.colleague import PASSWORD
from console.app.shop.road import Road
from console.app.shop.settings import settings
from console.desk import installation
from console.desk.changes import Notice, Refusal
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.inbox_row import InboxRow
from console.desk.installation import Installation
from console.desk.rows import LinkState, TranscriptRow
from console.domain.ids import DeskId, SessionId
from console.domain.money_rule import MoneyRule
from console.domain.people import Wanted
from console.hub.feed import Feed
from console.simulator.customers import Customer
from console.simulator.simulator import Simulator
from console.simulator.weather import Pace, Weather
from console.wire.views import OfferView, SessionView
from tests.cable import Cable

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
LUCAS = "+33 6 12 34 56 78"
_WITHIN_S = 20.0
_ROUNDS = 200


@dataclass
class Seat:
    """A desk on the stage, its cable, and what it was told."""

    desk: Desk
    desk_id: DeskId
    cable: Cable
    folder: Path
    credentials: MemoryCredentials
    notices: list[Notice] = field(default_factory=list)
    running: asyncio.Task[None] | None = None
    plugged: bool = True

    def refusals(self) -> list[Refusal]:
        return [notice for notice in self.notices if isinstance(notice, Refusal)]


class Stage:
    """`async with Stage(tmp_path) as stage`; nothing falls due but in its `settle` and kin."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        weather: Weather | None = None,
        pace: Pace | None = None,
        seed: int = 0,
        start: datetime = NOON,
    ) -> None:
        self.clock = SteppedClock(start)
        self.story = stories.load()
        self._folder = folder
        hub_folder = folder / "hub"
        hub_folder.mkdir()
        simulator = furnish.platform(self.clock, seed=seed, pace=pace)
        if weather is not None:
            simulator.world.courier.weather = weather
        self.road = Road(
            # no wallet: its settling each quarter of an hour breaks every long sleep into naps
            replace(
                settings(self.story, hub_folder, database_url=database_url), money=MoneyRule()
            ),
            self.clock,
            simulator,
            furnish.light_passwords(),
        )
        self.seats: dict[int, Seat] = {}
        self._stack = AsyncExitStack()
        self._desks: asyncio.TaskGroup | None = None

    @property
    def simulator(self) -> Simulator:
        return self.road.simulator

    @property
    def feed(self) -> Feed:
        assert self.road.hub is not None
        return self.road.hub.feed

    async def __aenter__(self) -> Stage:
        await self._stack.enter_async_context(self.road)
        assert self.road.hub is not None
        await furnish.hire(self.road.hub, self.story)
        self._desks = await self._stack.enter_async_context(asyncio.TaskGroup())
        await self.settle()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for seat in self.seats.values():
            if seat.running is not None:
                seat.running.cancel()
        await asyncio.gather(
            *(seat.running for seat in self.seats.values() if seat.running is not None),
            return_exceptions=True,
        )
        for seat in self.seats.values():
            await seat.cable.pull()
        await self._stack.__aexit__(kind, error, trace)

    def customer(self, phone: str = LUCAS, name: str = "Lucas Moreau") -> Customer:
        return self.simulator.customer(phone, name)

    async def desk(self, key: str, place: str = "", *, online: bool = True) -> Desk:
        """A rep at a desk of their own, within reach and online unless said otherwise."""
        name = f"{key}{place}"
        cable = Cable(self.road.hub_url)
        await cable.plug()
        seat = self._seat(name, cable, MemoryCredentials())
        user_name = self.story.reps[key].user_name
        await seat.desk.sign_in(cable.url, user_name, PASSWORD, stay=True)
        await self._run(seat)
        if online:
            await seat.desk.set_presence(Wanted.ONLINE)
        await self.settle()
        return seat.desk

    def _seat(self, name: str, cable: Cable, credentials: MemoryCredentials) -> Seat:
        folder = self._folder / name
        desk_id = DeskId(f"desk-{name}")
        if not (folder / installation.FILE).exists():
            installation.save(folder, Installation(desk_id=desk_id))
        desk = Desk(
            folder=folder,
            clock=self.clock,
            desk_name=name,
            credentials=credentials,
            downloads=folder / "downloads",
        )
        seat = Seat(desk, desk_id, cable, folder, credentials)
        desk.changes.subscribe(seat.notices.append)
        self.seats[id(desk)] = seat
        return seat

    async def _run(self, seat: Seat) -> None:
        assert self._desks is not None
        seat.running = self._desks.create_task(seat.desk.run(), name=seat.desk_id)
        await _until(lambda: seat.desk.link.state is LinkState.CONNECTED)

    def seat(self, desk: Desk) -> Seat:
        return self.seats[id(desk)]

    async def kill(self, desk: Desk) -> None:
        """The desk's process is gone from one moment to the next."""
        seat = self.seat(desk)
        assert seat.running is not None
        seat.running.cancel()
        await asyncio.gather(seat.running, return_exceptions=True)
        seat.running = None

    async def start_again(self, desk: Desk) -> Desk:
        """The desk's program is started again on what its disk holds."""
        old = self.seats.pop(id(desk))
        seat = self._seat(old.folder.name, old.cable, old.credentials)
        assert await seat.desk.resume()
        await self._run(seat)
        await self.settle()
        return seat.desk

    async def unplug(self, desk: Desk) -> None:
        """The desk loses the network and has noticed."""
        seat = self.seat(desk)
        seat.plugged = False
        await seat.cable.pull()
        await _until(lambda: desk.link.state is LinkState.OFFLINE)
        await self.settle()

    async def plug(self, desk: Desk) -> None:
        """The desk has the network again and is complete."""
        seat = self.seat(desk)
        await seat.cable.plug()
        seat.plugged = True
        await _until(lambda: desk.link.state is LinkState.CONNECTED)
        await self.settle()

    async def restart_hub(self) -> None:
        """The hub stops and starts again; desks find it by themselves."""
        await self.road.stop_hub()
        await _until(
            lambda: all(s.desk.link.state is LinkState.OFFLINE for s in self._connected())
        )
        await self.road.start_hub()
        await _until(
            lambda: all(s.desk.link.state is LinkState.CONNECTED for s in self._connected())
        )
        await self.settle()

    def _connected(self) -> list[Seat]:
        return [seat for seat in self.seats.values() if seat.plugged and seat.running]

    async def settle(self) -> None:
        """Platform, hub and desks have done all that is due at this moment."""
        still = 0
        for _ in range(_ROUNDS):
            before = self.road.traffic()
            await self.road.settle()
            await _until(lambda: all(map(self._is_quiet, self._connected())))
            # a desk may have handed something over in the first still round
            still = still + 1 if self.road.traffic() == before else 0
            if still == 2:
                return
        raise AssertionError("it never settles")

    def _is_quiet(self, seat: Seat) -> bool:
        """The desk has taken in what the hub told it, and the hub what it was given."""
        account = seat.desk._account
        if account is None or seat.desk.link.state is not LinkState.CONNECTED:
            return account is None
        place = account.sync.place
        told = [one for one in self.feed._live if one.who.desk_id == seat.desk_id]
        heard = place is not None and all(place.seq >= one.place for one in told)
        return heard and bool(told) and not seat.desk.waiting_to_send()

    async def until(self, fact: Callable[[], object]) -> None:
        """Everything goes on at this moment until the fact is true."""
        async with asyncio.timeout(_WITHIN_S):
            while not fact():
                await self.settle()
                await asyncio.sleep(0.01)

    async def pass_time(self, **span: float) -> None:
        """Time passes, from one thing that falls due to the next, settling at each."""
        end = self.clock.now() + timedelta(**span)
        await self.settle()
        while (due_at := await self.road.next_due()) is not None and due_at <= end:
            self.clock.set(due_at)
            await self.settle()
        self.clock.set(end)
        await self.settle()

    def offer(self, desk: Desk) -> OfferView:
        """The one offer at a desk."""
        (offer,) = desk.offers()
        return offer

    async def accept(self, desk: Desk) -> SessionId:
        """The one offer is accepted."""
        session_id = await desk.accept(self.offer(desk).work_id)
        await self.settle()
        return session_id

    async def conversation(self, desk: Desk, text: str = "Hello") -> SessionId:
        """Lucas has written and this rep has accepted it."""
        self.customer().writes(text)
        await self.settle()
        return await self.accept(desk)

    def session(self, desk: Desk, session_id: SessionId) -> SessionView:
        found = desk.session(session_id)
        assert found is not None
        return found

    def row(self, desk: Desk, session_id: SessionId) -> InboxRow:
        found = desk.row(session_id)
        assert found is not None
        return found

    async def transcript(self, desk: Desk, session_id: SessionId) -> list[TranscriptRow]:
        view = self.session(desk, session_id)
        return list((await desk.thread(view.conversation_id)).rows)

    def reached(self, phone: str = LUCAS) -> list[str]:
        """The texts that reached the customer's phone."""
        return [message.text for message in self.customer(phone).received()]


async def _until(fact: Callable[[], object]) -> None:
    """For what sockets and threads still have to do."""
    async with asyncio.timeout(_WITHIN_S):
        while not fact():  # noqa: ASYNC110 - sockets and threads set no event
            await asyncio.sleep(0.002)
