"""A clock that somebody moves: the time of a played history and of the pictures."""

import asyncio
from datetime import datetime


class SteppedClock:
    """Stands still until it is set; waiting on it passes on the wall.

    So connections live and beat as always while hours of the story pass in a moment.

    Attributes:
        rate: what the hub tells desks; while the clock stands, theirs does too.
    """

    def __init__(self, start: datetime) -> None:
        self.rate = 1.0
        self._now = start

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self._now

    def set(self, moment: datetime) -> None:
        """It is `moment` now; a moment that has passed changes nothing."""
        self._now = max(self._now, moment)

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds of the wall."""
        await asyncio.sleep(max(seconds, 0.0))
