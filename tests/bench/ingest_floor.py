"""Child of `ingest`: verify the signature, commit in groups, answer. Nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import queue
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from tests.bench.served import run, until_told
from tests.fakes import serving
from tests.given import APP_SECRET

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_Waiting = tuple[bytes, "asyncio.Future[None]"]
_KEY = APP_SECRET.encode()


class Writer(threading.Thread):
    """Commits what waits, all of it at once."""

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(daemon=True)
        self._path = path
        self._loop = loop
        self.waiting: queue.SimpleQueue[_Waiting] = queue.SimpleQueue()

    def run(self) -> None:
        database = sqlite3.connect(self._path, isolation_level=None)
        database.execute("pragma journal_mode=WAL")
        database.execute("pragma synchronous=FULL")
        database.execute("create table raw (id integer primary key, body blob)")
        while True:
            batch = [self.waiting.get()]
            while not self.waiting.empty():
                batch.append(self.waiting.get())
            database.execute("begin immediate")
            database.executemany("insert into raw (body) values (?)", [(b,) for b, _ in batch])
            database.execute("commit")
            self._loop.call_soon_threadsafe(_answer, [future for _, future in batch])


def _answer(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        if not future.done():
            future.set_result(None)


def application(writer: Writer) -> Callable[..., Awaitable[None]]:
    """The smallest honest door."""

    async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        given = dict(scope["headers"]).get(b"x-hub-signature-256", b"").decode()
        right = "sha256=" + hmac.new(_KEY, body, hashlib.sha256).hexdigest()
        status = 401
        if hmac.compare_digest(given, right):
            kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            writer.waiting.put((body, kept))
            await kept
            status = 200
        head = [(b"content-length", b"4"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": b"kept"})

    return app


async def main(folder: Path) -> None:
    """Serves until told to end."""
    writer = Writer(folder / "floor.db", asyncio.get_running_loop())
    writer.start()
    async with serving(application(writer)) as url:
        await until_told(url)


if __name__ == "__main__":
    run(main(Path(sys.argv[1])))
