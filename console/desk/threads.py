"""Transcripts in pages: from the cache as far as it is complete, else from the hub."""

from collections.abc import Iterable

from console.desk.cache import Cache
from console.desk.cache_file import Coverage, Cursor, cursor_of
from console.desk.client import HubClient, with_ids
from console.desk.files import Files
from console.desk.model import Model
from console.desk.outbox import Outbox
from console.desk.outgoing import row_of
from console.desk.rows import Link, LinkState, Thread, TranscriptRow
from console.desk.sync import Sync
from console.domain.errors import InvalidInput, Unavailable
from console.domain.ids import ConversationId, MessageId
from console.domain.texts import _
from console.wire import requests
from console.wire.requests import ThreadPage
from console.wire.views import MessageView

PAGE = 50
_BEGINNING: Cursor = ("", -1)


class Threads:
    """Reads stretches of transcripts, with what waits at this desk at their end."""

    def __init__(
        self,
        client: HubClient,
        cache: Cache,
        sync: Sync,
        outbox: Outbox,
        files: Files,
        model: Model,
    ) -> None:
        self._client, self._cache, self._sync = client, cache, sync
        self._outbox, self._files, self._model = outbox, files, model

    async def read(
        self, conversation_id: ConversationId, before: str | None, link: Link
    ) -> Thread:
        """The 50 messages before a cursor of an earlier answer, or the newest ones.

        Out of the hub's reach it is what the cache has, complete or not, with `as_of`.
        """
        place = None if before is None else _parsed(before)
        if link.state is not LinkState.OFFLINE:
            try:
                return await self._complete(conversation_id, place, link)
            except Unavailable:
                pass  # what is kept is better than nothing
        found = await self._cache.page(conversation_id, place, PAGE + 1)
        return self._thread(conversation_id, found, place, link, more_at_hub=False)

    async def rows(
        self, conversation_id: ConversationId, ids: Iterable[MessageId], link: Link
    ) -> list[TranscriptRow]:
        """The rows of some messages as they are now, in order; for those that changed."""
        wanted = frozenset(ids)
        messages = await self._cache.messages(wanted)
        local = [
            row
            for row in self._local(conversation_id, messages, link)
            if row.message.message_id in wanted
        ]
        return [self._row(message) for message in messages] + local

    async def _complete(
        self, conversation_id: ConversationId, place: Cursor | None, link: Link
    ) -> Thread:
        coverage = await self._cache.coverage(conversation_id)
        if coverage is None:
            coverage = await self._fetch(conversation_id, None)
        while True:
            found = await self._cache.page(conversation_id, place, PAGE + 1, coverage.floor)
            if len(found) > PAGE or coverage.earlier is None:
                break
            coverage = await self._fetch(conversation_id, coverage)
        more = coverage.earlier is not None
        return self._thread(conversation_id, found, place, link, more_at_hub=more)

    async def _fetch(self, conversation_id: ConversationId, known: Coverage | None) -> Coverage:
        missed = self._sync.missed
        params = {"limit": str(PAGE)}
        if known is not None and known.earlier is not None:
            params["before"] = known.earlier
        path = with_ids(requests.THREAD, conversation_id=conversation_id)
        with self._sync.watching() as newer:
            page = await self._client.ask(ThreadPage, "GET", path, params=params)
            coverage = _covered(page)
            fresh = [item for item in page.messages if item.message_id not in newer]
            # with news missed meanwhile it is a page, but no proof that nothing is missing
            proof = coverage if missed == self._sync.missed else None
            await self._cache.keep_page(fresh, proof)
        return coverage

    def _thread(
        self,
        conversation_id: ConversationId,
        found: list[MessageView],
        place: Cursor | None,
        link: Link,
        *,
        more_at_hub: bool,
    ) -> Thread:
        shown = found[-PAGE:]
        rows = [self._row(message) for message in shown]
        if place is None:
            rows += self._local(conversation_id, shown, link)
        more = len(found) > PAGE or more_at_hub
        connected = link.state is LinkState.CONNECTED
        return Thread(
            conversation_id=conversation_id,
            rows=tuple(rows),
            earlier=_written(cursor_of(shown[0])) if more and shown else None,
            as_of=None if connected else link.as_of,
        )

    def _row(self, message: MessageView) -> TranscriptRow:
        return TranscriptRow(
            message=message,
            file=self._files.of(message),
            picture_path=self._files.picture_of(message),
        )

    def _local(
        self, conversation_id: ConversationId, shown: Iterable[MessageView], link: Link
    ) -> list[TranscriptRow]:
        known = {message.message_id for message in shown}
        offline = link.state is not LinkState.CONNECTED
        return [
            row_of(entry, self._model.me, offline=offline, file=self._outbox.progress(entry))
            for entry in self._outbox.waiting()
            if entry.conversation_id == conversation_id and entry.message_id not in known
        ]


def _covered(page: ThreadPage) -> Coverage:
    if page.earlier is None or not page.messages:
        return Coverage(page.conversation_id, _BEGINNING, None)
    floor = min(cursor_of(message) for message in page.messages)
    return Coverage(page.conversation_id, floor, page.earlier)


def _written(cursor: Cursor) -> str:
    return f"{cursor[0]}|{cursor[1]}"


def _parsed(before: str) -> Cursor:
    at, _bar, order = before.rpartition("|")
    if not at or not order.lstrip("-").isdigit():
        raise InvalidInput(
            _("This isn’t a place in a transcript. Open the conversation again.")
        )
    return (at, int(order))
