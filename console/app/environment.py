"""Where the desk keeps its things on this machine, and how it logs."""

from __future__ import annotations

import faulthandler
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import TextIO

APP = "rep-console"
LOG_BYTES = 2_000_000
LOG_FILES = 5
#: These name addresses or bodies at INFO and below.
TALKATIVE = ("httpx", "httpcore", "asyncio", "sqlalchemy", "keyring", "desktop_notifier")


class Folders(NamedTuple):
    """The four folders of the program, each readable by its owner alone."""

    data: Path
    """Drafts, outbox, the embedded hub's database: must not be lost."""
    cache: Path
    """May be thrown away and is rebuilt."""
    state: Path
    """Logs, window geometry."""
    config: Path
    """What a person or the installer has set."""


def folders() -> Folders:
    """The folders, made where they were missing; all under REPCONSOLE_HOME if that is set.

    Raises:
        OSError: when one of them cannot be made.
    """
    home = os.environ.get("REPCONSOLE_HOME")
    chosen = _under(Path(home)) if home else _of_this_system()
    for folder in (chosen.data, chosen.cache, chosen.state, chosen.config):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    return chosen


def _under(home: Path) -> Folders:
    return Folders(home / "data", home / "cache", home / "state", home / "config")


def _of_this_system() -> Folders:
    import platformdirs  # here: doctor must run where no package is installed

    dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    paths = (dirs.user_data_path, dirs.user_cache_path, dirs.user_state_path)
    return Folders(*paths, config=dirs.user_config_path)


class DeskLog:
    """The desk's log file while it is open: rotating, redacted, with a trace after a crash."""

    def __init__(self, state: Path, level: int = logging.INFO) -> None:
        # here: the window is on the screen by now
        from logging.handlers import RotatingFileHandler

        from console.app.redaction import Redacting

        self.path = state / "desk.log"
        self._handler = RotatingFileHandler(
            self.path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
        self._handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._handler.setLevel(level)
        self._crash: TextIO = (state / "crash.log").open("a", encoding="utf-8")
        root = logging.getLogger()
        self._level_before = root.level
        root.addHandler(self._handler)
        root.setLevel(min(level, root.level or level))
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        faulthandler.enable(self._crash)

    def close(self) -> None:
        """Flushes the log and takes it away from the loggers."""
        faulthandler.disable()
        logging.getLogger().removeHandler(self._handler)
        logging.getLogger().setLevel(self._level_before)
        self._handler.close()
        self._crash.close()
