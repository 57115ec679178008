"""The loop under the window: the desk signs in, follows its hub, and ends in order."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QProcess, QStandardPaths
from PySide6.QtWidgets import QApplication

from console.desk.clock import WallClock
from console.desk.credentials import Credentials, KeyringCredentials
from console.desk.desk import Desk
from console.ui.alerts.native import NativePopUps

if TYPE_CHECKING:
    from console.app.environment import Folders
    from console.ui.application import Application


def run(
    screens: Application,
    places: Folders,
    *,
    hub_url: str = "",
    desk_name: str = "",
    credentials: Credentials | None = None,
) -> int:
    """0 once the window is closed and the desk has put everything away."""
    app = QApplication.instance()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        kept = credentials or KeyringCredentials()
        runner.run(_until_closed(screens, places, hub_url, desk_name, kept))
    return 0


def _desk(places: Folders, desk_name: str, credentials: Credentials) -> Desk:
    kind = QStandardPaths.StandardLocation.DownloadLocation
    downloads = Path(QStandardPaths.writableLocation(kind) or places.data / "downloads")
    return Desk(
        folder=places.data,
        clock=WallClock(),
        desk_name=desk_name,
        credentials=credentials,
        downloads=downloads,
    )


async def _until_closed(
    screens: Application,
    places: Folders,
    hub_url: str,
    desk_name: str,
    credentials: Credentials,
) -> None:
    closed = asyncio.Event()
    screens.window.closing.connect(closed.set)
    if screens.window.isHidden():  # it was closed while the rest was loaded
        screens.close()
        return
    screens.demo_wanted.connect(lambda: _start_demo(screens))
    screens.pop_ups = pop_ups = NativePopUps()
    desk = _desk(places, desk_name, credentials)
    if not screens.pictured:  # its key was not at hand for the first paint
        screens.fill_picture(await desk.last_inbox())
    signed_in = await desk.resume(hub_url or None)
    if hub_url and not desk.hub_url:
        desk.hub_url = hub_url
    screens.take_desk(desk, signed_in=signed_in, trouble=desk.link.trouble)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(desk.run(), name="desk")
        await closed.wait()
        screens.close()
        await pop_ups.take_back_all()
        running.cancel()


def _start_demo(screens: Application) -> None:
    """The demo runs as a program of its own and outlives this window."""
    QProcess.startDetached(sys.executable, ["-m", "console", "demo"])
    screens.window.close()
