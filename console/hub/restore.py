"""Restore: a backup checked, unpacked and put in place, where nothing was or is kept aside."""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from console.domain.errors import InvalidInput
from console.hub import audit, restored
from console.hub.backup import DATABASE, FORMAT, LIST, MEDIA
from console.hub.files import place_of
from console.hub.ports import Clock
from console.hub.restored import Marked
from console.hub.settings import Settings, sqlite_url
from console.hub.store import one_hub
from console.hub.store.migrate import migrate
from console.hub.store.soundness import examined
from console.hub.store.store import Store

_DRAFT = "restore.part"
_AS_IT_IS = getattr(os, "O_BINARY", 0)  # Windows would change line ends
_CHUNK_BYTES = 1 << 20
_SHORT_NAME = len(MEDIA) + 1 + 64


async def restore(
    settings: Settings, source: Path, *, instead: bool, clock: Clock
) -> tuple[Marked, Path | None]:
    """What had to be marked, and where the former data is now if there was any.

    `instead`: data that is there is kept aside in a folder of its own.

    Raises:
        InvalidInput: the backup isn't whole, or there is data and `instead` isn't said.
        Unavailable: a hub runs on it, or the backup is a newer hub's.
    """
    database = one_hub.file_of(settings.database_url)
    if database is None:
        raise InvalidInput(
            "This hub's data is in PostgreSQL: restore it with its own tools, then run this "
            "with --mark-only; docs/hub.md has the commands."
        )
    folder = settings.data_folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_hub.alone(settings.database_url):
        _refuse_unless_empty(database, folder, instead=instead)
        draft = folder / _DRAFT
        shutil.rmtree(draft, ignore_errors=True)
        try:
            made_at = _unpack(source, draft)
            marked = await _prepared(draft, clock, made_at)
            aside = _aside(database, folder, clock.now())
            _put(draft, database, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return marked, aside


def _refuse_unless_empty(database: Path, folder: Path, *, instead: bool) -> None:
    if instead or not (database.exists() or _has_files(folder / MEDIA)):
        return
    raise InvalidInput(
        f"There is data at {database} already. Say --replace to put the backup in its place; "
        "what is there is kept aside."
    )


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_file() for path in folder.rglob("*"))


def _unpack(source: Path, draft: Path) -> str:
    """When the backup was made; all of it is in the folder and as it was."""
    (draft / MEDIA).mkdir(mode=0o700, parents=True)
    sums: dict[str, str] = {}
    told: Mapping[str, Any] = {}
    try:
        with tarfile.open(source, "r:") as tar:
            for entry in tar:
                file = tar.extractfile(entry)
                if file is None or not _is_known(entry.name):
                    raise InvalidInput(f"{source} isn’t a backup of a hub.")
                if entry.name == LIST:
                    told = json.load(file)
                else:
                    sums[entry.name] = _write(file, _place(draft, entry.name))
    except OSError as error:
        raise InvalidInput(f"{source} can’t be read ({error.strerror or error}).") from None
    except (tarfile.TarError, ValueError):
        raise InvalidInput(
            f"{source} isn’t a whole backup: it is damaged or cut off."
        ) from None
    if told.get("format") != FORMAT or told.get("sha256") != sums:
        raise _not_whole(source)
    return str(told.get("made_at", ""))


def _not_whole(source: Path) -> InvalidInput:
    return InvalidInput(f"{source} isn’t a whole backup: it is damaged or cut off.")


def _is_known(name: str) -> bool:
    if name in {DATABASE, LIST}:
        return True
    digest = name.removeprefix(f"{MEDIA}/")
    return len(name) == _SHORT_NAME and digest.isalnum() and digest != name


def _place(draft: Path, name: str) -> Path:
    if name == DATABASE:
        return draft / DATABASE
    return place_of(draft / MEDIA, name.removeprefix(f"{MEDIA}/"))


def _write(file: IO[bytes], place: Path) -> str:
    """The digest of what is written."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    digest = hashlib.sha256()
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AS_IT_IS, 0o600)
    with os.fdopen(handle, "wb") as out:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


async def _prepared(draft: Path, clock: Clock, made_at: str) -> Marked:
    """The copy is sound, of this hub's tables, and knows that it was restored."""
    examined(draft / DATABASE)
    store = Store(sqlite_url(draft), clock=clock)
    try:
        await migrate(store)
        proof = await audit.verify(store)
        if proof.trouble:
            raise InvalidInput(f"The audit trail in it isn’t whole: {proof.trouble}")
        return await restored.mark(store, made_at)
    finally:
        await store.close()


def _aside(database: Path, folder: Path, now: datetime) -> Path | None:
    """Where what was there is now."""
    former = [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))]
    if _has_files(folder / MEDIA):
        former.append(folder / MEDIA)
    else:
        shutil.rmtree(folder / MEDIA, ignore_errors=True)
    former = [path for path in former if path.exists()]
    if not former:
        return None
    aside = folder / f"before-restore-{now:%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    for path in former:
        shutil.move(path, aside / path.name)
    return aside


def _put(draft: Path, database: Path, folder: Path) -> None:
    (draft / MEDIA).replace(folder / MEDIA)
    shutil.move(draft / DATABASE, database)  # last: without it nothing runs
