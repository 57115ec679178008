"""Serves an ASGI application until the parent process closes this one's standard input."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine

import uvloop


async def until_told(url: str) -> None:
    """Says the port, then waits for the end of standard input."""
    print(json.dumps({"port": int(url.rsplit(":", 1)[1])}), flush=True)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(sys.stdin, ended.set)
    await ended.wait()
    loop.remove_reader(sys.stdin)


def run(main: Coroutine[object, object, None]) -> None:
    """Runs it on uvloop, as the hub runs."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)
