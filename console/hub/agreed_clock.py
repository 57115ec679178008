"""Agreed clock: replicas on one database all go by its time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from console.hub import outage
from console.hub.ports import Clock

EVERY_S = 15.0


class AgreedClock:
    """A machine's clock, corrected by what the database's says.

    Leases and timers are moments that one replica writes and another reads. Machines whose
    clocks are a minute apart would take each other's leases for over.
    """

    def __init__(self, own: Clock, ask: Callable[[], Awaitable[datetime]]) -> None:
        self.behind = timedelta(0)
        self._own = own
        self._ask = ask

    @property
    def rate(self) -> float:
        """Seconds of this clock per second on the wall."""
        return self._own.rate

    def now(self) -> datetime:
        """The present, aware, UTC."""
        return self._own.now() + self.behind

    async def sleep(self, seconds: float) -> None:
        """Returns after so many of this clock's seconds."""
        await self._own.sleep(seconds)

    async def agree(self) -> None:
        """The clock is right to within the time that the database took to answer."""
        asked_at = self._own.now()
        theirs = await self._ask()
        answered_at = self._own.now()
        # it was `theirs` at some moment between the two: corrected no further than is sure
        self.behind = min(max(self.behind, theirs - answered_at), theirs - asked_at)

    async def run(self) -> None:
        """Goes on agreeing, until cancelled."""
        while True:
            await self._own.sleep(EVERY_S)
            await outage.through(self.agree, self._own, "the look at the database's clock")
