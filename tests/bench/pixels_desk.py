"""Child of `pixels`: the real desk with the real window, signed in at the small hub."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import qasync
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from console.desk.clock import WallClock
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.inbox_row import InboxRow
from console.ui.application import Application
from console.ui.inbox.view import InboxView
from tests.bench.stamps import Latencies, stamps_in

_update, _paint = InboxView.update_rows, InboxView.paintEvent


class Watch:
    """Looks at the rows that the list is given, and at the moment it has painted them."""

    def __init__(self, wanted: int) -> None:
        self.latencies = Latencies(wanted)
        self.done = asyncio.Event()
        self._waiting: list[int] = []
        watch = self

        def update(
            view: InboxView, changed: Iterable[InboxRow], removed: Iterable[str] = ()
        ) -> None:
            rows = list(changed)
            watch._waiting += stamps_in("".join(row.preview for row in rows).encode())
            _update(view, rows, removed)

        def paint(view: InboxView, event: QPaintEvent) -> None:
            _paint(view, event)
            watch._painted()

        InboxView.update_rows = update  # type: ignore[method-assign, assignment]
        InboxView.paintEvent = paint  # type: ignore[method-assign, assignment]

    def _painted(self) -> None:
        self.latencies.note(self._waiting)
        self._waiting = []
        if self.latencies.complete:
            self.done.set()


async def main(app: QApplication, folder: Path, port: int, wanted: int) -> None:
    """Print how long the events took to their rows."""
    watch = Watch(wanted)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    screens = Application(app, settings, "D1")
    screens.show_picture([])
    desk = Desk(
        folder=folder,
        clock=WallClock(),
        desk_name="D1",
        credentials=MemoryCredentials(),
        downloads=folder,
    )
    await desk.sign_in(f"http://127.0.0.1:{port}", "ana", "secret", stay=False)
    screens.take_desk(desk, signed_in=True)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(desk.run())
        await watch.done.wait()
        screens.close()
        running.cancel()
    screens.window.close()
    print(json.dumps({"latencies_ms": watch.latencies.found_ms}))


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    with (
        tempfile.TemporaryDirectory() as name,
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner,
    ):
        runner.run(main(application, Path(name), *map(int, sys.argv[1:])))
