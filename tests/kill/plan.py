"""Plan: which process is struck next, and when; drawn from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

_BURST_MOST = 4
_FREEZE_EVERY = 25
_SENDS_MOST = 5


@dataclass(frozen=True, slots=True)
class Strike:
    """One blow.

    Attributes:
        after_s: how long it waits; `at_once` counts from the victim's start, otherwise from
            when the victim is at work.
        which: a number of which the caller takes the remainder.
        sends: answers that the hubs take in before it, if they manage to within a while.
    """

    what: Literal["hub", "desk", "freeze"]
    which: int
    after_s: float
    at_once: bool = False
    sends: int = 0


def strikes(seed: int, kills: int, *, freezes: bool) -> Iterator[Strike]:
    """`kills` kills, and a freeze now and then if asked for."""
    chance = Random(f"{seed}/strikes")
    done = 0
    while done < kills:
        if freezes and done % _FREEZE_EVERY == min(2, kills - 1):
            yield Strike("freeze", chance.randrange(100), chance.random())
        for strike in _next(chance)[: kills - done]:
            yield strike
            done += 1


def _next(chance: Random) -> list[Strike]:
    """A kill, or a burst of them on the same hub, most while it is still starting."""
    which, lot = chance.randrange(100), chance.random()
    if lot < 0.2:
        return [Strike("desk", which, chance.random() * 0.8)]
    sends = chance.randrange(_SENDS_MOST + 1)
    first = Strike("hub", which, chance.expovariate(1 / 0.6), sends=sends)
    if lot < 0.85:
        return [first]
    again = [
        Strike("hub", which, chance.random() * 0.8, at_once=True)
        for _ in range(chance.randrange(1, _BURST_MOST))
    ]
    return [first, *again]
