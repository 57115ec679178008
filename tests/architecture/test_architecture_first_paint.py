"""What may be loaded and made before the first painted inbox: each costs every start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT

#: Libraries, parts of the standard library, and modules of ours that are wanted later.
LATER = (
    "asyncio",
    "qasync",
    "httpx",
    "pydantic",
    "keyring",
    "sqlite3",
    "sqlite_utils",
    "logging.handlers",
    "platform",
    "socket",
    "PySide6.QtNetwork",
    "console.app.desk_run",
    "console.desk.desk",
    "console.desk.rows",
    "console.domain.templates",
    "console.domain.routing",
    "console.ui.actions",
    "console.ui.connections",
    "console.ui.conversation.column",
    "console.ui.inbox.accessible",
    "console.ui.status.words",
    "console.ui.widgets.banner",
    "console.ui.widgets.menu",
    "console.ui.widgets.spoken",
    "console.wire.views",
)
#: As few as there are: whoever needs another one asks whether the first paint does.
MOST_MODULES = 88
MOST_DATACLASSES = 3

LOOK = """
import dataclasses, json, linecache, sys

made = []
process = dataclasses._process_class
def counted(cls, *rest):
    made.append(f"{cls.__module__}.{cls.__name__}")
    return process(cls, *rest)
dataclasses._process_class = counted

from console.__main__ import main
import console.app.desk

def stop(*_arguments):
    print(json.dumps({
        "modules": sorted(sys.modules),
        "dataclasses": made,
        "read": sorted(name for name in linecache.cache if "console" in name),
    }))
    sys.stdout.flush()
    raise SystemExit(0)

console.app.desk._run = stop
sys.argv[1:] = []
main()
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is there once the first inbox is painted."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "REPCONSOLE_HOME": str(home),
        "REPCONSOLE_SET_UP": sys.prefix,
        "QT_QPA_PLATFORM": "offscreen",
    }
    environment.pop("PYTEST_CURRENT_TEST", None)
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_what_is_wanted_later_is_not_loaded_before_the_first_paint(
    found: dict[str, Any],
) -> None:
    assert not set(LATER) & set(found["modules"])


def test_few_modules_of_ours_are_loaded_before_the_first_paint(found: dict[str, Any]) -> None:
    ours = [name for name in found["modules"] if name.partition(".")[0] == "console"]
    assert len(ours) <= MOST_MODULES


def test_few_dataclasses_are_made_before_the_first_paint(found: dict[str, Any]) -> None:
    made = [name for name in found["dataclasses"] if name.startswith("console.")]
    assert len(made) <= MOST_DATACLASSES, made


def test_no_source_of_ours_is_read_at_the_start(found: dict[str, Any]) -> None:
    assert found["read"] == []


def test_all_that_is_kept_for_later_exists() -> None:
    ours = [name.replace(".", "/") for name in LATER if name.startswith("console.")]
    assert all((Path(ROOT) / f"{name}.py").exists() for name in ours)
