"""Backup: a running hub's database and files, as of one moment, in one file."""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from console import __version__
from console.domain.errors import InvalidInput
from console.hub.files import FileStore
from console.hub.ports import Clock
from console.hub.settings import Settings
from console.hub.store import one_hub
from console.hub.store.soundness import Contents, contents, examined

FORMAT = 1
DATABASE, MEDIA, LIST = "hub.db", "media", "backup.json"
_PAGES_AT_ONCE = 2000
Progress = Callable[[str, int, int], None]  # of what, how far, of how much


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds; `missing` files are named by the database but not there."""

    made_at: str
    contents: Contents
    media: int
    missing: int


def back_up(settings: Settings, to: Path, *, clock: Clock, progress: Progress) -> Backup:
    """The hub of these settings is in the file `to`, which is there once it is whole.

    The hub may run meanwhile: the copy is of one moment, and nobody waits for it.

    Raises:
        InvalidInput: the file is there already, the hub has no SQLite database, or its copy
            isn't sound.
    """
    source = one_hub.file_of(settings.database_url)
    if source is None:
        raise InvalidInput(
            "This hub's data is in PostgreSQL: back it up with pg_dump or a base backup, and "
            "the data folder's media with it; docs/hub.md has the commands."
        )
    if not source.is_file():
        raise InvalidInput(f"There is no database at {source}. Check data_folder.")
    if to.exists():
        raise InvalidInput(f"{to} is there already and stays as it is. Choose another name.")
    copy, whole = to.with_name(f"{to.name}.db.part"), to.with_name(f"{to.name}.part")
    with _gone_afterwards(copy, whole):
        found = _copy(source, copy, progress)
        made = _pack(settings, copy, whole, found, clock.now().isoformat(), progress)
        whole.replace(to)
        _sync_folder(to.parent)
    return made


@contextmanager
def _gone_afterwards(*paths: Path) -> Iterator[None]:
    """Whatever happens, Ctrl+C too: no half of a backup stays behind."""
    try:
        for path in paths:
            path.unlink(missing_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def _copy(source: Path, target: Path, progress: Progress) -> Contents:
    """What was copied; the copy is sound and holds just that."""
    with closing(sqlite3.connect(source, timeout=10, isolation_level=None)) as read:
        # one open look: the copy needn't begin again whenever the hub writes
        read.execute("BEGIN")
        found = contents(read)
        with closing(sqlite3.connect(target, isolation_level=None)) as written:
            read.backup(
                written,
                pages=_PAGES_AT_ONCE,
                progress=lambda _status, left, all_: progress(DATABASE, all_ - left, all_),
            )
            # one file, without a log beside it
            written.execute("PRAGMA journal_mode=DELETE")
        read.execute("ROLLBACK")
    if examined(target) != found:
        raise InvalidInput("The copy isn’t what the database holds. Try again.")
    return found


def _pack(
    settings: Settings, copy: Path, whole: Path, found: Contents, at: str, progress: Progress
) -> Backup:
    named = _named_media(copy)
    files = FileStore(settings.data_folder / MEDIA)
    sums = {DATABASE: _digest(copy)}
    with whole.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            tar.add(copy, DATABASE, filter=_nameless)
            for count, sha256 in enumerate(named, start=1):
                path = files.path(sha256)
                if path is not None:
                    name = f"{MEDIA}/{sha256}"
                    tar.add(path, name, filter=_nameless)
                    sums[name] = sha256
                progress(MEDIA, count, len(named))
            made = Backup(
                made_at=at,
                contents=found,
                media=len(sums) - 1,
                missing=len(named) - len(sums) + 1,
            )
            # last: a file that was cut off has none
            _add_list(tar, made, sums)
        out.flush()
        os.fsync(out.fileno())
    return made


def _add_list(tar: tarfile.TarFile, made: Backup, sums: dict[str, str]) -> None:
    told = {"format": FORMAT, "version": __version__, **asdict(made), "sha256": sums}
    text = json.dumps(told, indent=1).encode()
    entry = tarfile.TarInfo(LIST)
    entry.size, entry.mode = len(text), 0o600
    tar.addfile(entry, io.BytesIO(text))


def _nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the user's name and rights on this machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _named_media(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy)) as database:
        query = "SELECT DISTINCT sha256 FROM media WHERE state = 'kept' AND sha256 <> ''"
        return sorted(str(sha256) for (sha256,) in database.execute(query))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders can't be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
