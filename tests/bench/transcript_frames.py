"""Child of `transcript`: a real transcript with very many messages, beside one with few."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from datetime import timedelta
from random import Random
from typing import Any

from PySide6.QtWidgets import QApplication

from console.desk.rows import TranscriptRow
from console.domain.directions import Direction
from console.ui.garbage import GuiThreadGarbage
from console.ui.theme.theme import ThemeService
from console.ui.transcript.view import TranscriptView
from tests.bench.frames import Frame, Stage, timed
from tests.ui.transcript.conversations import NOW, row

FEW = 100
_TEXTS = (
    "Hello",
    "Could you send the invoice too? It helps us to find the order.",
    "The left leg of the table is loose, and one of the four screws was missing from the "
    "carton. I have looked twice, also under the foam. Could somebody come and look at it?",
    "نعم، شكراً جزيلاً",
    "Yes, *Tuesday* is fine 👍",
)


def made_rows(count: int) -> list[TranscriptRow]:
    """Messages a minute apart, the last one just now."""
    return [_made_row(number, count) for number in range(count)]


def _made_row(number: int, count: int) -> TranscriptRow:
    return row(
        f"{_TEXTS[number % len(_TEXTS)]} {number}",
        NOW - timedelta(minutes=count - number),
        Direction.INBOUND if number % 3 else Direction.OUTBOUND,
        message_id=f"n{number}",
    )


class Conversation:
    """A shown transcript and the steps that are timed."""

    def __init__(self, rows: list[TranscriptRow], theme: ThemeService) -> None:
        self.rows = rows
        self.random = Random(2)
        self.view = TranscriptView(theme, lambda: NOW)
        self.stage = Stage(self.view, 760, 700)
        self.bar = self.view.verticalScrollBar()
        self.added = 0

    def open(self) -> None:
        """The conversation is shown from its end."""
        self.view.set_thread(self.rows, customer_name="Lucas Moreau", earlier=False)

    def scroll(self) -> None:
        """Half a notch of the wheel upwards, from the top back to the end."""
        value = self.bar.value() - 60
        self.bar.setValue(self.bar.maximum() if value < 0 else value)

    def jump(self) -> None:
        """The scroll bar dragged to a place far away."""
        self.bar.setValue(self.random.randrange(self.bar.maximum() + 1))

    def append(self) -> None:
        """The customer writes."""
        self.added += 1
        count = len(self.rows)
        self.view.upsert([_made_row(count + self.added, count + self.added)])

    def resize(self) -> None:
        """The splitter is dragged."""
        self.view.resize(700 + self.random.randrange(120), 700)

    def measure(self, times: int) -> dict[str, list[Frame] | float]:
        """The frames, by step."""
        found: dict[str, list[Frame] | float] = {"open": self.stage.frame(self.open).wall_ms}
        for name in ("scroll", "jump", "append", "resize"):
            self.stage.rest()
            if name == "append":
                self.view.scroll_to_end()
                self.stage.rest()
            found[name] = self.stage.frames([getattr(self, name)] * times)
        return found


def main(count: int, rounds: int, times: int) -> None:
    """Print what was measured, many and few by turns, as JSON."""
    app = QApplication(sys.argv[:1])
    theme = ThemeService()
    theme.apply(app)
    sides = {
        "many": Conversation(made_rows(count), theme),
        "few": Conversation(made_rows(FEW), theme),
    }
    garbage = GuiThreadGarbage(app)
    garbage.settle()
    found: dict[str, dict[str, list[Any]]] = {side: defaultdict(list) for side in sides}
    for _ in range(rounds):
        for side, conversation in sides.items():
            for name, frames in conversation.measure(times).items():
                found[side][name].append(frames)
            found[side]["look"].append(timed(garbage.collect))
    for conversation in sides.values():
        conversation.view.pictures.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
