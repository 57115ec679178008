"""Processes: starts what the loop kills; each is a real process with a log of its own."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

_LOOK_S = 0.02
_READY = "ready http"
# What a hub, a desk and the platform import: once here, not at every start
_PRELOADED = [
    "alembic.command",
    "alembic.runtime.environment",
    "asyncpg",
    "console.app.hub",
    "console.app.hub_logs",
    "console.app.parent",
    "console.desk.desk",
    "console.hub.hub",
    "console.hub.http.server",
    "console.hub.store.migrate",
    "console.simulator.simulator",
    "httpx_sse",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlite_utils",
    "truststore",
    "uvicorn.lifespan.off",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
    "tests.kill.loop",
]


class Child:
    """A process of ours; `log` grows through all its lives, `said` is of this one."""

    def __init__(self, process: BaseProcess, said: Path) -> None:
        self._process = process
        self._said = said

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """It is gone at once, whatever it was doing."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """It stands still between two instructions."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if no time had passed."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        # asked first: the number of a process that has ended may be another's by now
        if self._process.is_alive() and self._process.pid is not None:
            os.kill(self._process.pid, number)

    async def ended(self) -> None:
        """Returns when the process is gone."""
        while self._process.is_alive():  # noqa: ASYNC110 - another program sets no event
            await asyncio.sleep(_LOOK_S)

    async def ready(self) -> str:
        """The address it listens at; empty if it died first."""
        while self._process.is_alive():
            text = self._said.read_text(encoding="utf-8") if self._said.exists() else ""
            for line in text.splitlines(keepends=True):
                if line.startswith(_READY) and line.endswith("\n"):
                    return line.split()[1]
            await asyncio.sleep(_LOOK_S)
        return ""


class Starter:
    """Starts processes by a fork of one that has imported everything; ends them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOADED)
        self._children: list[Child] = []
        self._count = 0

    def start(self, name: str, work: Callable[..., object], *arguments: object) -> Child:
        """`work(*arguments)` runs in a process of its own."""
        self._count += 1
        said = self._folder / f"{name}.{self._count}.out"
        process = self._context.Process(
            target=_begin,
            args=(str(said), str(self._folder / f"{name}.log"), work, arguments),
            name=name,
        )
        process.start()
        child = Child(process, said)
        self._children.append(child)
        return child

    def end(self) -> None:
        """None of the processes is there any more."""
        for child in self._children:
            child.kill()
        for child in self._children:
            child._process.join()


def _begin(said: str, log: str, work: Callable[..., object], arguments: tuple[object]) -> None:
    _into(said, sys.stdout.fileno())
    _into(log, sys.stderr.fileno())
    work(*arguments)


def _into(path: str, descriptor: int) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(opened, descriptor)
    os.close(opened)
