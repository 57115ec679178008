"""Crowd: customers who write, react, call, fall silent and whose messages come late."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.chaos import posting

if TYPE_CHECKING:
    from tests.chaos.world import World


class Crowd:
    """The customers.

    Attributes:
        wrote: the id of every message and call the platform has for the hub.
    """

    def __init__(self, world: "World") -> None:
        self.wrote: list[str] = []
        self._world = world
        self._chance = Random(f"{world.plan.seed}/crowd")
        self._numbers = [f"3161234567{place}" for place in range(world.plan.customers)]

    def act(self) -> None:
        """One of them does something."""
        number = self._chance.choice(self._numbers)
        features = self._world.plan.features
        lot = self._chance.random()
        if lot < 0.1 and "react" in features and self._react(number):
            return
        if lot < 0.15 and "call" in features:
            self._call(number)
        elif lot < 0.25 and "old" in features:
            self._write(number, timedelta(hours=self._chance.uniform(0, 30)))
        elif lot < 0.35 and "lapsing" in features:
            # the window of a new customer will lapse within minutes
            self._write(number, timedelta(days=1, seconds=-self._chance.uniform(5, 200)))
        elif lot < 0.45 and "burst" in features:
            for _ in range(self._chance.randint(2, 5)):
                self._write(number)
        else:
            self._write(number)

    def _write(self, number: str, age: timedelta = timedelta(0)) -> None:
        world, platform = self._world, self._world.platform
        wamid, at = platform.wamid(), world.clock.now() - age
        platform.customer(number, at.replace(microsecond=0))
        self.wrote.append(wamid)
        world.note(f"customer {number[-1]} writes {wamid}")
        words = f"Question {world.count()}"
        platform.posting.message(posting.text(wamid, number, at, words), number)

    def _call(self, number: str) -> None:
        world, platform = self._world, self._world.platform
        wamid, at = platform.wamid(), world.clock.now()
        platform.customer(number, at.replace(microsecond=0))
        self.wrote.append(wamid)
        world.note(f"customer {number[-1]} calls {wamid}")
        for element in posting.ring(wamid, number, at):
            platform.posting.call(element)

    def _react(self, number: str) -> bool:
        world, platform = self._world, self._world.platform
        theirs = [copy.wamid for copy in platform.copies if copy.number == number]
        if not theirs:
            return False
        emoji = self._chance.choice(("👍", "❤️", ""))
        wamid, at = platform.wamid(), world.clock.now()
        if emoji:
            platform.customer(number, at.replace(microsecond=0))
        target = self._chance.choice(theirs)
        element = posting.reaction(wamid, number, at, target, emoji)
        platform.posting.message(element, number)
        return True
