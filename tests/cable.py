"""A network cable between a desk and its hub, which a test can pull and plug in again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

CHUNK_BYTES = 64 * 1024


class Cable:
    """Passes bytes on to one address until it is pulled; then it drops and refuses all."""

    def __init__(self, target_url: str) -> None:
        parts = urlsplit(target_url)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._server: asyncio.Server | None = None
        self._own_port = 0
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._own_port}"

    async def plug(self) -> None:
        """Connections pass from now on, at the same address as before."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self._own_port)
        self._own_port = self._server.sockets[0].getsockname()[1]

    async def pull(self) -> None:
        """Every connection breaks and no new one is made."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in tuple(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            with contextlib.suppress(OSError):
                far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
                self._open.add(far_writer)
                try:
                    await self._both_ways(reader, writer, far_reader, far_writer)
                finally:
                    self._open.discard(far_writer)
                    far_writer.close()
        finally:
            self._open.discard(writer)
            writer.close()

    async def _both_ways(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> None:
        async with asyncio.TaskGroup() as group:
            ways = [
                group.create_task(_pump(reader, far_writer)),
                group.create_task(_pump(far_reader, writer)),
            ]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()


@asynccontextmanager
async def cabled(target_url: str) -> AsyncIterator[Cable]:
    """A cable that is plugged in, and pulled at the end."""
    cable = Cable(target_url)
    await cable.plug()
    try:
        yield cable
    finally:
        await cable.pull()
