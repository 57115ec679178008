"""A window on the stage's desk, for stories told by clicks and keys."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from console.desk.desk import Desk
from console.ui.application import Application
from console.ui.connections import Connections
from tests.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable


def window_at(desk: Desk, folder: Path) -> Application:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    screens = Application(app, settings, "Utrecht-07")
    screens.window.show()
    screens.take_desk(desk, signed_in=True)
    return screens


def parts(screens: Application) -> Connections:
    assert screens.connections is not None
    return screens.connections


async def on_screen(stage: Stage, screens: Application, fact: Callable[[], object]) -> None:
    async with asyncio.timeout(15):
        while not fact():
            await stage.settle()
            screens.clock.advance()
            await asyncio.sleep(0.01)


async def close(screens: Application) -> None:
    screens.close()
    screens.window.close()
    await asyncio.sleep(0)
    screens.window.deleteLater()
