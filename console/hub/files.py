"""Files: the bytes of media on disk, each under the digest of what is in it."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from console.hub.filetypes import HEAD_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that is on disk now; `head` are its first bytes; `length_s` 0.0 while unknown."""

    sha256: str
    size_bytes: int
    head: bytes
    length_s: float = 0.0


class Incoming:
    """A file on its way in; gone again unless `keep` was called.

    Usable as a context manager, which throws it away if it wasn't kept.
    """

    def __init__(self, folder: Path) -> None:
        handle, name = tempfile.mkstemp(dir=folder, prefix="incoming-")  # only we may read it
        self._file = os.fdopen(handle, "wb")
        self._path = Path(name)
        self._folder = folder
        self._digest = hashlib.sha256()
        self._head = b""
        self.size_bytes = 0

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes."""
        self._file.write(chunk)
        self._digest.update(chunk)
        self.size_bytes += len(chunk)
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]

    @property
    def sha256(self) -> str:
        """The digest of what has come so far, in hex."""
        return self._digest.hexdigest()

    def keep(self) -> Kept:
        """The file, safe on disk under its digest."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        target = place_of(self._folder, self.sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        self._path.replace(target)
        return Kept(sha256=self.sha256, size_bytes=self.size_bytes, head=self._head)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._file.close()  # what is buffered may not fit on the disk
        finally:
            self._path.unlink(missing_ok=True)


class FileStore:
    """The folder of media; the same bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder

    def incoming(self) -> Incoming:
        """A new file on its way in."""
        return Incoming(self._folder)

    def path(self, sha256: str, ending: str = "") -> Path | None:
        """Where the file with this digest, or one beside it, lies; None if it isn't here."""
        if len(sha256) != 64 or not sha256.isalnum():
            return None
        found = place_of(self._folder, sha256)
        found = found.with_name(found.name + ending)
        return found if found.is_file() else None


def place_of(folder: Path, sha256: str) -> Path:
    """Where a file with this digest belongs."""
    return folder / sha256[:2] / sha256
