"""What the hub needs of its surroundings and tests replace: time, ids, chance."""

import secrets
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The hub's only source of time."""

    @property
    def rate(self) -> float:
        """Seconds of this clock per second on the wall; 1.0 in earnest."""
        ...

    def now(self) -> datetime:
        """The present, aware, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Returns after so many of this clock's seconds."""
        ...


class Ids(Protocol):
    """Where new ids come from."""

    def __call__(self) -> str:
        """An id nobody else has."""
        ...


def random_id() -> str:
    """22 characters of randomness, safe in a URL."""
    return secrets.token_urlsafe(16)
