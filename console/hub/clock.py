"""Wall time, optionally running faster, for demos."""

import asyncio
from datetime import UTC, datetime


class WallClock:
    """The machine's clock; with `speed` 60 an hour passes in a minute, counted from `epoch`."""

    def __init__(self, speed: float = 1.0, epoch: datetime | None = None) -> None:
        self.rate = speed
        self._epoch = epoch or datetime.now(UTC)

    def now(self) -> datetime:
        """The present, aware, UTC."""
        wall = datetime.now(UTC)
        return wall if self.rate == 1.0 else self._epoch + (wall - self._epoch) * self.rate

    async def sleep(self, seconds: float) -> None:
        """Returns after so many of this clock's seconds."""
        await asyncio.sleep(max(seconds, 0.0) / self.rate)
