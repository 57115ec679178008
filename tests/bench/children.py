"""Runs a program of the benchmark in a process of its own and reads what it measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_S = 600


def measured_by(module: str, *arguments: object, **settings: str) -> dict[str, Any]:
    """What `python -m tests.bench.MODULE` printed as JSON on its last line.

    `started_s` is added: the monotonic clock, which all processes share, before it began.

    Raises:
        SystemExit: it failed, with its own last words.
    """
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **settings}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles it anew at every start
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    started_s = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LONGEST_S,
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        words = f"{' '.join(command[1:])} ended with {done.returncode} and measured nothing."
        sys.exit(f"{done.stderr[-4000:]}\n{words}")
    found: dict[str, Any] = json.loads(lines[-1])
    return {"started_s": started_s, **found}


@dataclass(frozen=True, slots=True)
class Served:
    """A server in a process of its own, and the folder it keeps its things in."""

    port: int
    folder: Path
    process_id: int


@contextmanager
def served(module: str, *arguments: object) -> Iterator[Served]:
    """A server, `python -m tests.bench.MODULE FOLDER …`, that ends with the block."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", f"tests.bench.{module}", name, *map(str, arguments)]
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdin
        assert server.stdout
        try:
            port = int(json.loads(server.stdout.readline())["port"])
            yield Served(port, Path(name), server.pid)
        finally:
            server.stdin.close()  # which it takes as the sign to end
            server.stdout.close()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
