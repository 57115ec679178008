"""Child of `start`: the real program, run until it would start its loop."""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtGui import QPaintEvent

import console.app.desk
from console.ui.inbox.view import InboxView
from tests.bench.usage import memory, painted

_found: dict[str, object] = {}
_paint_first = console.app.desk.paint_first
_load_the_rest = console.app.desk.load_the_rest
_paint = InboxView.paintEvent
_paints: list[int] = []


def _paint_and_count(view: InboxView, event: QPaintEvent) -> None:
    _paint(view, event)
    _paints.append(len(view.content.order))


def _paint_first_and_measure(*arguments: Any) -> Any:
    screens = _paint_first(*arguments)
    if not any(_paints):
        sys.exit("the desk went on to load the rest before its inbox was painted")
    _found.update(painted())
    return screens


def _load_without_loop() -> None:
    _load_the_rest()
    import console.app.desk_run

    console.app.desk_run.run = _end


def _end(*_arguments: Any, **_named: Any) -> int:
    """Instead of the loop."""
    print(json.dumps({**_found, "late_memory_mb": memory()[1]}))
    return 0


if __name__ == "__main__":
    InboxView.paintEvent = _paint_and_count  # type: ignore[method-assign, assignment]
    console.app.desk.paint_first = _paint_first_and_measure  # type: ignore[assignment]
    console.app.desk.load_the_rest = _load_without_loop
    from console.__main__ import main

    sys.argv[1:] = []
    sys.exit(main())
