"""Stagehand: one real window on one real desk, for pictures: moves, waits, grabs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from console.app.shop import seat, stories
from console.app.shop.colleague import PASSWORD
from console.app.shop.road import Road
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import LinkState
from console.domain.ids import SessionId
from console.ui.application import Application
from console.ui.connections import Connections

SIZE_PX = (1440, 900)
_MOTION_S = 0.45  # the longest animation of the screens, and a little
_WITHIN_S = 20.0
_AWAKE = timedelta(minutes=5)  # a rep's desk that slept longer gives its sessions back
_STRIDE = timedelta(seconds=8)  # shorter than what a desk takes for sleep
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stagehand:
    """A window, its desk and the road under them; `folder` takes the pictures."""

    road: Road
    desk: Desk
    screens: Application
    folder: Path

    @property
    def connections(self) -> Connections:
        """The signed-in window's parts."""
        assert self.screens.connections is not None
        return self.screens.connections

    def session_of(self, name: str) -> SessionId:
        """The open session of a customer."""
        rows = [row for row in self.desk.all_sessions() if row.name == name]
        return max(rows, key=lambda row: row.at or _LONG_AGO).session_id

    async def sign_in(self, rep_key: str) -> None:
        """The rep's inbox is on show."""
        rep = stories.load().reps[rep_key]
        await self.desk.sign_in(self.road.hub_url, rep.user_name, PASSWORD, stay=False)
        self.screens.take_desk(self.desk, signed_in=True)
        await self.until(lambda: self.desk.link.state is LinkState.CONNECTED)

    async def open(self, name: str) -> None:
        """The customer's conversation is on show, with its pictures, in the window in front."""
        self.screens.window.activateWindow()
        self.connections.open_session(self.session_of(name))
        await self.calm()
        self.connections.column.transcript.scroll_to_end()
        await self.calm()

    def type(self, widget: QWidget, text: str) -> None:
        """The text is typed, key by key, in any script."""
        widget.setFocus()
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """The key is pressed."""
        QTest.keyClick(widget, key)

    def type_where_focus_is(self, text: str) -> None:
        """The text goes to whatever has the keyboard."""
        focused: QWidget | None = QApplication.focusWidget()
        if focused is not None:
            self.type(focused, text)

    def press_where_focus_is(self, key: Qt.Key) -> None:
        """The key goes to whatever has the keyboard."""
        focused: QWidget | None = QApplication.focusWidget()
        self.press(self.screens.window if focused is None else focused, key)

    def do(self, action: str) -> None:
        """The named action of the window's table."""
        self.connections.actions[action].trigger()

    async def dialog(self) -> QDialog:
        """The dialog that opened."""
        found: list[QDialog] = []

        def is_open() -> bool:
            found[:] = [d for d in self.screens.window.findChildren(QDialog) if d.isVisible()]
            return bool(found)

        await self.until(is_open)
        await self.calm()
        return found[0]

    async def calm(self) -> None:
        """Hub, platform, desk and screens have done all that is due."""
        await self.road.settle()
        await asyncio.sleep(_MOTION_S)
        await self.road.settle()
        await asyncio.sleep(0.1)

    async def until(self, fact: Callable[[], object]) -> None:
        """Everything goes on until the fact is true."""
        async with asyncio.timeout(_WITHIN_S):
            while not fact():
                await self.road.settle()
                await asyncio.sleep(0.02)

    async def time_is(self, moment: datetime) -> None:
        """The hub's clock says so, and every countdown follows."""
        was = self.desk.link.state
        if moment - self.road.clock.now() < _AWAKE:
            await self._pass_awake(moment)
        await self.road.pass_until(moment)
        await self.calm()
        if was is not LinkState.OFFLINE and self.desk.link.state is LinkState.OFFLINE:
            self.desk.try_now()  # so long a jump is a sleep to it, and its pause stands still
            await self.until(lambda: self.desk.link.state is LinkState.CONNECTED)
        self.screens.clock.advance()

    async def _pass_awake(self, moment: datetime) -> None:
        while moment - self.road.clock.now() > _STRIDE:
            await self.road.pass_until(self.road.clock.now() + _STRIDE)
            await self.calm()  # the hub keeps the desk's lease, and the desk sees it was awake

    def shoot(self, name: str) -> None:
        """The window as it is now is in the folder, and a line says so."""
        path = self.folder / f"{name}.png"
        window = self.screens.window
        picture = window.grab()
        for above in (*window.findChildren(QDialog), QApplication.activePopupWidget()):
            if above is not None and above.isVisible():  # a window of its own
                painter = QPainter(picture)
                place = above.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
                painter.drawPixmap(place, above.grab())
                painter.end()
        picture.save(str(path))
        print(path, flush=True)

    async def shoot_both(self, name: str) -> None:
        """In both themes."""
        self.shoot(f"{name}-light")
        self.screens.theme.set("dark")
        await self.calm()
        self.shoot(f"{name}-dark")
        self.screens.theme.set("light")
        await self.calm()


@asynccontextmanager
async def stagehand(
    road: Road, folder: Path, home: Path, rep_key: str
) -> AsyncIterator[Stagehand]:
    """A window at the desk of one of the story's reps; nobody is signed in yet."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    rep = stories.load().reps[rep_key]
    seat.take(home, rep_key)
    desk = Desk(
        folder=home,
        clock=road.clock,
        desk_name=rep.desk,
        credentials=MemoryCredentials(),
        downloads=home / "Downloads",
    )
    settings = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("look/theme", "light")
    screens = Application(app, settings, rep.desk)
    screens.window.resize(*SIZE_PX)
    screens.window.show()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(desk.run(), name="desk")
        try:
            yield Stagehand(road, desk, screens, folder)
        finally:
            screens.close()
            screens.window.close()
            running.cancel()
