"""Template samples: the file that a heading is reviewed with, taken to Meta piece by piece."""

import asyncio

import sqlalchemy as sa

from console.channels.whatsapp import template_calls as dialect
from console.channels.whatsapp.calls import GraphCall
from console.domain.texts import N_
from console.hub.files import FileStore
from console.hub.gateway import Answer, Gateway, Reply
from console.hub.media import KEPT
from console.hub.store import schema
from console.hub.store.store import Store

_PIECES = 5  # so often an upload goes on where it broke off
_media = schema.media


class NoSample(Exception):  # noqa: N818 - says what happened
    """There is no handle.

    Attributes:
        words: why, if it is for good; empty if another try may help.
    """

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.words = words


class TemplateSamples:
    """Hands files over; each handle is for one call about a template."""

    def __init__(self, store: Store, gateway: Gateway, files: FileStore) -> None:
        self._store = store
        self._gateway = gateway
        self._files = files

    async def handle(self, media_id: str, number_id: str) -> str:
        """The platform's handle of a file; raises `NoSample`."""
        async with self._store.reading() as connection:
            query = sa.select(_media).where(_media.c.id == media_id)
            row = (await connection.execute(query)).mappings().first()
        path = None if row is None else self._files.path(row["sha256"])
        if row is None or row["state"] != KEPT or path is None:
            raise NoSample(N_("The sample isn’t at the hub any more. Choose it again."))
        content = await asyncio.to_thread(path.read_bytes)
        app_id = dialect.read_id(await self._ask(dialect.app_call(), number_id))
        begun = dialect.begin_call(app_id, row["mime"], len(content), row["name"] or "sample")
        session = dialect.read_id(await self._ask(begun, number_id))
        if not session:
            raise NoSample
        return await self._send(session, content, number_id)

    async def _send(self, session: str, content: bytes, number_id: str) -> str:
        offset = 0
        for _ in range(_PIECES):
            piece = dialect.piece(session, offset)
            rest = content[offset:]
            answer = await self._gateway.send_piece(piece, rest, number_id=number_id)
            if isinstance(answer, Reply) and answer.is_good:
                if handle := dialect.read_handle(answer.body):
                    return handle
            elif isinstance(answer, Reply) and answer.status < 500:
                raise NoSample(dialect.refusal(answer.body))
            told = await self._ask(dialect.offset_call(session), number_id)
            offset = dialect.read_offset(told)
        raise NoSample

    async def _ask(self, call: GraphCall, number_id: str) -> object:
        answer: Answer = await self._gateway.call(call, number_id=number_id)
        if not isinstance(answer, Reply) or answer.status >= 500:
            raise NoSample
        if not answer.is_good:
            raise NoSample(dialect.refusal(answer.body))
        return answer.body
