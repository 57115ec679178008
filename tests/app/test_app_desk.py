"""The start of the desk: the window is there before anything heavy is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("asyncio", "qasync", "httpx", "pydantic", "sqlite_utils", "PySide6.QtNetwork")

FIRST_PAINT = """
import sys
from pathlib import Path
from console.app.desk import paint_first
from console.app.environment import folders
screens = paint_first(folders(), "Utrecht-07")
assert screens.window.isVisible()
print(*[name for name in {heavy!r} if name in sys.modules])
"""

SOURCES_READ = """
import linecache, sys
from console.app.desk import paint_first
from console.app.environment import folders
paint_first(folders(), "Utrecht-07")
import http.client
print(*[name for name in linecache.cache if "console" in name or "http" in name])
"""

WHOLE_RUN = """
from PySide6.QtCore import QTimer
from console.app import desk, desk_run
from console.app.environment import folders
from console.desk.credentials import MemoryCredentials
places = folders()
screens = desk.paint_first(places, "Utrecht-07")
desk.load_the_rest()
QTimer.singleShot(400, screens.window.close)
code = desk_run.run(screens, places, desk_name="Utrecht-07", credentials=MemoryCredentials())
print(code, screens.connections is None)
"""

LATER_PICTURE = """
import asyncio
from PySide6.QtCore import QTimer
from console.app import desk, desk_run
from console.app.environment import folders
from console.desk import installation
from console.desk.credentials import MemoryCredentials
from console.desk.installation import Installation
from console.desk.keys import Keys, new_key
from console.desk.picture import PictureFile, picture_path
from console.desk.sealing import Seal
from tests.ui.inbox.furniture_shop import shop_inbox
places, key, credentials = folders(), new_key(), MemoryCredentials()
installation.save(places.data, Installation(desk_id="d", hub_url="http://h", key="ana"))
asyncio.run(Keys(places.data, credentials).stay("ana", key))
path = picture_path(places.data, "ana")
path.parent.mkdir()
PictureFile(path, Seal(key)).write({row.session_id: row for row in shop_inbox()}, anew=True)
screens = desk.paint_first(places, "Utrecht-07")
before = screens.pictured
desk.load_the_rest()
QTimer.singleShot(400, screens.window.close)
desk_run.run(screens, places, desk_name="Utrecht-07", credentials=credentials)
print(before, screens.pictured)
"""

NO_DUMPS = """
import resource
from console.app.desk import dump_no_memory
dump_no_memory()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


def run(code: str, home: Path) -> str:
    """What a program of its own prints, with a home of its own."""
    environment = {
        "REPCONSOLE_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_first_picture_needs_nothing_heavy(tmp_path: Path) -> None:
    assert run(FIRST_PAINT.format(heavy=HEAVY), tmp_path) == ""


def test_pyside_reads_no_source_of_ours_or_of_the_libraries(tmp_path: Path) -> None:
    assert run(SOURCES_READ, tmp_path) == ""


def test_a_desk_that_nobody_ever_used_opens_welcomes_and_closes(tmp_path: Path) -> None:
    assert run(WHOLE_RUN, tmp_path) == "0 True"


def test_the_picture_follows_when_its_key_was_not_at_hand(tmp_path: Path) -> None:
    assert run(LATER_PICTURE, tmp_path) == "False True"


def test_t14_a_crash_leaves_no_image_of_what_is_open_in_memory(tmp_path: Path) -> None:
    assert run(NO_DUMPS, tmp_path) == "(0, 0)"
