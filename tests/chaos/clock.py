"""A replica's clock over the world's virtual time, and the refusal of any other time."""

import asyncio
import os
import random
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NoReturn

from tests.chaos.ground import BEGINS_AT


class SimClock:
    """Virtual time, some seconds ahead or behind."""

    def __init__(self, loop: asyncio.AbstractEventLoop, skew_s: float = 0.0) -> None:
        self.rate = 1.0
        self._loop = loop
        self._skew_s = skew_s

    def now(self) -> datetime:
        return BEGINS_AT + timedelta(seconds=self._loop.time() + self._skew_s)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds, 0.0))


def _refusal(name: str) -> Callable[..., NoReturn]:
    def refuse(*_args: object, **_more: object) -> NoReturn:
        raise AssertionError(f"{name} would make a world that can’t be replayed")

    return refuse


@contextmanager
def nothing_real(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Inside, wall time is virtual and chance that no seed gave is refused."""
    refused: list[tuple[Any, str]] = [
        (secrets, "token_urlsafe"),
        (secrets, "token_hex"),
        (secrets, "token_bytes"),
        (random, "random"),
        (random, "uniform"),
        (random, "choice"),
        (uuid, "uuid4"),
        (uuid, "uuid1"),
        (os, "urandom"),
        (time, "sleep"),
    ]
    real = [(module, name, getattr(module, name)) for module, name in refused]
    wall = time.time  # noqa: TID251 - to be replaced
    for module, name in refused:
        setattr(module, name, _refusal(f"{module.__name__}.{name}"))
    time.time = loop.time  # noqa: TID251 - replaced
    try:
        yield
    finally:
        time.time = wall  # noqa: TID251 - put back
        for module, name, function in real:
            setattr(module, name, function)
