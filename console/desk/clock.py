"""The desk's own clock, and the hub's time worked out from it."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class DeskClock(Protocol):
    """What the desk needs of a clock; tests drive one by hand."""

    def now(self) -> datetime:
        """The present, aware, UTC; never jumps, and goes on while the machine sleeps."""

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds."""


class WallClock:
    """The machine's clock as it was at the start, plus what has passed since then.

    Setting the machine's clock changes nothing here, and time asleep counts.
    """

    def __init__(self) -> None:
        self._started_at = datetime.now(UTC)
        self._start_s = _passed_s()

    def now(self) -> datetime:
        """The present."""
        return self._started_at + timedelta(seconds=_passed_s() - self._start_s)

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds; seconds that the machine sleeps may not count."""
        await asyncio.sleep(max(seconds, 0.0))


def _passed_s() -> float:
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    if boot_clock is not None:  # Linux's monotonic clock stops while the machine sleeps
        return time.clock_gettime(boot_clock)
    return time.monotonic()


class HubTime:
    """The hub's clock, carried on by the desk's own between two words from the hub."""

    def __init__(self, clock: DeskClock) -> None:
        self._clock = clock
        self._hub_at = self._own_at = clock.now()
        self._rate = 1.0

    def heard(self, now: datetime, clock_rate: float) -> None:
        """The hub has just said what time it is."""
        self._hub_at, self._own_at, self._rate = now, self._clock.now(), clock_rate

    def now(self) -> datetime:
        """The hub's present; the desk's own as long as no hub has been heard."""
        return self._hub_at + (self._clock.now() - self._own_at) * self._rate

    def in_own_seconds(self, seconds: float) -> datetime:
        """The hub's time after so many seconds of the desk's own."""
        return self.now() + timedelta(seconds=seconds) * self._rate
