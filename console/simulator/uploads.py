"""Resumable uploads: sessions that take a file in pieces and end in a handle."""

import base64
from dataclasses import dataclass, field

from console.simulator.identifiers import Identifiers

PREFIX = "upload:"


@dataclass(slots=True)
class Session:
    """One file on its way."""

    mime: str
    size_bytes: int
    content: bytearray = field(default_factory=bytearray)


class Uploads:
    """Sessions by id, and what became of them by handle."""

    def __init__(self, ids: Identifiers) -> None:
        self._ids = ids
        self.sessions: dict[str, Session] = {}

    def begin(self, mime: str, size_bytes: int) -> str:
        """The id of a new session."""
        key = f"{PREFIX}{self._ids.hex(32)}"
        self.sessions[key] = Session(mime, size_bytes)
        return key

    def handle(self, key: str) -> str:
        """The handle of a file that is there as a whole."""
        return "4::" + base64.urlsafe_b64encode(key.encode()).decode()

    def finished(self, handle: str) -> Session | None:
        """The file behind a handle; None if there is none or a part is missing."""
        try:
            key = base64.urlsafe_b64decode(handle.removeprefix("4::").encode()).decode()
        except ValueError:
            return None
        found = self.sessions.get(key)
        whole = found is not None and len(found.content) == found.size_bytes
        return found if whole else None
