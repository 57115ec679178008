"""A load generator: raw keep-alive connections, each with one post in flight."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import NewType, cast

import uvloop

#: A whole HTTP request, head and body.
Post = NewType("Post", bytes)
IN_FLIGHT = 64


def pour(port: int, posts: list[Post]) -> float:
    """Seconds from the first post to the last answer.

    Raises:
        RuntimeError: a post was not answered with 200.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_pour(port, iter(posts)))


async def _pour(port: int, posts: Iterator[Post]) -> float:
    loop = asyncio.get_running_loop()
    lines = [
        (await loop.create_connection(lambda: _Line(posts), "127.0.0.1", port))[1]
        for _ in range(IN_FLIGHT)
    ]
    begun = time.monotonic()
    for line in lines:
        line.send_next()
    await asyncio.gather(*(line.done for line in lines))
    return time.monotonic() - begun


class _Line(asyncio.Protocol):
    """One connection that posts until none is left."""

    def __init__(self, posts: Iterator[Post]) -> None:
        self._posts = posts
        self._got = b""
        self._transport: asyncio.Transport | None = None
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's isn't derived from it

    def send_next(self) -> None:
        assert self._transport
        post = next(self._posts, None)
        if post is not None:
            self._transport.write(post)
            return
        self._transport.close()
        if not self.done.done():
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, blank, body = self._got.partition(b"\r\n\r\n")
        if not blank or len(body) < _length(head):
            return
        self._got = b""
        if head.startswith(b"HTTP/1.1 200"):
            self.send_next()
        elif not self.done.done():
            self.done.set_exception(RuntimeError(f"answered with {head + blank + body!r}"))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or RuntimeError("the server closed the connection"))


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.split(b"\r\n", 1)[0]) if after else 0
