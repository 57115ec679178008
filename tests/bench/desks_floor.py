"""Child of `desks`: each post is written to every open connection. Nothing else."""

from __future__ import annotations

import asyncio
import sys
from typing import cast

from tests.bench.served import run, until_told
from tests.bench.stamps import stamp, stamps_in

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nkept"
_streams: set[asyncio.Transport] = set()


class _Connection(asyncio.Protocol):
    def __init__(self, size: int) -> None:
        self._size = size
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _exc: Exception | None) -> None:
        if self._transport is not None:
            _streams.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        assert self._transport
        if data.startswith(b"GET"):
            self._transport.write(_HEAD)
            _streams.add(self._transport)
            return
        (posted,) = stamps_in(data)
        frame = b"id: 1\nevent: event\ndata: " + stamp(posted).encode()
        frame = frame.ljust(self._size - 2, b" ") + b"\n\n"
        self._transport.write(_ANSWER)
        for stream in _streams:
            stream.write(frame)


async def main(size: int) -> None:
    """Serves until told to end."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(size), "127.0.0.1", 0, backlog=2048)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await until_told(f"http://127.0.0.1:{port}")


if __name__ == "__main__":
    run(main(int(sys.argv[2])))
