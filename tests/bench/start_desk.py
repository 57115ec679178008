"""Child of `start`: the real program, run until it would start its loop."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import console.app.desk
from tests.bench.usage import memory, painted

if TYPE_CHECKING:
    from console.app.environment import Folders
    from console.ui.application import Application

_found: dict[str, object] = {}
_paint_first = console.app.desk.paint_first
_load_the_rest = console.app.desk.load_the_rest


def _paint_first_and_measure(places: Folders, desk_name: str) -> Application:
    screens = _paint_first(places, desk_name)
    _found.update(painted())
    view = screens.window.inbox.view
    rows = [each.entry for each in view.visible_entries() if not each.entry.is_header]
    if not rows or not all(view._painter.knows(row) for row in rows):
        sys.exit("the desk went on to load the rest before its inbox was painted")
    return screens


def _load_without_loop() -> None:
    _load_the_rest()
    import console.app.desk_run

    console.app.desk_run.run = _end


def _end(*_arguments: object, **_named: object) -> int:
    """Instead of the loop."""
    print(json.dumps({**_found, "late_memory_mb": memory()[1]}))
    return 0


if __name__ == "__main__":
    # nothing of Qt is imported by then, so that all happens in the order of the real program
    console.app.desk.paint_first = _paint_first_and_measure
    console.app.desk.load_the_rest = _load_without_loop
    from console.__main__ import main

    sys.argv[1:] = []
    sys.exit(main())
