"""What is still to happen, in order of time; plain data, so that it can be saved."""

import asyncio
import heapq
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing to happen: which verb of the world, with what.

    Attributes:
        order: Breaks ties, so that what was planned first happens first.
    """

    at: datetime
    order: int
    verb: str = field(compare=False)
    args: dict[str, Any] = field(compare=False)


class Agenda:
    """Things to happen, soonest first; rings the bell when something is added."""

    def __init__(self, bell: asyncio.Event) -> None:
        self._bell = bell
        self._heap: list[Due] = []
        self._planned = 0

    def plan(self, at: datetime, verb: str, **args: Any) -> None:
        """Adds one thing; a moment in the past is played at the next settling."""
        self._planned += 1
        heapq.heappush(self._heap, Due(at, self._planned, verb, args))
        self._bell.set()

    def take_due(self, now: datetime) -> Due | None:
        """The soonest thing due at `now` (inclusive), taken off; None when nothing is."""
        if self._heap and self._heap[0].at <= now:
            return heapq.heappop(self._heap)
        return None

    def next_at(self) -> datetime | None:
        """When the soonest thing is due."""
        return self._heap[0].at if self._heap else None

    def drop(self, verb: str, **args: Any) -> None:
        """Forgets every planned thing with this verb and at least these arguments."""
        self._heap = [
            due
            for due in self._heap
            if due.verb != verb or any(due.args.get(key) != args[key] for key in args)
        ]
        heapq.heapify(self._heap)

    def pending(self) -> list[Due]:
        """Everything still to happen, soonest first."""
        return sorted(self._heap)

    def refill(self, dues: list[Due]) -> None:
        """Takes saved things back in, in place of everything planned."""
        self._heap = sorted(dues)
        self._planned = max((due.order for due in dues), default=self._planned)
        self._bell.set()
