"""Opens the delivery ledger of a message, and keeps it up to date while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.desk.changes import ThreadChanged
from console.domain.directions import Direction
from console.domain.errors import RuleBroken
from console.domain.ids import MessageId
from console.domain.messages import preview
from console.ui.tasks import TaskScope, ask
from console.ui.transcript.view import TranscriptView

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.conversation.reading import Reading
    from console.ui.ledger.dialog import LedgerDialog

#: What a click in the transcript asks for.
ACTIONS = frozenset({"ledger", "why", "details"})


class Ledgers(QObject):
    """One at a time.

    Signals:
        refused: why it can't be shown, in words.
        letter_wanted: message id; go to it among the dead letters.
    """

    refused = Signal(str)
    letter_wanted = Signal(str)

    def __init__(
        self, desk: Desk, view: TranscriptView, reading: Reading, scope: TaskScope
    ) -> None:
        super().__init__(view)
        self._desk, self._view, self._reading, self._scope = desk, view, reading, scope
        self._message_id = MessageId("")
        self._dialog: LedgerDialog | None = None
        view.action_wanted.connect(self._on_action)

    def open(self, message_id: str) -> None:
        """Show the ledger of this message."""
        row = self._reading.loaded(message_id)
        if row is not None and row.message.direction is Direction.OUTBOUND:
            self._scope.start("ledger", self._show(MessageId(message_id)), replace=True)

    def on_thread_changed(self, change: ThreadChanged) -> None:
        """The message on show may have moved on."""
        moved = change.whole or self._message_id in change.message_ids
        if self._dialog is not None and moved:
            self._scope.start("ledger news", self._fill(), replace=True)

    def _on_action(self, message_id: str, action: str) -> None:
        if action in ACTIONS:
            self.open(message_id)

    async def _show(self, message_id: MessageId) -> None:
        from console.ui.ledger.dialog import LedgerDialog  # most messages are never asked about

        row = self._reading.loaded(message_id)
        if row is None:
            return
        try:
            ledger = await self._desk.ledger(message_id)
        except RuleBroken as problem:
            self.refused.emit(problem.message)
            return
        window = self._view.window()
        dialog = LedgerDialog(preview(row.message.body), row.message.author, window)
        dialog.show_ledger(ledger, self._desk.now())
        dialog.acted.connect(self._on_acted)
        self._message_id, self._dialog = message_id, dialog
        try:
            if await ask(dialog) is not None and dialog.letter_wanted:
                self.letter_wanted.emit(message_id)
        finally:
            self._dialog = None

    async def _fill(self) -> None:
        try:
            ledger = await self._desk.ledger(self._message_id)
        except RuleBroken:
            return  # what is shown was true; the next news bring more
        if self._dialog is not None:
            self._dialog.show_ledger(ledger, self._desk.now())

    def _on_acted(self, act: str) -> None:
        acts = {"send_again": self._desk.send_again, "try_now": self._desk.try_message_now}
        self._scope.start("message", acts[act](self._message_id))
