"""From the start of the process to the first painted inbox, and what that takes in memory."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.desk import kernel_keyring
from console.desk.keys import new_key
from console.desk.picture import PictureFile, held_name, picture_path
from console.desk.sealing import Seal
from tests.bench.children import measured_by
from tests.bench.figures import Goal, Report, paired
from tests.bench.sessions import made_rows
from tests.ui.inbox.furniture_shop import NOW

FLOOR = "a bare PySide6 QMainWindow with three panes, started and painted the same way"
_SESSIONS = 100
Pair = tuple[dict[str, Any], dict[str, Any]]


def report(*, quick: bool) -> Report:
    """CPU and wall by pairs of processes."""
    pairs = started(3 if quick else 11)
    ours = [desk for desk, _ in pairs]
    bare = [window for _, window in pairs]
    return Report(
        "start",
        "process start to the first painted inbox, from the picture of last time",
        FLOOR,
        (
            paired("CPU", "ms", _all(ours, "cpu_ms"), _all(bare, "cpu_ms"), Goal(1.25)),
            paired("wall", "ms", _all(ours, "wall_ms"), _all(bare, "wall_ms")),
        ),
    )


def started(count: int) -> list[Pair]:
    """What the desk and the bare window took, by turns; the first pair warms up."""
    with _home() as home:
        pairs = [
            (_measured("start_desk", home), _measured("start_bare", home))
            for _ in range(count + 1)
        ]
    return pairs[1:]


def _measured(module: str, home: Path) -> dict[str, Any]:
    # as the set-up hands over: what it has seen to is not looked at again
    found = measured_by(module, REPCONSOLE_HOME=str(home), REPCONSOLE_SET_UP=sys.prefix)
    return {**found, "wall_ms": (found["painted_s"] - found["started_s"]) * 1000}


def _all(found: list[dict[str, Any]], name: str) -> list[float]:
    return [float(each[name]) for each in found]


@contextmanager
def _home() -> Iterator[Path]:
    """A folder in which the desk finds what it last knew of its inbox."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        (data / "cache").mkdir(parents=True)
        (data / "desk.json").write_text(json.dumps({"key": "bench"}), encoding="utf-8")
        rows = made_rows(_SESSIONS, datetime.now(UTC) - NOW)
        key, held = new_key(), held_name(data, "bench")
        picture = PictureFile(picture_path(data, "bench"), Seal(key))
        picture.write({row.session_id: row for row in rows}, anew=True)
        kernel_keyring.hold(held, key)
        try:
            yield Path(name)
        finally:
            kernel_keyring.forget(held)
