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

    async def crash(self, replica: "Replica") -> None:
        """The hub dies where it stands and is started again after a while."""
        self._world.note(f"{replica.name} dies")
        await replica.die()
        await asyncio.sleep(20 * self._chance.random() ** 2)
        await self._world.restart(replica)

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
