"""The last picture of the inbox, for the first paint: read without anything heavy."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from console.desk.inbox_row import InboxRow
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.sessions import SessionStatus

_NAMES = tuple(field.name for field in fields(InboxRow))
_READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("at", "expires_at", "waiting_since", "quiet_at"), datetime.fromisoformat),
    "status": SessionStatus,
    "direction": Direction,
    "state": Delivery,
}


def last_picture(folder: Path) -> list[InboxRow]:
    """The rows of the inbox as they were last known, newest first; none if nothing is kept."""
    try:
        key = json.loads((folder / "desk.json").read_text(encoding="utf-8"))["key"]
        path = folder / "cache" / f"{key}.sqlite"
        if not key or not path.is_file():
            return []
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as cache:
            found = cache.execute("select json from picture").fetchall()
        rows = [decode(line) for (line,) in found]
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error):
        return []  # it is only a picture: the real rows follow
    return sorted(rows, key=lambda row: row.at.timestamp() if row.at else 0.0, reverse=True)


def encode(row: InboxRow) -> str:
    """A row as JSON."""
    values = ((name, getattr(row, name)) for name in _NAMES)  # asdict is ten times as slow
    return json.dumps(
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in values
        },
        ensure_ascii=False,
    )


def decode(line: str) -> InboxRow:
    """A row from its JSON.

    Raises:
        ValueError, KeyError, TypeError: another version of the console wrote it.
    """
    values: dict[str, Any] = json.loads(line)
    for name, read in _READ.items():
        if values[name] is not None:
            values[name] = read(values[name])
    return InboxRow(**values)
