"""Media: fetches what customers sent, keeps what reps attached, hands files to the platform."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp import media as dialect
from console.channels.whatsapp.facts import MediaRef
from console.domain.file_names import shown_name
from console.domain.ids import ChannelId, ConversationId, MediaId, RepId
from console.domain.messages import Body, Media
from console.domain.texts import N_
from console.hub import jobs, lengths, timeline
from console.hub.files import FileStore, Kept
from console.hub.filetypes import sniff
from console.hub.gateway import Gateway, Reply, TooLarge
from console.hub.jobs import Job, LostClaim
from console.hub.previews import NOT_A_PICTURE, SHOWN
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain, to_plain

FETCH, PREVIEW = "fetch_media", "make_preview"
WANTED, KEPT, MISSING = "wanted", "kept", "missing"
_WAITS_S = (2, 10, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 57_600)
_media, _message, _channel = schema.media, schema.message, schema.channel
_GONE = N_("WhatsApp no longer has this file. Ask the customer to send it again.")
_LARGE = N_("The file is larger than 100 MB. Ask for a smaller one, or a link to it.")
_BROKEN = N_("The file arrived damaged. Ask the customer to send it again.")


async def expect(
    tx: Transaction, ref: MediaRef, channel_id: ChannelId, conversation_id: ConversationId
) -> MediaId:
    """The hub's id of a customer's file, which will be fetched as soon as possible."""
    media_id = MediaId(tx.new_id())
    await tx.add(
        _media,
        id=media_id,
        channel_id=channel_id,
        conversation_id=conversation_id,
        platform_id=ref.platform_id,
        mime=ref.mime,
        name=shown_name(ref.name) if ref.name else "",
        sha256=ref.sha256,  # as told; replaced by our own once the bytes are here
        state=WANTED,
        created_at=tx.now,
    )
    await jobs.put(tx, FETCH, media_id)
    return media_id


async def keep_upload(
    tx: Transaction,
    kept: Kept,
    *,
    channel_id: ChannelId,
    uploaded_by: RepId,
    name: str,
    claimed_mime: str,
    conversation_id: ConversationId | None = None,
) -> MediaId:
    """The hub's id of a file that a rep attached; its type is what its bytes say."""
    media_id = MediaId(tx.new_id())
    mime = sniff(kept.head, claimed_mime)
    await tx.execute(
        _media.insert().values(
            id=media_id,
            channel_id=channel_id,
            conversation_id=conversation_id,
            uploaded_by=uploaded_by,
            mime=mime,
            name=shown_name(name, mime),
            sha256=kept.sha256,
            size_bytes=kept.size_bytes,
            state=KEPT,
            created_at=tx.now,
        )
    )
    if mime in SHOWN:
        await jobs.put(tx, PREVIEW, media_id)
    return media_id


@dataclass(frozen=True, slots=True)
class _Later:
    """The file could not be had this time."""

    detail: str


@dataclass(frozen=True, slots=True)
class _Never:
    """The file can't be had any more; `words` say why."""

    words: str


class MediaFetcher:
    """Fetches customers' files, in time and whole."""

    def __init__(self, store: Store, gateway: Gateway, files: FileStore) -> None:
        self._store = store
        self._gateway = gateway
        self._files = files

    async def fetch(self, job: Job) -> None:
        """Handles one `fetch_media` job."""
        row = await self._row(MediaId(job.key))
        if row is None or row["state"] != WANTED:
            outcome: Kept | _Later | _Never | None = None
        else:
            outcome = await self._get(row)
        if isinstance(outcome, Kept):
            outcome = replace(outcome, length_s=await asyncio.to_thread(self._length, outcome))
        async with self._store.transaction() as tx:
            await self._settle(tx, job, row, outcome)

    def _length(self, kept: Kept) -> float:
        path = self._files.path(kept.sha256)
        return 0.0 if path is None else lengths.opus_s(path)

    async def _row(self, media_id: MediaId) -> sa.RowMapping | None:
        async with self._store.reading() as connection:
            found = await connection.execute(
                sa.select(_media, _channel.c.phone_number_id)
                .join(_channel, _channel.c.id == _media.c.channel_id)
                .where(_media.c.id == media_id)
            )
            return found.mappings().first()

    async def _get(self, row: sa.RowMapping) -> Kept | _Later | _Never:
        number_id = row["phone_number_id"]
        call = dialect.resolve_call(row["platform_id"], number_id)
        answer = await self._gateway.call(call, number_id=number_id)
        if not isinstance(answer, Reply):
            return _Later(answer.detail)
        if not answer.is_good:
            return _refusal(answer)
        source = dialect.read_source(answer.body)
        if source is None:
            return _Later("the answer names no address")
        return await self._download(source, row)

    async def _download(
        self, source: dialect.Source, row: sa.RowMapping
    ) -> Kept | _Later | _Never:
        limit = dialect.DOWNLOAD_LIMIT_BYTES
        with self._files.incoming() as incoming:
            got = await self._gateway.download(
                source.url, incoming.write, number_id=row["phone_number_id"], limit_bytes=limit
            )
            if isinstance(got, TooLarge):
                return _Never(_LARGE)
            if not isinstance(got, Reply):
                return _Later(got.detail)
            if not got.is_good:
                return _Later(f"HTTP {got.status}")  # 404: ask for a new address next time
            whole = [
                dialect.is_whole(incoming.sha256, told)
                for told in (row["sha256"], source.sha256)
            ]
            if not all(whole):
                return _Later("damaged")
            return await asyncio.to_thread(incoming.keep)

    async def _settle(
        self,
        tx: Transaction,
        job: Job,
        row: sa.RowMapping | None,
        outcome: Kept | _Later | _Never | None,
    ) -> None:
        if isinstance(outcome, _Later) and job.attempts <= len(_WAITS_S):
            due_at = tx.now + timedelta(seconds=_WAITS_S[job.attempts - 1])
            await jobs.again(tx, job, due_at)
            return
        still_ours = await jobs.finish(tx, job)
        if row is None or outcome is None:
            return
        # a slow download outlives its lease; the file is just as good
        if not still_ours and not isinstance(outcome, Kept):
            raise LostClaim
        if isinstance(outcome, Kept):
            await _kept(tx, row, outcome)
        elif isinstance(outcome, _Never):
            await _missing(tx, row, outcome.words)
        else:
            await _missing(tx, row, _BROKEN if outcome.detail == "damaged" else _GONE)


def _refusal(answer: Reply) -> _Later | _Never:
    failure = faults.of_answer(answer.status, answer.raw, answer.headers)
    if isinstance(failure, faults.Accepted) or failure.kind is not faults.Class.NEVER:
        return _Later(f"HTTP {answer.status}")
    return _Never(_GONE)


async def _kept(tx: Transaction, row: sa.RowMapping, kept: Kept) -> None:
    mime = sniff(kept.head, row["mime"])
    name = shown_name(row["name"], mime) if row["name"] else ""
    await tx.execute(
        _media.update()
        .where(_media.c.id == row["id"])
        .values(
            state=KEPT,
            sha256=kept.sha256,
            size_bytes=kept.size_bytes,
            mime=mime,
            name=name,
            trouble="",
        )
    )
    size, length_s = kept.size_bytes, kept.length_s
    await retell(tx, row, mime=mime, size_bytes=size, name=name, duration_s=length_s)
    session_id = await timeline.open_session(tx, row["conversation_id"])
    if kept.length_s and session_id is not None:
        tx.tell("session", session_id)  # its preview says how long it is
    if mime in SHOWN:
        await jobs.put(tx, PREVIEW, row["id"])
    elif str(row["mime"]).startswith("image/"):  # what it was said to be
        await refuse_preview(tx, row, NOT_A_PICTURE)


async def refuse_preview(tx: Transaction, row: sa.RowMapping, words: str) -> None:
    """The file is a file and no picture, wherever it was sent as one."""
    await tx.execute(_media.update().where(_media.c.id == row["id"]).values(trouble=words))
    await retell(tx, row, unshown=words)


async def _missing(tx: Transaction, row: sa.RowMapping, words: str) -> None:
    await tx.execute(
        _media.update().where(_media.c.id == row["id"]).values(state=MISSING, trouble=words)
    )
    await retell(tx, row, missing=words)


async def retell(tx: Transaction, row: sa.RowMapping, **changes: str | float) -> None:
    """The message that shows the file says what is known of it now."""
    found = await tx.rows(
        sa.select(_message.c.id, _message.c.body).where(
            _message.c.conversation_id == row["conversation_id"],
            _message.c.body["media_id"].as_string() == row["id"],
        )
    )
    for message in found:
        body: Body = from_plain(Body, message["body"])
        if isinstance(body, Media):
            body = replace(body, **changes)  # type: ignore[arg-type]
            await tx.execute(
                _message.update()
                .where(_message.c.id == message["id"])
                .values(body=to_plain(body, Body))
            )
            tx.tell("message", message["id"])
