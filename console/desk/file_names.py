"""Names and marks for files that come from customers."""

import hashlib
import mimetypes
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path

LONGEST = 120
_RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{n}{i}" for n in ("com", "lpt") for i in range(10)
}
_NOT_IN_NAMES = set('<>:"/\\|?*')


def safe_name(name: str, mime: str) -> str:
    """A name that is only a name on every system: no folders, no disguises, not too long."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        "_" if letter in _NOT_IN_NAMES else letter for letter in plain if _shown(letter)
    )
    kept = kept.strip().lstrip(".").rstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, (mimetypes.guess_extension(mime) or "").lstrip(".")
    stem = (stem.rstrip(". ") or "file")[:LONGEST]
    if stem.split(".")[0].casefold() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem}.{ending[:16]}" if ending else stem


def _shown(letter: str) -> bool:
    """Whether a letter takes part in what is seen; marks that turn the direction do not."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


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
            zone.write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii")
