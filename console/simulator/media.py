"""Files on the platform, and download addresses that die after five minutes."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.simulator.identifiers import Identifiers

PATH = "/whatsapp_business/attachments/"
URL_LIFE = timedelta(minutes=5)
UPLOAD_LIFE = timedelta(days=30)
WEBHOOK_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file, kept until a moment."""

    id: str
    content: bytes
    mime: str
    until: datetime

    @property
    def sha256(self) -> str:
        """The digest as Meta gives it in updates: base64 of its 32 bytes."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()

    @property
    def sha256_hex(self) -> str:
        """The digest as Meta gives it when asked for a media id."""
        return hashlib.sha256(self.content).hexdigest()


class MediaShelf:
    """Files by id, and the keys of the addresses given out for them."""

    def __init__(self, ids: Identifiers) -> None:
        self._ids = ids
        self.files: dict[str, MediaFile] = {}
        self._urls: dict[str, tuple[str, datetime]] = {}

    def keep(self, content: bytes, mime: str, at: datetime, life: timedelta) -> MediaFile:
        """Takes a file in."""
        file = MediaFile(self._ids.number(), content, mime, at + life)
        self.files[file.id] = file
        return file

    def find(self, media_id: str, at: datetime) -> MediaFile | None:
        """The file with this id, unless it is gone."""
        file = self.files.get(media_id)
        return file if file is not None and at < file.until else None

    def forget(self, media_id: str) -> None:
        """Deletes a file."""
        self.files.pop(media_id, None)

    def key(self, media_id: str, at: datetime) -> str:
        """A new key to put into a download address; it opens for five minutes."""
        key = self._ids.hex(40)
        self._urls[key] = (media_id, at + URL_LIFE)
        return key

    def open(self, key: str, at: datetime) -> MediaFile | None:
        """The file behind a key, unless key or file are past their time."""
        media_id, until = self._urls.get(key, ("", at))
        return self.find(media_id, at) if at < until else None
