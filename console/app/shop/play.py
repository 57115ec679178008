"""Plays the shop's story on the road: customers write, reps answer, hours pass."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

from console.app.shop.colleague import Colleague
from console.app.shop.people import People
from console.app.shop.road import Road
from console.app.shop.stories import Rep, Step, Story
from console.domain.ids import RepId, SessionId
from console.domain.people import Wanted
from console.hub.furnish import queue_id_of
from console.wire import requests
from console.wire.views import OfferView, SessionView

LONG_AGO = timedelta(days=2)
WINDOW = timedelta(hours=24, minutes=1)
_SHIFT_ENDS_AFTER = timedelta(hours=6)
Progress = Callable[[int, int], None]


class Player:
    """The story's reps at their desks, and everybody's steps in order of time."""

    def __init__(self, road: Road, story: Story) -> None:
        self._road = road
        self._story = story
        self.people = People(road.simulator, story.customers)
        self._reps: dict[str, Colleague] = {}
        self._desks = AsyncExitStack()
        self._readers: asyncio.TaskGroup | None = None
        self._readers_of: list[asyncio.Task[None]] = []
        self._sessions: dict[str, SessionId] = {}
        self._heard_at = road.clock.now()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Player"]:
        """The reps' desks are within reach as long as this is open."""
        async with self._desks, asyncio.TaskGroup() as readers:
            self._readers = readers
            try:
                yield self
            finally:
                for reader in self._readers_of:
                    reader.cancel()

    async def play(self, progress: Progress = lambda done, of: None) -> None:
        """Everything up to the story's present has happened."""
        steps = self._story.steps
        for number, step in enumerate(steps):
            await self._pass_until(step.at)
            await self._take(step)
            progress(number + 1, len(steps))
        for rep in self._story.reps.values():
            colleague = await self._colleague(rep.key)
            await colleague.wants(Wanted(rep.ends))
        await self._pass_until(self._story.present)

    async def _pass_until(self, moment: datetime) -> None:
        if moment - self._road.clock.now() >= LONG_AGO:
            await self._go_home()
            for then in (self._road.clock.now() + WINDOW, moment):
                await self._road.jump_to(then)
            return
        while self._road.clock.now() < moment:
            await self._road.pass_until(min(moment, self._road.clock.now() + _SHIFT_ENDS_AFTER))
            await self._be_heard()

    async def _be_heard(self) -> None:
        """A desk that asks nothing for half a day would be signed out."""
        if self._road.clock.now() - self._heard_at < _SHIFT_ENDS_AFTER:
            return
        self._heard_at = self._road.clock.now()
        for colleague in self._reps.values():
            await colleague.snapshot()

    async def _go_home(self) -> None:
        for reader in self._readers_of:
            reader.cancel()
        await asyncio.gather(*self._readers_of, return_exceptions=True)
        self._readers_of.clear()
        await self._desks.aclose()
        self._reps.clear()

    async def _take(self, step: Step) -> None:
        if step.who:
            self.people.act(step)
        else:
            colleague = await self._colleague(step.rep)
            await _REP_ACTS[step.does](self, colleague, step)
        await self._road.settle()

    async def _colleague(self, key: str) -> Colleague:
        if key not in self._reps:
            self._reps[key] = await self._come_in(self._story.reps[key])
        return self._reps[key]

    async def _come_in(self, rep: Rep) -> Colleague:
        colleague = Colleague(rep, self._road.hub_url)
        self._desks.push_async_callback(colleague.aclose)
        await colleague.sign_in()
        chunks = await self._desks.enter_async_context(colleague.connected())
        assert self._readers is not None
        self._readers_of.append(self._readers.create_task(_read_on(chunks), name=rep.key))
        await colleague.wants(Wanted.BUSY)
        await self._road.settle()
        return colleague

    async def session(self, colleague: Colleague, key: str) -> SessionView:
        """The present session of one of the story's customers."""
        return await colleague.session(self._sessions[key])

    async def take(self, colleague: Colleague, step: Step) -> None:
        """The rep takes the customer's session, which is the only one that waits."""
        session = await colleague.take_next()
        name = self._story.customers[step.to].name
        if session is None or session.customer_name != name:
            raise LookupError(f"{name} doesn't wait for {colleague.rep.name}.")
        self._sessions[step.to] = session.session_id

    async def be_offered(self, colleague: Colleague, step: Step) -> None:
        """The customer's session is offered to this rep, who accepts it."""
        await colleague.wants(Wanted.ONLINE)
        await self._road.settle()
        await self.accept(colleague, step)
        await colleague.wants(Wanted.BUSY)

    async def accept(self, colleague: Colleague, step: Step) -> None:
        """The rep accepts what is on offer from this customer."""
        name = self._story.customers[step.to].name
        offer = await self._offer(colleague, name)
        session = await colleague.accept(offer)
        self._sessions[step.to] = session.session_id

    async def _offer(self, colleague: Colleague, name: str) -> OfferView:
        offers = (await colleague.snapshot()).offers
        found = [offer for offer in offers if offer.customer_name == name]
        if not found:
            raise LookupError(f"{name} is not on offer to {colleague.rep.name}.")
        return found[0]

    async def transfer(self, colleague: Colleague, step: Step) -> None:
        """The session goes to the step's queue or rep."""
        session = await self.session(colleague, step.to)
        note = step.facts.get("note", "")
        if "queue" in step.facts:
            await colleague.transfer(
                session, to_queue=queue_id_of(step.facts["queue"]), note=note
            )
        else:
            receiver = step.facts["rep_to"]
            await self._colleague(receiver)
            await colleague.transfer(session, to_rep=RepId(receiver), note=note)


async def _read_on(chunks: AsyncIterator[bytes]) -> None:
    async for _chunk in chunks:
        continue


_RepAct = Callable[[Player, Colleague, Step], Awaitable[None]]


async def _says(player: Player, colleague: Colleague, step: Step) -> None:
    session = await player.session(colleague, step.to)
    await colleague.see(session)
    await colleague.say(session, step.facts["text"])


async def _sees(player: Player, colleague: Colleague, step: Step) -> None:
    await colleague.see(await player.session(colleague, step.to))


async def _flags(player: Player, colleague: Colleague, step: Step) -> None:
    await colleague.flag(await player.session(colleague, step.to), step.facts["note"])


async def _notes(player: Player, colleague: Colleague, step: Step) -> None:
    await colleague.note(await player.session(colleague, step.to), step.facts["text"])


async def _labels(player: Player, colleague: Colleague, step: Step) -> None:
    session = await player.session(colleague, step.to)
    await colleague.label(session, tuple(step.facts["labels"]))


async def _presence(_player: Player, colleague: Colleague, step: Step) -> None:
    await colleague.wants(Wanted(step.facts["wanted"]))


def _command(path: str) -> _RepAct:
    async def act(player: Player, colleague: Colleague, step: Step) -> None:
        await colleague.command(path, await player.session(colleague, step.to))

    return act


_REP_ACTS: dict[str, _RepAct] = {
    "takes": Player.take,
    "is_offered": Player.be_offered,
    "accepts": Player.accept,
    "transfers": Player.transfer,
    "says": _says,
    "sees": _sees,
    "flags": _flags,
    "notes": _notes,
    "labels": _labels,
    "presence": _presence,
    "ends": _command(requests.END),
    "quietens": _command(requests.QUIETEN),
    "keeps_open": _command(requests.KEEP_OPEN),
}
