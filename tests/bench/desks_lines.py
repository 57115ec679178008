"""Streams of many desks on plain connections, and posts that all of them hear of."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from console.wire import requests
from tests.bench.load import Post
from tests.bench.stamps import stamp, stamps_in

_OPENED_AT_ONCE = 50
_LONGEST_S = 60.0
_WARM_UP = 5


def token(number: int) -> str:
    """The token of this desk."""
    return f"bench-token-{number}"


@dataclass(slots=True)
class Heard:
    """What all desks heard.

    Attributes:
        arrivals_ns: When each post was heard, desk by desk, by the moment it was posted.
        answer_ms: How long each post took to be answered.
        received_bytes: By all desks together.
        missing: How many of the desks' hearings are still to come.
    """

    arrivals_ns: dict[int, list[int]] = field(default_factory=dict)
    answer_ms: list[float] = field(default_factory=list)
    received_bytes: int = 0
    missing: int = 0
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, posted_ns: int, at_ns: int) -> None:
        """A desk has heard of a post."""
        self.arrivals_ns[posted_ns].append(at_ns)
        self.missing -= 1
        if not self.missing:
            self.complete.set()

    def latencies_ms(self) -> list[float]:
        """From a post to each desk."""
        return [(at - posted) / 1e6 for posted, heard in self._counted() for at in heard]

    def spreads_ms(self) -> list[float]:
        """From the first desk that heard of a post to each desk."""
        return [(at - heard[0]) / 1e6 for _, heard in self._counted() for at in heard]

    def bytes_each(self) -> int:
        """Of one post at one desk."""
        return self.received_bytes // sum(len(heard) for heard in self.arrivals_ns.values())

    def _counted(self) -> list[tuple[int, list[int]]]:
        return sorted(self.arrivals_ns.items())[_WARM_UP:]


class Desks:
    """Open streams; `posting` posts at a steady pace and returns what was heard."""

    def __init__(self, port: int, count: int) -> None:
        self._port, self._count = port, count
        self._heard = Heard()
        self._lines: list[_Line] = []

    async def open(self) -> None:
        """Returns once every desk's stream has begun."""
        for first in range(0, self._count, _OPENED_AT_ONCE):
            numbers = range(first, min(first + _OPENED_AT_ONCE, self._count))
            lines = [await self._opened(number) for number in numbers]
            async with asyncio.timeout(_LONGEST_S):
                await asyncio.gather(*(line.begun for line in lines))
            self._lines += lines

    async def _opened(self, number: int) -> _Line:
        loop = asyncio.get_running_loop()
        made = await loop.create_connection(
            lambda: _Line(number, self._heard), "127.0.0.1", self._port
        )
        return made[1]

    async def posting(
        self, times: int, every_s: float, made: Callable[[int, str], Post]
    ) -> Heard:
        """What the desks heard of posts made from a number and a stamp.

        Raises:
            TimeoutError: a desk did not hear of all.
        """
        heard = self._heard
        heard.received_bytes, heard.missing = 0, times * self._count
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        for number in range(times):
            moment = time.monotonic_ns()
            heard.arrivals_ns[moment] = []
            writer.write(made(number, stamp(moment)))
            await reader.readuntil(b"kept")
            heard.answer_ms.append((time.monotonic_ns() - moment) / 1e6)
            await asyncio.sleep(max(every_s - (time.monotonic_ns() - moment) / 1e9, 0))
        writer.close()
        async with asyncio.timeout(_LONGEST_S):
            await heard.complete.wait()
        return heard

    def close(self) -> None:
        """The desks leave."""
        for line in self._lines:
            line.close()


class _Line(asyncio.Protocol):
    """One desk's stream."""

    def __init__(self, number: int, heard: Heard) -> None:
        self._number, self._heard = number, heard
        self._last = 0  # a post is told of in several events; the first counts
        self._rest = b""
        self._transport: asyncio.Transport | None = None
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(
            f"GET {requests.FEED} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token(self._number)}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        if not self.begun.done():
            if not data.startswith(b"HTTP/1.1 200"):
                self.begun.set_exception(RuntimeError(f"answered with {data[:200]!r}"))
                return
            self.begun.set_result(None)
        self._heard.received_bytes += len(data)
        whole = self._rest + data
        now = time.monotonic_ns()
        for posted in stamps_in(whole):
            if posted > self._last:
                self._last = posted
                self._heard.note(posted, now)
        self._rest = whole[-32:]

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()
