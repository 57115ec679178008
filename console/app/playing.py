"""Playing: the demo's history is made by a process of its own, behind a small window."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QIODevice, QObject, QProcess, QSettings, Signal

from console.app.shop.kept import draft_of
from console.domain.texts import N_, _
from console.ui.theme.style import make_application
from console.ui.theme.theme import Theme, ThemeService
from console.ui.theme.wanted import wanted_theme
from console.ui.welcome.getting_ready import GettingReady

if TYPE_CHECKING:
    from pathlib import Path

    from console.app.environment import Folders

TITLE = N_("Getting the demo ready")
SENTENCE = N_("Playing the shop’s last days, this happens only once.")
_GONE_WITHIN_MS = 5000


class Playing(QObject):
    """The process that plays; what it says of its progress arrives as signals.

    Signals:
        advanced: how many per cent are done.
        ended: whether the history is whole.
    """

    advanced = Signal(int)
    ended = Signal(bool)

    def __init__(self, command: list[str], log: Path) -> None:
        super().__init__()
        self._command, self._log = command, str(log)
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_said)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """From the beginning."""
        self._process.setStandardErrorFile(self._log, QIODevice.OpenModeFlag.Append)
        self._process.start(self._command[0], self._command[1:])

    def stop(self) -> None:
        """The process is gone when this returns."""
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(_GONE_WITHIN_MS)

    def _on_said(self) -> None:
        while self._process.canReadLine():
            line = bytes(self._process.readLine().data()).decode("ascii", "replace")
            number = line.removesuffix(" %\n").strip()
            if number.isdecimal():
                self.advanced.emit(int(number))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self.ended.emit(code == 0 and status is QProcess.ExitStatus.NormalExit)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # else it also finishes
            self.ended.emit(False)


def command_for(seed: int) -> list[str]:
    """The command that plays this seed's history."""
    options = ["--seed", str(seed), "--parent", str(os.getpid())]
    return [sys.executable, "-m", "console", "demo", "--play", *options]


def played(places: Folders, shop: Path, command: list[str]) -> bool:
    """Whether the history is whole; False when the person went away, and nothing is left."""
    app = make_application(sys.argv[0])
    app.setQuitOnLastWindowClosed(False)
    path = str(places.state / "window.ini")
    settings = QSettings(path, QSettings.Format.IniFormat)
    ThemeService(Theme.load(wanted_theme(settings)), app).apply(app)
    window = GettingReady(_(TITLE), _(SENTENCE))
    playing = Playing(command, places.state / "playing.log")
    try:
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            return runner.run(_until_decided(window, playing, places.state / "playing.log"))
    finally:
        playing.stop()
        shutil.rmtree(draft_of(shop), ignore_errors=True)
        window.hide()
        window.deleteLater()


async def _until_decided(window: GettingReady, playing: Playing, log: Path) -> bool:
    decided: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def on_ended(done: bool) -> None:
        if not done:
            window.show_trouble(_trouble(log))
        elif not decided.done():
            decided.set_result(True)

    def on_cancelled() -> None:
        if not decided.done():
            decided.set_result(False)

    def start_again() -> None:
        window.show_progress(0)
        playing.start()

    playing.advanced.connect(window.show_progress)
    playing.ended.connect(on_ended)
    window.again_wanted.connect(start_again)
    window.cancelled.connect(on_cancelled)
    window.show()
    playing.start()
    return await decided


def _trouble(log: Path) -> str:
    return _(
        "The shop’s last days could not be played. Make sure that the disk has room "
        "and try again; if that doesn’t help, {log} says why."
    ).format(log=log)
