"""What the rep does to a session: the question first, then the desk."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.desk.inbox_row import InboxRow
from console.domain.care_window import countdown_text, is_open, time_left
from console.domain.ids import SessionId, WorkId
from console.domain.people import Wanted
from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog, TextDialog
from console.ui.dialogs.take_over import TakeOverDialog
from console.ui.dialogs.transfer import TransferDialog
from console.ui.tasks import TaskScope, ask
from console.ui.titles import called

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.desk import Desk


class Acting:
    """Acts on one session at a time; `opened` is told of sessions to go to."""

    def __init__(
        self,
        desk: Desk,
        scope: TaskScope,
        window: QWidget,
        opened: Callable[[SessionId], None],
    ) -> None:
        self._desk, self._scope, self._window, self._opened = desk, scope, window, opened

    def on_session(self, name: str, row: InboxRow) -> None:
        """Do the named action to this session."""
        acts: dict[str, Callable[[InboxRow], Coroutine[object, object, object]]] = {
            "transfer": self._transfer,
            "end": self._end,
            "flag": self._flag,
            "take_over": self._take_over,
            "note": self._note,
            "keep_open": lambda r: self._desk.keep_open(r.session_id),
            "quieten": lambda r: self._desk.quieten(r.session_id),
            "reopen": lambda r: self._desk.reopen(r.session_id),
            "take_thread": lambda r: self._desk.take_thread(r.session_id),
            "continue_here": lambda r: self._desk.continue_here(r.session_id),
        }
        if name in acts:
            self._scope.start(name, acts[name](row), replace=True)

    def accept(self, work_id: str) -> None:
        """Accept an offer and go to its session."""
        self._scope.start("accept", self._accept(WorkId(work_id)))

    def decline(self, work_id: str, reason: str) -> None:
        """Decline an offer."""
        self._scope.start("decline", self._desk.decline(WorkId(work_id), reason))

    def take_next(self) -> None:
        """Take the next session from the rep's queues and go to it."""
        self._scope.start("next", self._take_next(), replace=True)

    def set_presence(self, wanted: Wanted) -> None:
        """Be online, busy, away or offline."""
        self._scope.start("presence", self._desk.set_presence(wanted), replace=True)

    async def _accept(self, work_id: WorkId) -> None:
        self._opened(await self._desk.accept(work_id))

    async def _take_next(self) -> None:
        session_id = await self._desk.take_next()
        if session_id is not None:
            self._opened(session_id)

    async def _transfer(self, row: InboxRow) -> None:
        me = self._desk.me
        dialog = TransferDialog(
            row,
            _countdown(row, self._desk.now()),
            self._desk.reps(),
            self._desk.queues(),
            me=me.rep_id if me else None,
            has_draft=bool(self._desk.draft(row.session_id).text.strip()),
            parent=self._window,
        )
        answer = await ask(dialog)
        receiver = answer.receiver() if answer else None
        if answer is not None and receiver is not None:
            await self._desk.transfer(
                row.session_id,
                to_rep=receiver.rep_id,
                to_queue=receiver.queue_id,
                note=answer.note(),
                pass_draft=answer.pass_draft(),
            )

    async def _end(self, row: InboxRow) -> None:
        name = called(row.name)
        sentence = _("{name} can write again at any time; that opens a new session.")
        if self._desk.draft(row.session_id).text.strip():
            sentence = _(
                "{name} can write again at any time; that opens a new session. Your unsent "
                "text is kept."
            )
        dialog = ConfirmDialog(
            _("End the session with {name}?").format(name=row.name),
            sentence.format(name=name),
            _("End the session"),
            self._window,
        )
        if await ask(dialog) is not None:
            await self._desk.end(row.session_id)

    async def _flag(self, row: InboxRow) -> None:
        if row.flagged:
            await self._desk.flag(row.session_id, False)
            return
        answer = await ask(
            TextDialog(
                _("Raise a flag"),
                _("What should a supervisor know?"),
                _("Raise the flag"),
                self._window,
                sentence=_("Supervisors see flagged sessions first."),
                aside=_("{name} won’t see this").format(name=called(row.name)),
            )
        )
        if answer is not None:
            await self._desk.flag(row.session_id, True, answer.words())

    async def _take_over(self, row: InboxRow) -> None:
        session = self._desk.session(row.session_id)
        owner = session.owner_name if session and session.owner_id else ""
        answer = await ask(TakeOverDialog(owner, self._window))
        if answer is not None:
            await self._desk.take_over(row.session_id, answer.reason(), answer.message())

    async def _note(self, row: InboxRow) -> None:
        answer = await ask(
            TextDialog(
                _("Add a note"),
                _("Note for the team"),
                _("Add the note"),
                self._window,
                aside=_("{name} won’t see this").format(name=called(row.name)),
                needed=_("Write the note first."),
            )
        )
        if answer is not None:
            await self._desk.add_note(row.customer_id, answer.words())


def _countdown(row: InboxRow, now: datetime) -> str:
    """What is left of an open window; empty without one."""
    if not row.has_window or not is_open(row.expires_at, now):
        return ""
    return countdown_text(time_left(row.expires_at, now))
