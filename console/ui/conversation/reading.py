"""The transcript of the session on show: pages, changes, files, and what has been seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.desk.changes import FilesChanged, ThreadChanged
from console.desk.inbox_row import InboxRow
from console.desk.rows import TranscriptRow
from console.domain.directions import Direction
from console.domain.errors import RuleBroken
from console.domain.ids import MediaId, MessageId, SessionId
from console.domain.links import link_of
from console.domain.messages import Media, preview
from console.domain.texts import _
from console.ui.dialogs.confirm import LinkDialog
from console.ui.opening import open_file, open_link
from console.ui.tasks import TaskScope, ask
from console.ui.transcript.sounds import Sounds, can_play
from console.ui.transcript.view import TranscriptView

if TYPE_CHECKING:
    from console.desk.desk import Desk

_LAST_TEXTS = 5


class Reading(QObject):
    """Keeps the transcript in step with the desk.

    Signals:
        shown: the newest page is on show.
        quote_wanted: message id, author, text.
        picture_wanted: message id; show it large.
        refused: why something can't be done, in words.
        dead_letter_wanted: message id; go to it among the dead letters.
    """

    shown = Signal()
    quote_wanted = Signal(str, str, str)
    picture_wanted = Signal(str)
    refused = Signal(str)
    dead_letter_wanted = Signal(str)

    def __init__(self, desk: Desk, view: TranscriptView, scope: TaskScope) -> None:
        super().__init__(view)
        self._desk, self._view, self._scope = desk, view, scope
        self._sounds: Sounds | None = None  # where the machine can't play
        self._row: InboxRow | None = None
        self._rows: dict[MessageId, TranscriptRow] = {}
        self._earlier: str | None = None
        view.earlier_wanted.connect(self._on_earlier_wanted)
        view.seen.connect(self._on_seen)
        view.quote_wanted.connect(self.quote)
        view.picture_wanted.connect(self.picture_wanted)
        view.download_wanted.connect(self.download)
        view.cancel_wanted.connect(self._on_cancel_wanted)
        view.open_wanted.connect(self._on_open_wanted)
        view.original_wanted.connect(self._on_original_wanted)
        view.action_wanted.connect(self._on_action_wanted)
        view.link_wanted.connect(self._on_link_wanted)
        if can_play():
            self._sounds = view.surface.sounds = Sounds(self)
            self._sounds.moved.connect(lambda media_id: view.update_files({media_id}))
            self._sounds.failed.connect(self.refused)

    def show(self, row: InboxRow) -> None:
        """Show this session's conversation from its end."""
        self._hush()
        self._row, self._rows, self._earlier = row, {}, None
        self._view.set_thread((), customer_name=row.name, earlier=False)
        self._scope.start("thread", self._load(row), replace=True)

    def leave(self) -> None:
        """Show no conversation."""
        self._hush()
        self._row, self._rows, self._earlier = None, {}, None
        self._scope.cancel_named("thread")
        self._view.set_thread((), customer_name="", earlier=False)

    @property
    def session_id(self) -> SessionId | None:
        """The session on show."""
        return self._row.session_id if self._row is not None else None

    def loaded(self, message_id: str) -> TranscriptRow | None:
        """A row of the conversation on show, if it is loaded."""
        return self._rows.get(MessageId(message_id))

    def rows(self) -> list[TranscriptRow]:
        """What is loaded, oldest first."""
        return sorted(self._rows.values(), key=lambda r: (r.message.at, r.message.order))

    def last_inbound(self) -> tuple[MessageId, tuple[str, ...]]:
        """The customer's newest message and the words of the last few, newest first."""
        inbound = [r.message for r in self.rows() if r.message.direction is Direction.INBOUND]
        texts = tuple(preview(message.body) for message in inbound[-_LAST_TEXTS:][::-1])
        return (inbound[-1].message_id if inbound else MessageId("")), texts

    def quote_last(self) -> None:
        """Reply to the customer's newest message."""
        message_id, _ = self.last_inbound()
        if message_id:
            self.quote(message_id)

    def quote(self, message_id: str) -> None:
        """Reply to this message."""
        row = self._rows.get(MessageId(message_id))
        quoted = self.describe(MessageId(message_id))
        if row is None or quoted is None:
            return
        if row.message.direction in {Direction.NOTE, Direction.EVENT}:
            self.refused.emit(_("The customer doesn’t see this line, so it can’t be quoted."))
            return
        self.quote_wanted.emit(message_id, *quoted)

    def describe(self, message_id: MessageId) -> tuple[str, str] | None:
        """Author and words of a loaded message, for the quote of a draft."""
        row = self._rows.get(message_id)
        if row is None or self._row is None:
            return None
        inbound = row.message.direction is Direction.INBOUND
        author = self._row.name if inbound else row.message.author or _("you")
        return author, preview(row.message.body)

    def on_thread_changed(self, change: ThreadChanged) -> None:
        """Take what is new."""
        row = self._row
        if row is not None and change.conversation_id == row.conversation_id:
            self._scope.start("changes", self._take(row, change))

    def on_files_changed(self, change: FilesChanged) -> None:
        """Repaint what moved on."""
        self._view.update_files(change.media_ids)

    async def _load(self, row: InboxRow) -> None:
        thread = await self._desk.thread(row.conversation_id)
        if row is not self._row:
            return
        self._earlier = thread.earlier
        self._keep(thread.rows)
        me = self._desk.me
        self._view.set_thread(
            thread.rows,
            customer_name=row.name,
            earlier=thread.earlier is not None,
            own_id=me.rep_id if me else "",
        )
        self.shown.emit()

    async def _take(self, row: InboxRow, change: ThreadChanged) -> None:
        if change.whole:
            await self._load(row)
            return
        fresh = await self._desk.changed_rows(row.conversation_id, change.message_ids)
        if row is not self._row:
            return
        gone = change.message_ids - {r.message.message_id for r in fresh}
        self._keep(fresh)
        for message_id in gone:
            self._rows.pop(message_id, None)
        self._view.remove(gone)
        self._view.upsert(fresh)
        self.shown.emit()

    async def _load_earlier(self, row: InboxRow, before: str) -> None:
        thread = await self._desk.thread(row.conversation_id, before)
        if row is self._row:
            self._earlier = thread.earlier
            self._keep(thread.rows)
            self._view.prepend(thread.rows, thread.earlier is not None)

    def _keep(self, rows: Sequence[TranscriptRow]) -> None:
        self._rows.update({row.message.message_id: row for row in rows})

    def _on_earlier_wanted(self) -> None:
        if self._row is not None and self._earlier is not None:
            work = self._load_earlier(self._row, self._earlier)
            self._scope.start("earlier", work, replace=True)

    def _on_seen(self, message_id: str) -> None:
        if self._row is not None and self._row.here:
            self._desk.seen(self._row.session_id, MessageId(message_id))

    def download(self, message_id: str) -> None:
        """Fetch the file of a message."""
        row = self._rows.get(MessageId(message_id))
        if row is not None:
            try:
                self._desk.download(row.message)
            except RuleBroken as problem:
                self.refused.emit(problem.message)

    def _on_cancel_wanted(self, message_id: str) -> None:
        media_id = self._media_of(message_id)
        if media_id:
            self._desk.cancel_download(media_id)

    def _on_open_wanted(self, message_id: str) -> None:
        path = self._desk.file(self._media_of(message_id)).path
        if path:
            open_file(path)

    def _media_of(self, message_id: str) -> MediaId:
        row = self._rows.get(MessageId(message_id))
        body = row.message.body if row is not None else None
        return body.media_id if isinstance(body, Media) else MediaId("")

    def _on_original_wanted(self, message_id: str) -> None:
        self._scope.start("original", self._find(MessageId(message_id)), replace=True)

    async def _find(self, message_id: MessageId) -> None:
        """Load earlier pages until the message is there or history ends."""
        while self._row is not None and self._earlier is not None:
            await self._load_earlier(self._row, self._earlier)
            if message_id in self._rows:
                self._view.flash(message_id)
                return

    def _on_action_wanted(self, message_id: str, action: str) -> None:
        if action == "dead_letter":
            self.dead_letter_wanted.emit(message_id)
            return
        if action == "play":
            self._scope.start("sound", self._play(self._media_of(message_id)), replace=True)
            return
        if action.startswith("seek."):
            if self._sounds is not None:
                share = float(action.removeprefix("seek."))
                self._sounds.seek(self._media_of(message_id), share)
            return
        acts = {
            "send_again": self._desk.send_again,
            "cancel": self._desk.cancel,
            "try_now": self._desk.try_message_now,
        }
        act = acts.get(action)
        if act is not None:
            self._scope.start("message", act(MessageId(message_id)))

    async def _play(self, media_id: MediaId) -> None:
        sound = await self._desk.sound(media_id)
        if self._sounds is not None and self._row is not None:
            self._sounds.toggle(media_id, sound)

    def _hush(self) -> None:
        self._scope.cancel_named("sound")
        if self._sounds is not None:
            self._sounds.stop()

    def _on_link_wanted(self, address: str) -> None:
        self._scope.start("link", self._open_link(address), replace=True)

    async def _open_link(self, address: str) -> None:
        link = link_of(address)
        if link is None:
            self.refused.emit(
                _(
                    "This link isn’t opened, because it hides where it leads. Copy it if "
                    "you are sure of it."
                )
            )
        elif await ask(LinkDialog(link, self._view.window())) is not None:
            open_link(link)
