"""What the rep sent, until the hub has answered: in order per session, each with one id."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from sqlite3 import Error as SQLiteError

from console.desk.changes import (
    Changes,
    DraftChanged,
    FilesChanged,
    OldSendsWait,
    OutboxChanged,
    Refusal,
    ThreadChanged,
)
from console.desk.client import HubClient
from console.desk.clock import DeskClock, HubTime
from console.desk.drafts import Drafts
from console.desk.outgoing import local_media_id, mime_of, paths_of, text_of, with_media
from console.desk.rows import Draft, FileProgress, FileState
from console.desk.store import Outgoing, Store
from console.desk.sync import Sync
from console.domain.errors import (
    AlreadyDecided,
    InvalidInput,
    NotSignedIn,
    RuleBroken,
    TemplateUnusable,
    TooLarge,
    TooMany,
    Unavailable,
    WindowLapsed,
)
from console.domain.ids import MediaId, MessageId, SessionId
from console.domain.messages import NoteText, TemplateMessage
from console.domain.texts import _
from console.wire import requests
from console.wire.requests import SendMessage
from console.wire.views import MessageView

_log = logging.getLogger(__name__)
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
OLD_AFTER = timedelta(minutes=5)
_OWN_FAULT = (InvalidInput, TemplateUnusable, TooLarge)


class Outbox:
    """The waiting messages of one person on one hub.

    Attributes:
        connected: set by whoever knows the link; posting waits for it.
        rows_changed: told of sessions whose draft, or what waits in them, came or went.
        files_sent: told of files that the hub has and nobody here sends any more.
    """

    def __init__(
        self,
        store: Store,
        drafts: Drafts,
        client: HubClient,
        sync: Sync,
        changes: Changes,
        clock: DeskClock,
        hub_time: HubTime,
    ) -> None:
        self.connected = asyncio.Event()
        self.rows_changed: Callable[[SessionId], None] = lambda _session_id: None
        self.files_sent: Callable[[list[str]], None] = lambda _paths: None
        self._store, self._drafts, self._client = store, drafts, client
        self._sync, self._changes = sync, changes
        self._clock, self._hub_time = clock, hub_time
        self._entries = store.outgoing()
        self._posting: set[MessageId] = set()
        self._moving: dict[MessageId, FileProgress] = {}
        self._added = asyncio.Event()
        self._added.set()
        self._agreed: set[MessageId] = set()
        self._answered = asyncio.Event()

    def old(self) -> list[Outgoing]:
        """What waited so long that the rep is asked before it goes, in order."""
        return [entry for entry in self._entries if self._is_old(entry)]

    def agree(self, message_ids: Iterable[MessageId]) -> None:
        """These may go, however old they are."""
        self._agreed.update(message_ids)
        self._look_again()

    async def give_back(self, message_ids: Iterable[MessageId]) -> None:
        """These don't go: they are in the drafts, unless the hub has them already."""
        wanted = set(message_ids)
        entries = [e for e in self._entries if e.message_id in wanted and self._is_old(e)]
        there = [e for e in entries if await self._sync.knows(e.message_id)]
        self._settled(there)
        for session_id in dict.fromkeys(e.session_id for e in entries):
            mine = [e for e in entries if e.session_id == session_id and e not in there]
            if mine:
                self._to_draft(session_id, mine, templates=True)
        self._look_again()

    def heard(self, message_id: MessageId) -> None:
        """The hub has this message: handing it over once more does no harm."""
        if any(e.message_id == message_id and self._is_old(e) for e in self._entries):
            self.agree([message_id])

    def _is_old(self, entry: Outgoing) -> bool:
        agreed = entry.message_id in self._agreed or entry.message_id in self._posting
        if isinstance(entry.body, NoteText):
            return False  # no customer sees it
        return not agreed and self._hub_time.now() - entry.created_at > OLD_AFTER

    def _look_again(self) -> None:
        answered, self._answered = self._answered, asyncio.Event()
        answered.set()

    async def _agreed_to(self, entry: Outgoing) -> bool:
        """Whether it may go; else the rep has been asked and has said something."""
        if not self._is_old(entry):
            return True
        answered = self._answered
        if await self._sync.knows(entry.message_id):
            self._agreed.add(entry.message_id)  # the hub has it: once more does no harm
        elif not answered.is_set():
            self._changes.tell(OldSendsWait())
            await answered.wait()
        return not self._is_old(entry) and entry in self._entries

    def waiting(self, session_id: SessionId | None = None) -> list[Outgoing]:
        """What waits, in order; of one session or of all."""
        return [e for e in self._entries if session_id in {None, e.session_id}]

    def progress(self, entry: Outgoing) -> FileProgress | None:
        """How far the file of a waiting message is; None if it has none."""
        if not entry.shown_file:
            return None
        return self._moving.get(
            entry.message_id, FileProgress(state=FileState.MOVING, path=entry.shown_file)
        )

    def add(self, entries: Iterable[Outgoing], draft_of: SessionId | None) -> None:
        """The messages are on disk and wait to be sent; the draft they were made of is gone.

        Raises:
            Unavailable: the disk took nothing; the draft is as it was.
        """
        added = list(entries)
        before = None if draft_of is None else self._drafts.of(draft_of)
        if draft_of is not None:
            self._drafts.forget(draft_of)
        try:
            self._store.queue(added, draft_of)
        except SQLiteError as error:
            if draft_of is not None and before is not None:
                self._drafts.keep(draft_of, before)
            raise Unavailable(
                _(
                    "The message couldn’t be written to this computer’s disk ({error}). "
                    "Nothing was sent and your text is kept. Make room on the disk, then "
                    "send it again."
                ).format(error=error)
            ) from None
        self._entries += added
        self._added.set()
        self._tell(added)

    def cancel(self, message_id: MessageId) -> bool:
        """Whether the message was waiting here and is gone now.

        Raises:
            AlreadyDecided: it is being handed to the hub at this moment.
        """
        entry = next((e for e in self._entries if e.message_id == message_id), None)
        if entry is None:
            return False
        if message_id in self._posting:
            raise AlreadyDecided(_("It is just being sent. Try again in a moment."))
        self._settled([entry])
        return True

    def try_now(self) -> None:
        """What waits is tried again without waiting longer."""
        self._added.set()
        self._look_again()

    async def run(self) -> None:
        """Hands everything to the hub, sessions side by side, until cancelled."""
        async with asyncio.TaskGroup() as group:
            at_work: dict[SessionId, asyncio.Task[None]] = {}
            while True:
                await self._added.wait()
                self._added.clear()
                for session_id in dict.fromkeys(e.session_id for e in self._entries):
                    task = at_work.get(session_id)
                    if task is None or task.done():
                        at_work[session_id] = group.create_task(self._empty(session_id))

    async def _empty(self, session_id: SessionId) -> None:
        pause_s = FIRST_PAUSE_S
        while entries := self.waiting(session_id):
            await self.connected.wait()
            if not await self._agreed_to(entries[0]):
                continue
            try:
                await self._hand_over(entries[0])
                pause_s = FIRST_PAUSE_S
            except NotSignedIn:
                self.connected.clear()  # it waits for the next sign-in
            except (Unavailable, TooMany):
                await self._clock.sleep(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
            except RuleBroken as problem:
                self._refused(entries[0], problem)

    async def _hand_over(self, entry: Outgoing) -> None:
        self._posting.add(entry.message_id)
        try:
            ready = await self._uploaded(entry)
            request = SendMessage(
                message_id=ready.message_id,
                session_id=ready.session_id,
                fence=ready.fence,
                body=with_media(ready),
                reply_to=ready.reply_to,
            )
            view = await self._client.ask(MessageView, "POST", requests.MESSAGES, request)
            await self._sync.answered(view)
            self._settled([ready])
        finally:
            self._posting.discard(entry.message_id)

    async def _uploaded(self, entry: Outgoing) -> Outgoing:
        ready = await self._with_first(entry)
        for place in range(len(ready.more_media_ids), len(ready.more_files)):
            media_id = await self._upload(ready, Path(ready.more_files[place]))
            ready = replace(ready, more_media_ids=(*ready.more_media_ids, media_id))
            await self._keep(ready)
        return ready

    async def _with_first(self, entry: Outgoing) -> Outgoing:
        if not entry.file or entry.media_id is not None:
            return entry
        ready = replace(entry, media_id=await self._upload(entry, Path(entry.file)))
        await self._keep(ready)
        return ready

    async def _upload(self, entry: Outgoing, path: Path) -> MediaId:
        try:
            size = (await asyncio.to_thread(path.stat)).st_size
            uploaded = await self._client.upload(
                path, mime_of(entry.body, path), lambda done: self._moved(entry, done, size)
            )
        except OSError:
            raise InvalidInput(
                _(
                    "“{name}” can’t be read any more, so it wasn’t sent. Attach it again."
                ).format(name=path.name)
            ) from None
        return uploaded.media_id

    async def _keep(self, ready: Outgoing) -> None:
        with suppress(SQLiteError):  # then it is uploaded once more after a crash
            await asyncio.to_thread(self._store.update, ready)
        self._entries = [
            ready if e.message_id == ready.message_id else e for e in self._entries
        ]

    def _moved(self, entry: Outgoing, done: int, size: int) -> None:
        self._moving[entry.message_id] = FileProgress(
            state=FileState.MOVING, done_bytes=done, total_bytes=size, path=entry.shown_file
        )
        self._changes.tell(FilesChanged(frozenset({local_media_id(entry)})))

    def _refused(self, entry: Outgoing, problem: RuleBroken) -> None:
        """What the hub won't take comes back to the draft, in order, one per line.

        Unless it is this message's own fault, whatever waits behind it would be refused as
        well, so that comes back together with it; a lapsed window lets templates through.
        """
        back = [entry]
        if not isinstance(problem, _OWN_FAULT):
            lapsed = isinstance(problem, WindowLapsed)
            back += [
                e
                for e in self.waiting(entry.session_id)
                if e.message_id != entry.message_id
                and not (lapsed and isinstance(e.body, TemplateMessage | NoteText))
            ]
        self._to_draft(entry.session_id, back)
        for kept in back:
            if isinstance(kept.body, NoteText):
                words = _("{problem} Your note said: “{text}”").format(
                    problem=problem.message, text=kept.body.text
                )
                self._changes.tell(Refusal(entry.session_id, type(problem)(words)))
        if not all(isinstance(kept.body, NoteText) for kept in back):
            self._changes.tell(Refusal(entry.session_id, problem))

    def _to_draft(
        self, session_id: SessionId, back: list[Outgoing], *, templates: bool = False
    ) -> None:
        texts = [
            e.body.text
            if templates and isinstance(e.body, TemplateMessage)
            else text_of(e.body)
            for e in back
        ]
        files = [path for e in back for path in paths_of(e)]
        draft = self._drafts.returned(session_id, texts, files, self._hub_time.now())
        self._drafts.keep(session_id, draft)
        self._settled(back, {session_id: draft})
        self._changes.tell(DraftChanged(session_id))

    def _settled(
        self, entries: list[Outgoing], drafts: dict[SessionId, Draft] | None = None
    ) -> None:
        ids = {e.message_id for e in entries}
        try:
            self._store.settle(ids, drafts)
        except SQLiteError as error:
            # the hub knows the ids, so that handing them over once more does no harm
            _log.warning("The outbox can't be written: %s", error)
            for session_id in drafts or {}:
                self._drafts.write_again(session_id)
        if not drafts:
            self.files_sent([path for e in entries for path in paths_of(e)])
        self._entries = [e for e in self._entries if e.message_id not in ids]
        self._agreed -= ids
        self._look_again()
        for message_id in ids:
            self._moving.pop(message_id, None)
        self._tell(entries)

    def _tell(self, entries: list[Outgoing]) -> None:
        self._changes.tell(OutboxChanged(len(self._entries)))
        for session_id in dict.fromkeys(e.session_id for e in entries):
            self.rows_changed(session_id)
        for conversation_id in dict.fromkeys(e.conversation_id for e in entries):
            ids = frozenset(
                e.message_id for e in entries if e.conversation_id == conversation_id
            )
            self._changes.tell(ThreadChanged(conversation_id, ids))
