"""Sound worker: a process of its own that plays one of a stranger's sounds.

It runs by its path and knows nothing of the desk: it is told how many bytes the sound has,
reads them, then "play", "pause", "seek" with a share, or the end of its input, and tells in
lines of JSON how far it is and once how loud it is along its length. A broken sound that kills
it kills nobody else.
"""

import asyncio
import contextlib
import json
import sys
import threading
from array import array
from itertools import pairwise

import qasync
from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QObject, Qt, QTimer, Signal
from PySide6.QtMultimedia import (
    QAudioDecoder,
    QAudioFormat,
    QAudioOutput,
    QMediaDevices,
    QMediaPlayer,
)

TELL_MS = 250
MEMORY_BYTES = 4 * 1024 * 1024 * 1024  # decoders and sound servers map a lot and use little
CPU_S = 300
SAMPLES_A_SECOND, STRETCH, PEAKS = 8_000, 800, 48  # loudness is told for 48 stretches


class Sound(QObject):
    """The one sound and what is told of it."""

    asked = Signal(str)
    over = Signal()

    def __init__(self, sound: bytes) -> None:
        super().__init__()
        self._sound = QBuffer(self)
        self._sound.setData(sound)
        self._sound.open(QIODevice.OpenModeFlag.ReadOnly)
        self._output = QAudioOutput(self)
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(self._output)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(lambda *_told: self._end("failed"))
        self.asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.setInterval(TELL_MS)
        self._clock.timeout.connect(lambda: self._tell("playing"))
        if QMediaDevices.defaultAudioOutput().isNull():
            QTimer.singleShot(0, self, lambda: self._end("no_output"))
        else:
            self._player.setSourceDevice(self._sound)
            self._shape = Shape(sound, self)

    def _on_asked(self, what: str) -> None:
        if what == "play":
            self._player.play()
            self._clock.start()
        elif what == "pause":
            self._player.pause()
            self._clock.stop()
            self._tell("paused")
        elif what.startswith("seek "):
            share = min(max(float(what.removeprefix("seek ")), 0.0), 1.0)
            self._player.setPosition(int(self._player.duration() * share))
            self._tell("playing" if self._clock.isActive() else "paused")
        else:
            self.over.emit()

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.EndOfMedia:
            self._end("ended")

    def _end(self, how: str) -> None:
        self._clock.stop()
        self._tell(how)
        self.over.emit()

    def _tell(self, state: str) -> None:
        told = {
            "state": state,
            "at_ms": self._player.position(),
            "of_ms": self._player.duration(),
        }
        say(told)


class Shape(QObject):
    """How loud the sound is along its length; silent if it can't be read."""

    def __init__(self, sound: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._sound = QBuffer(self)
        self._sound.setData(sound)
        self._sound.open(QIODevice.OpenModeFlag.ReadOnly)
        self._loudest: list[int] = []
        form = QAudioFormat()
        form.setSampleRate(SAMPLES_A_SECOND)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._decoder = QAudioDecoder(self)
        self._decoder.setAudioFormat(form)
        self._decoder.setSourceDevice(self._sound)
        self._decoder.bufferReady.connect(self._take)
        self._decoder.finished.connect(self._told)
        self._decoder.start()

    def _take(self) -> None:
        samples = array("h", bytes(self._decoder.read().constData()))
        for start in range(0, len(samples), STRETCH):
            stretch = samples[start : start + STRETCH]
            self._loudest.append(max(max(stretch), -min(stretch)))

    def _told(self) -> None:
        if self._loudest:
            say({"peaks": peaks_of(self._loudest)})


def peaks_of(loudest: list[int]) -> list[int]:
    """At most `PEAKS` figures from 0 to 100, of which the loudest is 100."""
    count, most = min(PEAKS, len(loudest)), max(max(loudest), 1)
    ends = [len(loudest) * place // count for place in range(count + 1)]
    spans = pairwise(ends)
    return [round(100 * max(loudest[first:last]) / most) for first, last in spans]


def say(told: dict[str, object]) -> None:
    """One line to whoever listens."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def confine() -> None:
    """Memory, time and dumps of this process are bounded, where the system knows how."""
    if sys.platform == "win32":
        return
    import resource

    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (limit, limit))


async def play(sound_bytes: bytes) -> None:
    """Returns when the sound has ended or nobody listens any more."""
    sound, over = Sound(sound_bytes), asyncio.Event()
    sound.over.connect(over.set)

    def listen() -> None:
        for line in sys.stdin.buffer:
            sound.asked.emit(line.decode().strip())
        sound.asked.emit("quit")

    threading.Thread(target=listen, daemon=True).start()
    await over.wait()


def main() -> None:
    """Plays the sound that comes first on its input."""
    confine()
    app = QCoreApplication(sys.argv)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(play(sys.stdin.buffer.read(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
