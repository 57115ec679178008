"""Places and marks for files that come from customers."""

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path


def free_path(folder: Path, name: str) -> Path:
    """A path of that name in the folder which nothing has yet: "name (2).pdf"."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path


def short_hash(media_id: str) -> str:
    """A file name that stands for an id, whatever the id looks like."""
    return hashlib.sha256(media_id.encode()).hexdigest()[:32]


def mark_as_from_outside(path: Path, origin: str) -> None:
    """The system is told that a stranger made this file, where it can be; it is never run."""
    with suppress(OSError):
        path.chmod(0o600)
    with suppress(OSError):
        if sys.platform == "linux":
            os.setxattr(path, "user.xdg.origin.url", origin.encode())
        elif sys.platform == "win32":
            zone = path.with_name(path.name + ":Zone.Identifier")
            told = f"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl={origin}\r\n"
            zone.write_text(told, encoding="ascii", newline="")
        elif sys.platform == "darwin":
            _quarantine(path)


def _quarantine(path: Path) -> None:
    """Gatekeeper asks before it opens the file."""
    import ctypes

    # downloaded, not yet looked at; when; by whom
    value = f"0081;{int(path.stat().st_mtime):x};Rep Console;".encode()
    system = ctypes.CDLL(None)
    system.setxattr(os.fsencode(path), b"com.apple.quarantine", value, len(value), 0, 0)
