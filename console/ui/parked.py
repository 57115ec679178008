"""Asks the rep about a parked draft that is old by the time the customer replies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.desk.changes import ParkedWaits
from console.desk.inbox_row import InboxRow
from console.desk.rows import Draft
from console.domain.ids import SessionId
from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.tasks import TaskScope, ask
from console.ui.titles import called, moment

if TYPE_CHECKING:
    from console.desk.desk import Desk


class ParkedDrafts:
    """One question at a time for each session."""

    def __init__(self, desk: Desk, scope: TaskScope, window: QWidget) -> None:
        self._desk, self._scope, self._window = desk, scope, window
        self._asking: set[SessionId] = set()

    def on_waits(self, change: ParkedWaits) -> None:
        """Ask whether it still fits."""
        row = self._desk.row(change.session_id)
        if row is not None and row.session_id not in self._asking:
            self._asking.add(row.session_id)
            work = self._ask(row, self._desk.draft(row.session_id))
            self._scope.start("parked", work)

    async def _ask(self, row: InboxRow, draft: Draft) -> None:
        words = _("You wrote this, to be sent when they reply: “{text}”")
        time = ""
        if draft.saved_at:
            words = _("You wrote this at {time}, to be sent when they reply: “{text}”")
            time = moment(draft.saved_at, self._desk.now())
        dialog = ConfirmDialog(
            _("{name} has replied").format(name=called(row.name)),
            words.format(time=time, text=draft.text),
            _("Send it now"),
            self._window,
        )
        try:
            answer = await ask(dialog)
        finally:
            self._asking.discard(row.session_id)
        if answer is not None:
            self._desk.send_parked(row.session_id)
        else:
            kept = replace(self._desk.draft(row.session_id), send_when_they_reply=False)
            self._desk.save_draft(row.session_id, kept)
