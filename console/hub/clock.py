"""Wall time, optionally running faster, for demos."""

import asyncio
from datetime import UTC, datetime


class WallClock:
    """The machine's clock; with `speed` 60 an hour passes in a minute.

    With an `epoch` it is this moment when the machine's clock says `since` (by default the
    same moment).
    """

    def __init__(
        self,
        speed: float = 1.0,
        epoch: datetime | None = None,
        since: datetime | None = None,
    ) -> None:
        self.rate = speed
        self._epoch = epoch or datetime.now(UTC)
        self._since = since or self._epoch

    @property
    def is_real(self) -> bool:
        """Whether it shows the machine's time, not a demo's."""
        return self.rate == 1.0 and self._since == self._epoch

    def now(self) -> datetime:
        """The present, aware, UTC."""
        wall = datetime.now(UTC)
        if self.is_real:
            return wall
        return self._epoch + (wall - self._since) * self.rate

    async def sleep(self, seconds: float) -> None:
        """Returns after so many of this clock's seconds."""
        await asyncio.sleep(max(seconds, 0.0) / self.rate)
