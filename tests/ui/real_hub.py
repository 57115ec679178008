"""The whole application on a real desk beside a real hub, for stories through both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.ui.application import Application
from tests.fakes import HandClock
from tests.given import NOON, GivenHub, a_hub
from tests.ui.given_window import turns

DESK_NAME = "Utrecht-07"


@dataclass(frozen=True, slots=True)
class Both:
    """The hub, the desk that runs, and the screens, which have no desk yet."""

    given: GivenHub
    clock: HandClock
    desk: Desk
    screens: Application

    async def settled(self, fact: Callable[[], object]) -> None:
        """Let the hub and the desk work until something is true."""
        for _ in range(300):
            await self.given.settle()
            if fact():
                return
            await self.clock.advance(seconds=0.1)
        pytest.fail("it never became true")


@asynccontextmanager
async def at_a_real_hub(tmp_path: Path) -> AsyncIterator[Both]:
    """A hub with the rep Ana; everything ends with the block."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    clock = HandClock(NOON)
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    screens = Application(app, settings, DESK_NAME)
    desk = Desk(
        folder=tmp_path / "desk",
        clock=clock,
        desk_name=DESK_NAME,
        credentials=MemoryCredentials(),
        downloads=tmp_path / "downloads",
    )
    screens.show_picture([])
    async with a_hub(tmp_path / "hub", clock=clock) as given:
        await given.rep("ana")
        async with asyncio.TaskGroup() as group:
            running = group.create_task(desk.run())
            try:
                yield Both(given, clock, desk, screens)
            finally:
                screens.close()
                running.cancel()
    await turns()
    screens.window.close()
    screens.window.deleteLater()
    await turns()
