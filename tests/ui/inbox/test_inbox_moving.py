"""However rows move, the screen shows what painting everything anew would show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.desk.inbox_row import InboxRow
from console.domain.sessions import SessionStatus
from console.ui.inbox.view import InboxView
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from tests.ui.inbox.furniture_shop import NOW, given_row


class Shop:
    """A shown view of many sessions, and a clock moved by hand."""

    def __init__(self, qtbot: QtBot, count: int, height_px: int) -> None:
        self.time = NOW
        self.random = Random(5)
        self.clock = ClockService(lambda: self.time)
        self.view = InboxView(ThemeService(), self.clock)
        qtbot.addWidget(self.view)
        self.view.resize(320, height_px)
        self.rows = {
            row.session_id: row
            for row in (self.changed(given_row(f"Row {n}")) for n in range(count))
        }
        self.view.set_rows(self.rows.values())
        with qtbot.waitExposed(self.view):
            self.view.show()

    def changed(self, row: InboxRow) -> InboxRow:
        waits = self.random.random() < 0.4
        return replace(
            row,
            preview=f"Message {self.random.random()}",
            at=self.time,
            unread=self.random.randrange(3),
            customer_waits=waits,
            waiting_since=self.time if waits else None,
            expires_at=NOW + timedelta(seconds=self.random.uniform(60, 24_000)),
            quiet_at=self.time + timedelta(minutes=30),
            status=self.random.choice([SessionStatus.ACTIVE, SessionStatus.INACTIVE]),
        )

    def paint(self) -> None:
        """Paint exactly what was marked."""
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendEvent(self.view.window(), QEvent(QEvent.Type.UpdateRequest))

    def on_screen(self) -> QImage:
        """The pixels as they were painted so far: nothing is painted for this."""
        pixels = self.view.backingStore().paintDevice()
        assert isinstance(pixels, QImage)
        assert not pixels.isNull()
        return pixels.copy()

    def anew(self) -> QImage:
        self.view.viewport().update()
        self.paint()
        return self.on_screen()

    def step(self) -> None:
        """Something happens: news, time, the wheel, the keyboard."""
        view, chance = self.view, self.random.random()
        if chance < 0.6:
            ids = self.random.sample(sorted(self.rows), self.random.choice([1, 1, 1, 3]))
            news = [self.changed(self.rows[each]) for each in ids]
            self.rows |= {row.session_id: row for row in news}
            view.update_rows(news)
        elif chance < 0.7:
            gone = self.random.choice(sorted(self.rows))
            del self.rows[gone]
            view.update_rows([], [gone])
        elif chance < 0.8:
            view.verticalScrollBar().setValue(self.random.randrange(400))
        elif chance < 0.9:
            view.select(self.random.choice(sorted(self.rows)))
        else:
            self.time += timedelta(seconds=self.random.choice([1, 60, 600]))
            self.clock.advance()


@pytest.mark.parametrize(("count", "height_px"), [(60, 500), (12, 900)])
def test_what_moved_looks_as_if_all_were_painted_anew(
    qtbot: QtBot, count: int, height_px: int
) -> None:
    shop = Shop(qtbot, count, height_px)
    for number in range(120):
        if len(shop.rows) < 4:
            break
        for _ in range(shop.random.choice([1, 1, 2])):
            shop.step()
        shop.paint()
        shown = shop.on_screen()
        assert shown == shop.anew(), number
