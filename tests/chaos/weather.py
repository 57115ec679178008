"""Weather: hubs die and freeze, lines break; and in the end it clears up."""

import asyncio
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.chaos.replica import Replica
    from tests.chaos.world import World

_LEASE_S = 45.0
_LOCKED_S = 8.0  # a frozen hub that holds the one write lock may stop all for so long


class Weather:
    """What happens to machines and lines."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._chance = Random(f"{world.plan.seed}/weather")
        self._down: set[str] = set()

    def act(self) -> None:
        """Perhaps something breaks."""
        self._lines()
        replica = self._chance.choice(self._world.replicas)
        if self._strikes("crash") and replica.is_alive:
            self._world.begin(self.crash(replica))
        elif self._strikes("pause") and replica.is_up:
            self._world.begin(self._freeze(replica))

    def _lines(self) -> None:
        if self._strikes("desk_drops"):
            desk = self._chance.choice(self._world.desks)
            self._world.note(f"the line of {desk.desk_id} breaks")
            desk.cut(half_open=self._strikes("desk_half_open"))

    def at_call(self, replica: "Replica") -> None:
        """The platform has just taken a message in; the hub may not live to hear of it."""
        if self._strikes("crash_at_call"):
            self.strike_down(replica)
        elif self._strikes("pause_at_call") and replica.is_up:
            self._world.begin(self._freeze(replica))

    def at_commit(self, replica: "Replica") -> None:
        """The hub is just before or just after a commit."""
        if self._strikes("crash_at_commit"):
            self.strike_down(replica)

    def strike_down(self, replica: "Replica") -> None:
        """The hub is dead at once, between two statements of it."""
        if replica.is_alive and replica.name not in self._down:
            replica.cut()
            self._world.begin(self.crash(replica))

    async def crash(self, replica: "Replica") -> None:
        """The hub dies where it stands and is started again after a while."""
        if replica.name in self._down:
            return
        self._down.add(replica.name)
        self._world.note(f"{replica.name} dies")
        await replica.die()
        await asyncio.sleep(15 * self._chance.random() ** 3)
        await self._world.restart(replica)
        self._down.discard(replica.name)

    async def _freeze(self, replica: "Replica") -> None:
        life = replica.lives
        span_s = self._chance.choice((2.0, 20.0, _LEASE_S, 2 * _LEASE_S))
        span_s *= 0.5 + self._chance.random()
        if replica.is_writing():
            span_s = min(span_s, _LOCKED_S)
        self._world.note(f"{replica.name} freezes for {span_s:.1f} s")
        replica.freeze()
        await asyncio.sleep(span_s)
        if replica.lives == life:
            replica.thaw()

    def _strikes(self, fault: str) -> bool:
        calm = self._world.calm
        return not calm and self._chance.random() < self._world.plan.rate(fault)
