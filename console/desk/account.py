"""Everything that belongs to one signed-in person at one hub, put together and run."""

import asyncio
from pathlib import Path

from console.desk import installation, kept
from console.desk.cache import Cache
from console.desk.changes import Changes, InboxChanged, LinkChanged, ThreadChanged
from console.desk.client import HubClient
from console.desk.clock import DeskClock, HubTime
from console.desk.comebacks import Comebacks
from console.desk.drafts import Drafts
from console.desk.files import Files
from console.desk.inbox import Inbox
from console.desk.model import Model
from console.desk.outbox import Outbox
from console.desk.outgoing import paths_of
from console.desk.recordings import Recordings
from console.desk.rows import Link, LinkState
from console.desk.sealing import Seal
from console.desk.seen import SeenReports
from console.desk.store import Outgoing, Store
from console.desk.stream import Stream
from console.desk.sync import Sync
from console.desk.tally import Tally
from console.desk.threads import Threads
from console.domain.ids import DeskId, SessionId
from console.domain.messages import NoteText
from console.wire import requests
from console.wire.requests import Snapshot
from console.wire.views import MessageView


class Account:
    """One person at one hub.

    Attributes:
        key: the name of their files.
        ended: the hub has ended the sign-in.
    """

    def __init__(
        self,
        client: HubClient,
        store: Store,
        seal: Seal,
        *,
        key: str,
        folder: Path,
        downloads: Path,
        desk_id: DeskId,
        clock: DeskClock,
        changes: Changes,
    ) -> None:
        self.key, self.client, self.ended = key, client, False
        self.link = Link(state=LinkState.CONNECTING)
        self.model = Model()
        self.hub_time = HubTime(clock)
        self.cache = Cache(installation.cache_path(folder, key), seal)
        self.store = store
        self.drafts = Drafts(store, clock)
        self.inbox = Inbox(self.model, desk_id, self.drafts.has, self._unsent)
        self.sync = Sync(self.model, self.inbox, self.cache, changes)
        self.stream = Stream(client, self.sync, clock, self.hub_time, self.link_is)
        self.outbox = Outbox(
            store, self.drafts, client, self.sync, changes, clock, self.hub_time
        )
        media = installation.media_folder(folder, key)
        self.files = Files(
            client, self.cache, changes, clock, seal, media=media, downloads=downloads
        )
        self.threads = Threads(
            client, self.cache, self.sync, self.outbox, self.files, self.model
        )
        self.seen = SeenReports(client, self.model, clock)
        self.comebacks = Comebacks(self.model, store, self.drafts, desk_id, self.hub_time)
        self.sync.on_message = self._heard
        self.sync.on_session = self.comebacks.on_session
        self.outbox.rows_changed = self.row_changed
        self.recordings = Recordings(installation.recordings_folder(folder, key))
        self.outbox.files_sent = self.recordings.let_go
        self._changes = changes
        self._left, self._idle = asyncio.Event(), asyncio.Event()
        self._idle.set()

    async def restore(self) -> bool:
        """Whether a picture was kept; it is shown until the hub is heard."""
        found = await self.cache.load()
        kept.restore(self.model, found)
        self.files.remember(kept.saved_files(found))
        waiting = {path for entry in self.outbox.waiting() for path in paths_of(entry)}
        await asyncio.to_thread(self.recordings.keep_only, waiting | self.drafts.files())
        self.sync.place = found.place
        if found.place is not None:
            self.hub_time.heard(max(found.place.heard_at, self.hub_time.now()), 1.0)
        return found.place is not None and self.model.me is not None

    async def begin(self) -> None:
        """The picture is the hub's; raises what the hub says if it won't give one."""
        snapshot = await self.client.ask(Snapshot, "GET", requests.SNAPSHOT)
        self.hub_time.heard(snapshot.now, snapshot.clock_rate)
        await self.sync.begin(snapshot)

    async def run(self) -> None:
        """Follows the hub and hands over what waits, until left, ended or cancelled."""
        self._idle.clear()
        try:
            async with asyncio.TaskGroup() as group:
                works = {
                    "stream": self.stream.follow(),
                    "outbox": self.outbox.run(),
                    "drafts": self.drafts.run(),
                    "files": self.files.run(),
                    "seen": self.seen.run(),
                }
                tasks = [
                    group.create_task(work, name=f"desk {name}") for name, work in works.items()
                ]
                await self._left.wait()
                for task in tasks:
                    task.cancel()
        finally:
            self.drafts.flush()
            self._idle.set()

    async def leave(self) -> None:
        """Nothing runs any more."""
        self._left.set()
        await self._idle.wait()

    async def close(self, *, throw_away: bool = False) -> None:
        """The files are closed; with `throw_away` the cache and the pictures are gone."""
        self.drafts.flush()
        if throw_away:
            await self.cache.throw_away()
            await asyncio.to_thread(self.files.throw_away)
        else:
            await self.cache.close()
        await self.client.close()
        self.store.close()

    def link_is(self, link: Link) -> None:
        """The connection is now like this."""
        before, self.link = self.link, link
        if link.state is LinkState.CONNECTED:
            if not self.outbox.connected.is_set():
                self.files.connected_again()
            self.outbox.connected.set()
        else:
            self.outbox.connected.clear()
        if link.state is LinkState.SIGNED_OUT:
            self.ended = True
            self._left.set()
        if link != before:
            self._changes.tell(LinkChanged())
            if link.state is not before.state:
                self._waiting_rows_changed()

    def _waiting_rows_changed(self) -> None:
        """Rows that wait say whether they wait for the connection."""
        for entry in self.outbox.waiting():
            ids = frozenset({entry.message_id})
            self._changes.tell(ThreadChanged(entry.conversation_id, ids))
        for session_id in dict.fromkeys(e.session_id for e in self.outbox.waiting()):
            self.row_changed(session_id)

    def _unsent(self, session_id: SessionId) -> Outgoing | None:
        """What the rep wrote last without a connection; with one, the hub's word is near."""
        if self.link.state is LinkState.CONNECTED:
            return None
        waiting = self.outbox.waiting(session_id)
        return next((e for e in reversed(waiting) if not isinstance(e.body, NoteText)), None)

    def _heard(self, message: MessageView, tally: Tally) -> None:
        self.outbox.heard(message.message_id)
        self.comebacks.on_message(message, tally)

    def row_changed(self, session_id: SessionId) -> None:
        """The row shows whether a draft waits and, while offline, what waits to be sent."""
        self.inbox.forget_rows([session_id])
        self._changes.tell(InboxChanged(frozenset({session_id})))
