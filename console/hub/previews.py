"""Previews: small pictures beside the files they show, made by a process that may die."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.domain.texts import N_
from console.hub.files import FileStore

#: The types a preview is made of; everything else is a file and no picture.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
TYPE = "image/webp"
WALL_S = 30.0
TOO_SLOW = "Can’t be shown: it takes too long to read."
NOT_A_PICTURE = N_("Can’t be shown: it isn’t really a picture.")
_WORKER = Path(__file__).with_name("preview_worker.py")
_ENDING = ".preview"
_PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)  # Windows has none
_WORDS = {
    "too_large": "Too large to be shown",
    "broken": "Can’t be shown: the picture is damaged.",
    "slow": TOO_SLOW,
}


@dataclass(frozen=True, slots=True)
class Made:
    """There is a preview; the size is the original's, in pixels, as it is looked at."""

    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Refused:
    """There will never be one; `words` say why, in one sentence."""

    words: str


class WorkerDied(Exception):  # noqa: N818 - says what happened
    """The worker was gone before it answered, which may have been the machine's fault."""


class Previews:
    """Makes previews one after another; the hub itself never decodes a picture."""

    def __init__(self, files: FileStore) -> None:
        self._files = files
        self._turn = asyncio.Lock()
        self._worker: subprocess.Popen[bytes] | None = None

    def path(self, sha256: str) -> Path | None:
        """Where the preview of a file lies; None if there is none."""
        return self._files.path(sha256, _ENDING)

    async def make(self, sha256: str, mime: str) -> Made | Refused:
        """What came of making the preview of a kept file.

        Raises:
            WorkerDied: it may be tried again.
        """
        original = self._files.path(sha256)
        if original is None or mime not in SHOWN:
            return Refused(NOT_A_PICTURE)
        target = original.with_name(original.name + _ENDING)
        half = target.with_suffix(".half")
        asked = {"source": str(original), "mime": mime, "target": str(half)}
        async with self._turn:
            answer = await self._ask((json.dumps(asked) + "\n").encode())
        if "refused" in answer:
            half.unlink(missing_ok=True)
            return Refused(_in_words(answer))
        half.replace(target)
        return Made(answer["width_px"], answer["height_px"])

    async def _ask(self, line: bytes) -> dict[str, Any]:
        worker, self._worker = self._worker, None
        if worker is not None and worker.poll() is not None:
            _close_pipes(worker)
            worker = None
        worker = worker or _started()
        timer = asyncio.get_running_loop().call_later(WALL_S, worker.kill)
        try:
            answer = await asyncio.to_thread(_conversed, worker, line)
            if answer:
                self._worker = worker
        finally:
            timer.cancel()
            if self._worker is None:
                worker.kill()  # dead already, or we are cancelled in the middle of its work
                worker.wait()
        if answer:
            found: dict[str, Any] = json.loads(answer)
            return found
        if worker.returncode == _OUT_OF_TIME:
            return {"refused": "slow"}
        raise WorkerDied

    def close(self) -> None:
        """The worker is gone; the next picture gets a new one."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            _close_pipes(self._worker)
            self._worker = None


def _started() -> "subprocess.Popen[bytes]":
    # nothing of the hub goes along: no keys in the environment, no open files
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _conversed(worker: "subprocess.Popen[bytes]", line: bytes) -> bytes:
    """The worker's answer; empty if it died over the question."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        worker.stdin.write(line)
        worker.stdin.flush()
        answer = worker.stdout.readline()
    except OSError:
        answer = b""
    if not answer:
        _close_pipes(worker)
    return answer


def _close_pipes(worker: "subprocess.Popen[bytes]") -> None:
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not read any more
                pipe.close()


def _in_words(answer: dict[str, Any]) -> str:
    words = _WORDS[str(answer["refused"])]
    size = answer.get("size")
    return f"{words}: {size} pixels." if size else words.rstrip(".") + "."
