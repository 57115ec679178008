"""The pictures of a conversation as the viewer names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from console.desk.rows import TranscriptRow
from console.domain.directions import Direction, MediaKind
from console.domain.ids import MediaId, MessageId
from console.domain.messages import Media
from console.domain.texts import _
from console.ui.calendar import clock, full_day
from console.ui.transcript.wording import size_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture.

    Attributes:
        path: the local file; empty while it is being fetched.
    """

    message_id: MessageId
    media_id: MediaId
    path: str
    author: str
    at: datetime
    caption: str
    facts: str

    @property
    def when(self) -> str:
        """Day and time: "Wednesday 13 May, 17:31"."""
        local = self.at.astimezone()
        return f"{full_day(local)}, {clock(local)}"


def shots_of(rows: Iterable[TranscriptRow], customer: str) -> list[Shot]:
    """The pictures among the rows, in their order."""
    return [
        _shot(row, row.message.body, customer)
        for row in rows
        if isinstance(row.message.body, Media)
        and row.message.body.media is MediaKind.IMAGE
        and not row.message.body.missing
        and not row.message.body.unshown
    ]


def _shot(row: TranscriptRow, body: Media, customer: str) -> Shot:
    message = row.message
    inbound = message.direction is Direction.INBOUND
    size = f"{body.width_px} × {body.height_px}" if body.width_px else ""
    weight = size_text(body.size_bytes) if body.size_bytes else ""
    return Shot(
        message_id=message.message_id,
        media_id=body.media_id,
        path=row.picture_path,
        author=customer if inbound else message.author or _("You"),
        at=message.at,
        caption=body.caption,
        facts=" · ".join(part for part in (body.name or _("Photo"), size, weight) if part),
    )
