"""A window on a desk in memory, for tests of what happens in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog

from console.domain.people import Role
from console.ui.connections import Connections
from console.ui.theme.theme import Theme, ThemeService
from console.ui.tick import ClockService
from console.ui.window import MainWindow
from tests.fakes import until
from tests.ui.fake_desk import FakeDesk


@dataclass(frozen=True, slots=True)
class Screens:
    """The window and what stands behind it."""

    desk: FakeDesk
    clock: ClockService
    window: MainWindow
    connections: Connections

    async def open(self, name: str) -> None:
        """Open the session of a customer and wait for its transcript."""
        self.connections.open_session(f"s-{name}")
        await turns()

    async def pass_time(self, **span: float) -> None:
        """Let time pass at the hub."""
        self.desk.moment += timedelta(**span)
        self.clock.advance()
        await turns()

    async def dialog(self) -> QDialog:
        """The dialog that is open, once it is."""
        await until(lambda: open_dialogs(self.window))
        return open_dialogs(self.window)[0]


class InWindow(Protocol):
    """What the fixture `in_window` gives."""

    def __call__(
        self, work: Callable[[Screens], Awaitable[None]], role: Role = Role.REP
    ) -> None:
        """Run `work` with the screens of a rep or a supervisor."""


def open_dialogs(window: MainWindow) -> list[QDialog]:
    """The dialogs over a window."""
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


async def turns(count: int = 12) -> None:
    """Give every ready task some turns."""
    for _ in range(count):
        await asyncio.sleep(0)


@asynccontextmanager
async def given_window(tmp_path: Path, role: Role = Role.REP) -> AsyncIterator[Screens]:
    """A window with the shop's day, without motion; everything ends with the block."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    theme = ThemeService(Theme.load("light", reduced_motion=True))
    theme.apply(app)
    desk = FakeDesk(role=role)
    clock = ClockService(desk.now)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(theme, clock, settings)
    window.resize(1440, 868)
    window.show()
    connections = Connections(desk.as_desk(), window, theme, clock)
    await turns()
    try:
        yield Screens(desk, clock, window, connections)
    finally:
        connections.close()
        await turns()
        window.close()
        window.deleteLater()
        await turns()
