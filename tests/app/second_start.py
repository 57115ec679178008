"""Programs of their own for the tests of one running application: started, told, killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOLD = "Rep Console is running already; its window was brought to the front.\n"


def environment(home: Path) -> dict[str, str]:
    """Of a program with this home, no screen, and the packages of this Python."""
    return os.environ | {
        "REPCONSOLE_HOME": str(home),
        "REPCONSOLE_SET_UP": sys.prefix,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
    }


def console(*words: str) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "console", *words]


def said_by(home: Path, *words: str) -> tuple[int, str, str]:
    """Exit code, output and complaints of a start that ends by itself."""
    done = subprocess.run(
        console(*words),
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def running(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A start that is the application by the time the block begins."""
    with started(home, *words) as process:
        while not _listens(home / "state" / "running"):
            assert process.poll() is None
            time.sleep(0.02)
        yield process


def _listens(lock: Path) -> bool:
    """Whether somebody opens where the file says."""
    where = lock.read_text() if lock.exists() else ""
    with socket.socket(socket.AF_UNIX) as guest:
        return bool(where) and guest.connect_ex(where) == 0


@contextmanager
def started(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A start that goes on until the block ends."""
    process = subprocess.Popen(
        console(*words),
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
