"""Sounds played in place, one at a time, by a process of their own where Qt can play at all."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from console.domain.texts import N_, _

_WORKER = (sys.executable, "-I", str(Path(__file__).with_name("sound_worker.py")))
_GONE_MS = 500
_TROUBLE = {
    "failed": N_("This recording can’t be played here. Download it and open it."),
    "no_output": N_("This computer has no sound output. Download the recording instead."),
}


@cache
def can_play() -> bool:
    """Whether Qt's part that plays is installed; it isn't loaded into this program."""
    return find_spec("PySide6.QtMultimedia") is not None


@dataclass(frozen=True, slots=True)
class Heard:
    """How far a sound is; `of_ms` is 0 while unknown.

    Attributes:
        peaks: how loud it is along its length, each 0 to 100; empty while unknown.
    """

    playing: bool
    at_ms: int = 0
    of_ms: int = 0
    peaks: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        """0.0 to 1.0."""
        return min(self.at_ms / self.of_ms, 1.0) if self.of_ms else 0.0


class Sounds(QObject):
    """Plays the sound of one message; another one silences it.

    Signals:
        moved: the media id of a sound that began, went on or ended.
        failed: in words, why one can't be heard.
    """

    moved = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, worker: Sequence[str] = _WORKER) -> None:
        super().__init__(parent)
        self._worker = tuple(worker)
        self._media_id = ""
        self._heard: Heard | None = None
        self._process: QProcess | None = None

    def heard(self, media_id: str) -> Heard | None:
        """How far this sound is; None if it is another one's turn, or nobody's."""
        return self._heard if media_id == self._media_id else None

    def toggle(self, media_id: str, sound: bytes) -> None:
        """Play the sound, or hold it where it is."""
        if self._process is None or media_id != self._media_id:
            self._start(media_id, sound)
            return
        playing = self._heard is not None and self._heard.playing
        self._ask("pause" if playing else "play")
        self._set(replace(self._heard or Heard(False), playing=not playing))

    def seek(self, media_id: str, share: float) -> None:
        """Go on from there, 0.0 to 1.0, if it is this sound's turn."""
        if media_id == self._media_id and self._process is not None:
            self._ask(f"seek {share:.3f}")

    def stop(self) -> None:
        """Silence."""
        process, self._process = self._process, None
        if process is not None:
            process.readyReadStandardOutput.disconnect()
            process.finished.disconnect()
            process.finished.connect(process.deleteLater)
            process.closeWriteChannel()
            if not process.waitForFinished(_GONE_MS):
                process.kill()
        self._set(None)

    def _start(self, media_id: str, sound: bytes) -> None:
        self.stop()
        self._media_id = media_id
        process = self._process = QProcess(self)
        process.readyReadStandardOutput.connect(self._on_told)
        process.finished.connect(self._on_gone)
        process.setStandardErrorFile(QProcess.nullDevice())
        program, *arguments = self._worker
        process.start(program, [*arguments, str(len(sound))])
        process.write(sound)  # handed over, never laid down where others could read it
        self._ask("play")
        self._set(Heard(playing=True))

    def _ask(self, what: str) -> None:
        if self._process is not None:
            self._process.write(f"{what}\n".encode())

    def _on_told(self) -> None:
        process = self._process
        while process is not None and process is self._process and process.canReadLine():
            told = json.loads(bytes(process.readLine().data()))
            if "peaks" in told:
                peaks = tuple(min(max(int(one), 0), 100) for one in told["peaks"])
                self._set(replace(self._heard or Heard(False), peaks=peaks))
            else:
                self._take(told["state"], int(told["at_ms"]), int(told["of_ms"]))

    def _take(self, state: str, at_ms: int, of_ms: int) -> None:
        if state in {"playing", "paused"}:
            peaks = self._heard.peaks if self._heard else ()
            self._set(Heard(state == "playing", at_ms, of_ms, peaks))
            return
        self.stop()
        if state in _TROUBLE:
            self.failed.emit(_(_TROUBLE[state]))

    def _on_gone(self) -> None:
        """The process ended without a word: the file was too much for it."""
        self._on_told()
        if self._process is not None:
            self._take("failed", 0, 0)

    def _set(self, heard: Heard | None) -> None:
        if heard != self._heard:
            self._heard = heard
            self.moved.emit(self._media_id)
