"""A voice note recorded by a process of its own, where Qt can record at all."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from console.domain.texts import N_, _

_WORKER = (sys.executable, "-I", str(Path(__file__).with_name("record_worker.py")))
_FAILED = N_("The recording stopped: the microphone or its driver failed. Record it again.")
_TROUBLE = {
    "failed": _FAILED,
    "no_input": N_("This computer has no microphone. Plug one in, or choose a recording."),
}


@cache
def can_record() -> bool:
    """Whether the parts that record are installed; they aren't loaded into this program."""
    return all(find_spec(name) for name in ("PySide6.QtMultimedia", "soundfile"))


class Recorder(QObject):
    """Records one voice note at a time.

    Signals:
        moved: how many milliseconds there are so far.
        done: the path of the recording, whole and on the disk.
        failed: in words, why there is none.
    """

    moved = Signal(int)
    done = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, worker: Sequence[str] = _WORKER) -> None:
        super().__init__(parent)
        self._worker = tuple(worker)
        self._path = ""
        self._process: QProcess | None = None

    def start(self, path: str) -> None:
        """Record into this file."""
        self.cancel()
        self._path = path
        process = self._process = QProcess(self)
        process.readyReadStandardOutput.connect(self._on_told)
        process.finished.connect(self._on_gone)
        process.errorOccurred.connect(self._on_gone)
        process.setStandardErrorFile(QProcess.nullDevice())
        program, *arguments = self._worker
        process.start(program, [*arguments, path])

    def stop(self) -> None:
        """End the recording; `done` follows."""
        if self._process is not None:
            self._process.write(b"stop\n")

    def cancel(self) -> None:
        """Record nothing any more; what there is goes."""
        path = self._path
        self._forget()
        if path:
            Path(path).unlink(missing_ok=True)

    def _forget(self) -> None:
        process, self._process, self._path = self._process, None, ""
        if process is not None:
            for signal in (process.readyReadStandardOutput, process.finished):
                signal.disconnect()
            process.errorOccurred.disconnect()
            process.finished.connect(process.deleteLater)
            process.kill()

    def _on_told(self) -> None:
        process = self._process
        while process is not None and process is self._process and process.canReadLine():
            told = json.loads(bytes(process.readLine().data()))
            self._take(told["state"], int(told["at_ms"]))

    def _take(self, state: str, at_ms: int) -> None:
        if state == "recording":
            self.moved.emit(at_ms)
        elif state == "done":
            path = self._path
            self._forget()
            self.done.emit(path)
        else:
            self.cancel()
            self.failed.emit(_(_TROUBLE.get(state, _FAILED)))

    def _on_gone(self, *_told: object) -> None:
        """The process ended without a word."""
        self._on_told()
        if self._process is not None:
            self._take("failed", 0)
