"""Child of `inbox`: the real inbox panel with very many sessions, beside one with few."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from PySide6.QtWidgets import QApplication

from console.desk.inbox_row import InboxRow
from console.ui.garbage import GuiThreadGarbage
from console.ui.inbox.filters import Chip, InboxFilter
from console.ui.inbox.panel import InboxPanel
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from tests.bench.frames import Frame, Stage, timed
from tests.bench.sessions import made_rows
from tests.ui.inbox.furniture_shop import NOW

FEW = 100


class Inbox:
    """A shown panel with a clock moved by hand, and the steps that are timed."""

    def __init__(self, rows: list[InboxRow], theme: ThemeService) -> None:
        self.time: datetime = NOW
        self.rows = rows
        self.random = Random(2)
        self.clock = ClockService(lambda: self.time)
        self.panel = InboxPanel(theme, self.clock)
        self.stage = Stage(self.panel, 320, 900)
        self.build_ms = self.stage.frame(lambda: self.panel.set_rows(rows)).wall_ms
        self.bar = self.panel.view.verticalScrollBar()
        self.stage.rest()

    def event(self) -> None:
        """A customer writes: the row gets a new text and moves to where it now belongs."""
        number = self.random.randrange(len(self.rows))
        row = self.rows[number]
        waits = not row.customer_waits
        self.rows[number] = new = replace(
            row,
            preview=f"Another message {self.random.random()}",
            at=self.time,
            unread=row.unread + 1,
            customer_waits=waits,
            waiting_since=self.time if waits else None,
        )
        self.panel.update_rows([new])

    def scroll(self) -> None:
        """Three steps of the wheel, back to the top at the end."""
        value = self.bar.value() + 60
        self.bar.setValue(0 if value > self.bar.maximum() else value)

    def jump(self) -> None:
        """The scroll bar dragged to a place far away: every row in sight is new."""
        self.bar.setValue(self.random.randrange(self.bar.maximum() + 1))

    def tick(self) -> None:
        """A second passes."""
        self.time += timedelta(seconds=1)
        self.clock.advance()

    def measure(self, times: int) -> dict[str, list[Frame]]:
        """The frames, by step."""
        found = {}
        for name, step in (("event", self.event), ("scroll", self.scroll), ("jump", self.jump)):
            found[name] = self.stage.frames([step] * times)
            self.stage.rest()
        self.bar.setValue(0)
        self.stage.rest()
        found["tick"] = self.stage.frames([self.tick] * times)
        self.stage.rest()
        return found

    def narrow(self, wanted: InboxFilter) -> float:
        """Milliseconds to narrow the list and paint; the whole list is put back after."""
        self.panel.set_filter(InboxFilter())
        self.stage.rest(20)
        return self.stage.frame(lambda: self.panel.set_filter(wanted)).wall_ms


NARROWINGS = {
    "filter: Unread": InboxFilter(chip=Chip.UNREAD),
    "search: a common word": InboxFilter(search="sofa"),
    "search: one name": InboxFilter(search="moreau 4321"),
}


def main(count: int, rounds: int, times: int) -> None:
    """Print what was measured, many and few by turns, as JSON."""
    app = QApplication(sys.argv[:1])
    theme = ThemeService()
    theme.apply(app)
    many, few = made_rows(count), made_rows(FEW)
    sort_ms = [timed(lambda: sorted(many, key=lambda row: row.expires_at or NOW))]
    garbage = GuiThreadGarbage(app)
    ours, floor = Inbox(many, theme), Inbox(few, theme)
    garbage.settle()
    looks = []
    found: dict[str, list[list[Frame]]] = defaultdict(list)
    for _ in range(rounds):
        for side, inbox in (("many", ours), ("few", floor)):
            for name, frames in inbox.measure(times).items():
                found[f"{side} {name}"].append(frames)
            looks.append(timed(garbage.collect))
    once: dict[str, list[float]] = {
        "build": [ours.build_ms],
        "sort": sort_ms,
        "looks": looks,
    }
    for name, wanted in NARROWINGS.items():
        once[name] = [ours.narrow(wanted) for _ in range(rounds)]
        once[f"plain {name}"] = [
            timed(lambda: [row for row in many if wanted.search in row.found_by])  # noqa: B023 - called at once
            for _ in range(rounds)
        ]
    print(json.dumps({"frames": found, "once": once}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
