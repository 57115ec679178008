"""What a customer can write: texts, files, places, cards, reactions; each verb only plans."""

import mimetypes
from datetime import datetime
from pathlib import Path
from typing import Any

from console.simulator.media import WEBHOOK_LIFE
from console.simulator.messages import Person
from console.simulator.refusals import failure
from console.simulator.world import World

File = str | Path | bytes


class Writer:
    """One customer's phone, as far as it writes.

    Verbs return the id of the message they plan. `at` is when it happens (default: now).

    Attributes:
        person: What the platform knows of them.
    """

    def __init__(self, world: World, person: Person) -> None:
        self.person = person
        self._world = world

    def writes(self, text: str, at: datetime | None = None, reply_to: str | None = None) -> str:
        """Plans a text."""
        return self._says("text", {"body": text}, at, reply_to)

    def sends_image(
        self,
        picture: File,
        caption: str = "",
        at: datetime | None = None,
        mime: str = "image/jpeg",
    ) -> str:
        """Plans a picture; of a file's type its name tells."""
        content, mime = _content(picture, mime)
        return self._sends("image", content, mime, at, caption=caption)

    def sends_video(self, film: File, caption: str = "", at: datetime | None = None) -> str:
        """Plans a video."""
        content, mime = _content(film, "video/mp4")
        return self._sends("video", content, mime, at, caption=caption)

    def sends_document(
        self,
        content: File,
        filename: str,
        mime: str = "application/pdf",
        caption: str = "",
        at: datetime | None = None,
        reply_to: str | None = None,
    ) -> str:
        """Plans a file."""
        raw, _ = _content(content, mime)
        more = {"caption": caption, "filename": filename}
        return self._sends("document", raw, mime, at, reply_to, **more)

    def sends_voice(self, content: File, at: datetime | None = None) -> str:
        """Plans a voice note."""
        raw, _ = _content(content, "")
        return self._sends("audio", raw, "audio/ogg; codecs=opus", at, voice=True)

    def sends_sticker(
        self, content: File, animated: bool = False, at: datetime | None = None
    ) -> str:
        """Plans a sticker."""
        raw, _ = _content(content, "")
        return self._sends("sticker", raw, "image/webp", at, animated=animated)

    def shares_location(
        self,
        latitude: float,
        longitude: float,
        name: str = "",
        address: str = "",
        at: datetime | None = None,
    ) -> str:
        """Plans a place on the map (degrees)."""
        place = {"latitude": latitude, "longitude": longitude, "name": name, "address": address}
        return self._says(
            "location", {key: place[key] for key in place if place[key] != ""}, at
        )

    def shares_contact(self, name: str, phone: str, at: datetime | None = None) -> str:
        """Plans a contact card."""
        first, _, last = name.partition(" ")
        card = {
            "name": {"formatted_name": name, "first_name": first, "last_name": last},
            "phones": [{"phone": phone, "type": "CELL"}],
        }
        return self._says("contacts", [card], at)

    def sends_unsupported(self, kind: str = "poll_creation", at: datetime | None = None) -> str:
        """Plans something the platform cannot pass on, such as a poll."""
        details = "Message type is currently not supported."
        more = {"errors": [failure(131051, details)], "unsupported": {"type": kind}}
        return self._plans(at, {"type": "unsupported"} | more)

    def reacts(self, wamid: str, emoji: str, at: datetime | None = None) -> str:
        """Plans a reaction to a message; "" takes it back."""
        reaction = {"message_id": wamid} | ({"emoji": emoji} if emoji else {})
        return self._says("reaction", reaction, at)

    def says(
        self,
        kind: str,
        content: object,
        at: datetime | None = None,
        reply_to: str | None = None,
        **more: object,
    ) -> str:
        """Plans a message of any kind, shaped as Meta reports it."""
        return self._says(kind, content, at, reply_to, **more)

    def comes_by_ad(self, text: str, headline: str, at: datetime | None = None) -> str:
        """Plans a first text through an ad that opens a chat."""
        referral = {
            "source_type": "ad",
            "source_id": "120200000000000000",
            "source_url": "https://fb.me/ad",
            "headline": headline,
        }
        return self._says("text", {"body": text}, at, referral=referral)

    def last_written(self) -> str:
        """The id of what this customer wrote last; "" before anything."""
        own = (w for w, one in self._world.written.items() if one.by == self.person.wa_id)
        return next(reversed(list(own)), "")

    def _sends(
        self,
        kind: str,
        content: bytes,
        mime: str,
        at: datetime | None,
        reply_to: str | None = None,
        **more: object,
    ) -> str:
        world = self._world
        file = world.media.keep(content, mime, at or world.clock.now(), WEBHOOK_LIFE)
        described = {"mime_type": mime, "sha256": file.sha256, "id": file.id}
        return self._says(
            kind, described | {key: more[key] for key in more if more[key] != ""}, at, reply_to
        )

    def _says(
        self,
        kind: str,
        content: object,
        at: datetime | None,
        reply_to: str | None = None,
        **more: object,
    ) -> str:
        message: dict[str, Any] = {"type": kind, kind: content} | more
        if reply_to is not None:
            message["context"] = {"from": self._author(reply_to), "id": reply_to}
        return self._plans(at, message)

    def _plans(self, at: datetime | None, message: dict[str, Any]) -> str:
        wamid = self._world.ids.wamid(self.person.wa_id)
        self._plan(at, "write", message=message | {"id": wamid})
        return wamid

    def _plan(self, at: datetime | None, verb: str, **args: object) -> None:
        world = self._world
        world.agenda.plan(at or world.clock.now(), verb, by=self.person.wa_id, **args)

    def _author(self, wamid: str) -> str:
        if wamid in self._world.written:
            return self._world.written[wamid].by
        return self._world.business.wa_id


def _content(file: File, mime: str) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, mime
    path = Path(file)
    return path.read_bytes(), mimetypes.guess_type(path.name)[0] or mime
