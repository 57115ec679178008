"""Record worker: a process of its own that records a voice note, where the parts for it are.

It runs by its path and knows nothing of the desk: it is given the file to write, reads "stop"
or the end of its input, and tells in lines of JSON how long it has recorded. A sound driver
that kills it kills nobody else.
"""

import asyncio
import json
import sys
import threading

import qasync
import soundfile
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices, QtAudio

#: Opus knows 48 kHz; one channel, or WhatsApp takes it for no voice note.
SAMPLES_A_SECOND, SAMPLE_BYTES = 48_000, 2
TELL_MS = 250


class Recording(QObject):
    """The one recording and what is told of it.

    Qt takes the sound in, but its own encoders know no Opus; libsndfile's do.
    """

    asked = Signal(str)
    over = Signal()

    def __init__(self, path: str) -> None:
        super().__init__()
        form = QAudioFormat()
        form.setSampleRate(SAMPLES_A_SECOND)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._path, self._taken = path, 0
        self._device = QMediaDevices.defaultAudioInput()
        self._source = QAudioSource(self._device, form, self)
        self._clock = QTimer(self)
        self._clock.setInterval(TELL_MS)
        self._clock.timeout.connect(lambda: self._tell("recording"))
        self.asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if self._device.isNull():
            self._end("no_input")
            return
        self._file = soundfile.SoundFile(
            self._path, "w", SAMPLES_A_SECOND, 1, format="OGG", subtype="OPUS"
        )
        self._incoming = self._source.start()
        if self._source.error() != QtAudio.Error.NoError:
            self._end("failed")
            return
        self._incoming.readyRead.connect(self._take)
        self._clock.start()

    def _take(self) -> None:
        data = bytes(self._incoming.readAll().data())
        self._taken += len(data) // SAMPLE_BYTES
        self._file.buffer_write(data, dtype="int16")

    def _on_asked(self, what: str) -> None:
        if what == "quit" or not self._clock.isActive():
            self.over.emit()  # nobody listens any more, or nothing has begun
            return
        self._clock.stop()
        self._take()
        self._source.stop()
        self._file.close()
        self._end("done")

    def _end(self, how: str) -> None:
        self._tell(how)
        self.over.emit()

    def _tell(self, state: str) -> None:
        told = {"state": state, "at_ms": self._taken * 1000 // SAMPLES_A_SECOND}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


async def record(path: str) -> None:
    """Returns when the recording is on the disk, or can't be made."""
    recording, over = Recording(path), asyncio.Event()
    recording.over.connect(over.set)

    def listen() -> None:
        for line in sys.stdin:
            recording.asked.emit(line.strip())
        recording.asked.emit("quit")

    threading.Thread(target=listen, daemon=True).start()
    await over.wait()


def main() -> None:
    """Records into the file that is named."""
    app = QCoreApplication(sys.argv)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(record(sys.argv[1]))


if __name__ == "__main__":
    main()
