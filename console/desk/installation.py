"""What this installation knows of itself: its id, its last hub and person."""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from console.domain.ids import DeskId

FILE = "desk.json"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The desk's id, minted once, and who used it last; empty `key` if nobody is signed in."""

    desk_id: DeskId
    hub_url: str = ""
    user_name: str = ""
    key: str = ""


def load(folder: Path) -> Installation:
    """What is written in the folder; a new installation if nothing is or it can't be read."""
    try:
        document = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Installation(**{name: str(value) for name, value in document.items()})  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError, AttributeError):
        made = Installation(desk_id=DeskId(str(uuid4())))
        save(folder, made)
        return made


def save(folder: Path, installation: Installation) -> None:
    """The folder holds this now; a crash leaves either the old or the new."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = folder / f"{FILE}.new"
    beside.write_text(json.dumps(asdict(installation)), encoding="utf-8")
    os.replace(beside, folder / FILE)  # noqa: PTH105 - replaces on Windows too


def used_by(before: Installation, hub_url: str, user_name: str) -> Installation:
    """The installation with somebody signed in."""
    return replace(before, hub_url=hub_url, user_name=user_name, key=key_of(hub_url, user_name))


def left(before: Installation) -> Installation:
    """The installation with nobody signed in; the address and the name stay for the form."""
    return replace(before, key="")


def last_key(here: Installation) -> str:
    """The name of the files of who used the desk last, signed in or not; empty if nobody."""
    return key_of(here.hub_url, here.user_name) if here.user_name else ""


def key_of(hub_url: str, user_name: str) -> str:
    """The name of the files of one (hub, person).

    The hub on this machine gets another port at every start and is the same hub.
    """
    parts = urlsplit(hub_url)
    place = "this machine" if parts.hostname in _LOOPBACK else parts.netloc.casefold()
    return hashlib.sha256(f"{place}\n{user_name.casefold()}".encode()).hexdigest()[:24]


def cache_path(folder: Path, key: str) -> Path:
    """The file of what can be thrown away."""
    return folder / "cache" / f"{key}.sealed"


def store_path(folder: Path, key: str) -> Path:
    """The file of what must not be lost: drafts and outgoing messages."""
    return folder / "desk" / f"{key}.sealed"


def recordings_folder(folder: Path, key: str) -> Path:
    """Where voice notes lie until they are sent."""
    return folder / "desk" / f"{key}-recorded"


def key_path(folder: Path, key: str) -> Path:
    """The file of the key that seals the others, itself closed with the person's password."""
    return folder / "desk" / f"{key}.key"


def remove_cache(folder: Path, key: str) -> None:
    """Nothing is left of what can be thrown away."""
    remove_database(cache_path(folder, key))
    cache_path(folder, key).with_suffix(".picture").unlink(missing_ok=True)
    shutil.rmtree(media_folder(folder, key), ignore_errors=True)


def aside(path: Path) -> Path:
    """Where a database goes that nobody can read."""
    return path.with_suffix(".unreadable")


def remove_database(path: Path) -> None:
    """The database is gone, with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def media_folder(folder: Path, key: str) -> Path:
    """Where previews and sounds lie."""
    return folder / "cache" / f"{key}-media"
