"""Uploads: hands the files of outgoing messages to the platform before they are sent."""

import asyncio

import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp import media as dialect
from console.domain.ids import ChannelId, MediaId
from console.domain.texts import N_
from console.hub.files import FileStore
from console.hub.gateway import Gateway, Reply
from console.hub.media import KEPT
from console.hub.store import schema
from console.hub.store.store import Store

_media = schema.media


class Uploads:
    """Hands files to the platform before the message that carries them."""

    def __init__(self, store: Store, gateway: Gateway, files: FileStore) -> None:
        self._store = store
        self._gateway = gateway
        self._files = files

    async def platform_id(
        self, media_id: MediaId, channel_id: ChannelId, number_id: str
    ) -> str | faults.Failure:
        """The platform's id of a file, or why it has none; an upload is used for a month."""
        async with self._store.reading() as connection:
            query = sa.select(_media).where(_media.c.id == media_id)
            row = (await connection.execute(query)).mappings().first()
        if row is None or row["state"] != KEPT:
            return _unusable(N_("The file isn’t at the hub any more. Attach it again."))
        until = row["platform_id_until"]
        # an id is good for the number that uploaded the file, and for a month
        is_good = row["channel_id"] == channel_id and until is not None
        if row["platform_id"] and is_good and self._store.clock.now() < until:
            return str(row["platform_id"])
        return await self._upload(row, channel_id, number_id)

    async def _upload(
        self, row: sa.RowMapping, channel_id: ChannelId, number_id: str
    ) -> str | faults.Failure:
        path = self._files.path(row["sha256"])
        if path is None:
            return _unusable(N_("The file isn’t at the hub any more. Attach it again."))
        content = await asyncio.to_thread(path.read_bytes)
        upload = dialect.upload_to(number_id, row["mime"], row["name"] or "File")
        answer = await self._gateway.upload(upload, content, number_id=number_id)
        if not isinstance(answer, Reply):
            return faults.not_reached(answer.detail)  # an upload sends nothing to anybody
        platform_id = dialect.read_upload(answer.body) if answer.is_good else ""
        if not platform_id:
            return _upload_failure(answer)
        async with self._store.transaction() as tx:
            await tx.execute(
                _media.update()
                .where(_media.c.id == row["id"])
                .values(
                    channel_id=channel_id,
                    platform_id=platform_id,
                    platform_id_until=tx.now + dialect.UPLOAD_LIFE,
                )
            )
        return platform_id


def _unusable(words: str) -> faults.Failure:
    return faults.Failure(code=0, kind=faults.Class.NEVER, words=words)


def _upload_failure(answer: Reply) -> faults.Failure:
    failure = faults.of_answer(answer.status, answer.raw, answer.headers)
    if isinstance(failure, faults.Accepted) or failure.kind is faults.Class.UNKNOWN:
        return faults.not_reached(f"HTTP {answer.status} to an upload")
    return failure
