"""Child of `inbox`: the real inbox panel with very many sessions, beside one with few."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from PySide6.QtWidgets import QApplication

from console.desk.rows import InboxRow
from console.domain.ids import ConversationId, CustomerId, SessionId
from console.domain.sessions import SessionStatus
from console.ui.inbox.filters import Chip, InboxFilter
from console.ui.inbox.panel import InboxPanel
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from tests.bench.frames import Frame, Stage, timed
from tests.ui.inbox.furniture_shop import NOW, given_row

FEW = 100
_NAMES = ("Lucas Moreau", "Priya Raghunathan", "Zoë van der Berg", "田中 美咲", "أمينة السيد")
_WORDS = ("sofa", "invoice", "Tuesday", "delivery", "table leg", "refund", "armchair", "sample")


def made_rows(count: int) -> list[InboxRow]:
    """Sessions of every section: 1 in 10 waits for the rep, 1 in 10 is quiet, 2 lapsed."""
    random = Random(1)
    plain = given_row()
    return [_made_row(plain, number, random) for number in range(count)]


def _made_row(plain: InboxRow, number: int, random: Random) -> InboxRow:
    section = number % 10
    name = f"{_NAMES[number % len(_NAMES)]} {number}"
    preview = f"About the {random.choice(_WORDS)} and the {random.choice(_WORDS)}, {number}"
    since = NOW - timedelta(seconds=random.randrange(1, 40_000))
    left_s = -random.randrange(1, 90_000) if section in (1, 2) else random.randrange(60, 86_000)
    if number < 200 and section == 0:
        left_s = random.randrange(600, 3_500)  # counts every second, at the top of the list
    return replace(
        plain,
        session_id=SessionId(f"s{number}"),
        conversation_id=ConversationId(f"c{number}"),
        customer_id=CustomerId(f"u{number}"),
        name=name,
        number=f"+33 6 {number:08}",
        preview=preview,
        at=since,
        unread=1 if section == 0 else 0,
        customer_waits=section == 0,
        waiting_since=since if section == 0 else None,
        status=SessionStatus.INACTIVE if section == 3 else SessionStatus.ACTIVE,
        quiet_at=NOW + timedelta(hours=1) if section == 3 else None,
        expires_at=NOW + timedelta(seconds=left_s),
        found_by=f"{name}\n+33 6 {number:08}\n{preview}\n{plain.queue}".casefold(),
    )


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
    ours, floor = Inbox(many, theme), Inbox(few, theme)
    found: dict[str, list[list[Frame]]] = defaultdict(list)
    for _ in range(rounds):
        for side, inbox in (("many", ours), ("few", floor)):
            for name, frames in inbox.measure(times).items():
                found[f"{side} {name}"].append(frames)
    once: dict[str, list[float]] = {"build": [ours.build_ms], "sort": sort_ms}
    for name, wanted in NARROWINGS.items():
        once[name] = [ours.narrow(wanted) for _ in range(rounds)]
        once[f"plain {name}"] = [
            timed(lambda: [row for row in many if wanted.search in row.found_by])  # noqa: B023 - called at once
            for _ in range(rounds)
        ]
    print(json.dumps({"frames": found, "once": once}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
