"""One running application per person and home: it holds the lock, a second start knocks."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from console.domain.texts import _

if TYPE_CHECKING:
    from pathlib import Path

#: How long a second start waits for one that is just beginning, or ending.
ANSWERS_WITHIN_S = 20.0
_LOOK_S = 0.05
_NAME_BYTES = 4096
_BEYOND_THE_NAME = 1 << 30  # on Windows what is locked can't be read


class Lock:
    """What the one running application holds; however it ends, the system lets go of it.

    The file also says where the application listens.
    """

    def __init__(self, state: Path) -> None:
        self._file = os.open(state / "running", os.O_RDWR | os.O_CREAT, 0o600)

    def take(self) -> bool:
        """Whether it is held now; nobody listens yet."""
        if not _lock(self._file):
            return False
        self.say_where("")
        return True

    def say_where(self, name: str) -> None:
        """Write down where the application listens; empty: nowhere."""
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, os.fsencode(name))

    def where(self) -> str:
        """Where the running application listens; empty as long as it doesn't."""
        os.lseek(self._file, 0, os.SEEK_SET)
        return os.fsdecode(os.read(self._file, _NAME_BYTES))

    def close(self) -> None:
        """Let go."""
        os.close(self._file)


def take_lock(
    state: Path, session_id: str = "", within_s: float = ANSWERS_WITHIN_S
) -> Lock | int:
    """The lock, if this is the one application; else the exit code, once the other was told.

    `session_id` is what the other one shall show besides its window; empty for nothing.
    """
    lock = Lock(state)
    until = time.monotonic() + within_s
    while not lock.take():
        if _was_told(lock.where(), session_id):
            lock.close()
            print(_("Rep Console is running already; its window was brought to the front."))
            return 0
        if time.monotonic() > until:
            lock.close()
            print(
                _(
                    "Rep Console is running already but does not answer. Close its window, or "
                    "end it, and start again."
                ),
                file=sys.stderr,
            )
            return 1
        time.sleep(_LOOK_S)  # it has just begun, or is about to end
    return lock


def _was_told(where: str, session_id: str) -> bool:
    if not where:
        return False
    from console.app.knocking import knock  # here: whoever comes first needs no network

    return knock(where, session_id)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        os.lseek(file, _BEYOND_THE_NAME, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
