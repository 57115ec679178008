"""The last picture of the inbox, for the first paint: read without anything heavy."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from console.desk import kernel_keyring
from console.desk.inbox_row import InboxRow
from console.desk.sealing import Seal
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.sessions import SessionStatus

_ABOUT = "picture"
_NAMES = tuple(field.name for field in fields(InboxRow))
_READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("at", "expires_at", "waiting_since", "quiet_at"), datetime.fromisoformat),
    "status": SessionStatus,
    "direction": Direction,
    "state": Delivery,
}


def last_picture(folder: Path, key: bytes | None = None) -> list[InboxRow]:
    """The rows of the inbox as they were last known, newest first; none if nothing is kept.

    Without the key, only if the kernel has it at hand.
    """
    try:
        name = json.loads((folder / "desk.json").read_text(encoding="utf-8"))["key"]
        key = key or (kernel_keyring.read(held_name(folder, name)) if name else None)
        if not name or not key:
            return []
        found = _opened(picture_path(folder, name), Seal(key))
        rows = [_decode(values) for values in found.values()]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # it is only a picture: the real rows follow
    return sorted(rows, key=lambda row: row.at.timestamp() if row.at else 0.0, reverse=True)


def held_name(folder: Path, name: str) -> str:
    """How the kernel calls the key of one person's files in this folder."""
    return f"rep-console {folder.resolve()} {name}"


def picture_path(folder: Path, name: str) -> Path:
    """The file of one person's last picture."""
    return folder / "cache" / f"{name}.picture"


class PictureFile:
    """Keeps the picture; used by the cache's thread alone."""

    def __init__(self, path: Path, seal: Seal) -> None:
        self._path, self._seal = path, seal
        self._lines: dict[str, str] | None = None

    def write(self, rows: Mapping[str, InboxRow | None], *, anew: bool) -> None:
        """These rows are in the file, those that are None aren't; `anew` drops all others."""
        if not rows and not anew:
            return
        lines = {} if anew else self._kept()
        for session_id, row in rows.items():
            if row is None:
                lines.pop(session_id, None)
            else:
                lines[session_id] = _encode(row)
        self._lines = lines
        inside = ",".join(f"{json.dumps(ref)}:{line}" for ref, line in lines.items())
        beside = self._path.with_suffix(".new")
        beside.write_bytes(self._seal.shut(f"{{{inside}}}".encode(), _ABOUT))
        os.replace(beside, self._path)  # noqa: PTH105 - replaces on Windows too

    def remove(self) -> None:
        """There is no picture."""
        self._lines = None
        self._path.unlink(missing_ok=True)

    def _kept(self) -> dict[str, str]:
        if self._lines is not None:
            return self._lines
        try:
            found = _opened(self._path, self._seal)
        except (OSError, ValueError):
            return {}
        return {ref: json.dumps(values, ensure_ascii=False) for ref, values in found.items()}


def _opened(path: Path, seal: Seal) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(seal.open(path.read_bytes(), _ABOUT))
    return found


def _encode(row: InboxRow) -> str:
    values = ((name, getattr(row, name)) for name in _NAMES)  # asdict is ten times as slow
    return json.dumps(
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in values
        },
        ensure_ascii=False,
    )


def _decode(values: dict[str, Any]) -> InboxRow:
    """A row from its values.

    Raises:
        ValueError, KeyError, TypeError: another version of the console wrote it.
    """
    for name, read in _READ.items():
        if values[name] is not None:
            values[name] = read(values[name])
    return InboxRow(**values)
