"""Drafts that wait for the customer: sent when they reply, after asking if they are old."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.desk.rows import Draft, InboxRow
from console.domain.ids import SessionId
from console.domain.messages import Text
from console.domain.policy import ComposerMode
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.tasks import TaskScope, ask
from console.ui.titles import called, moment

if TYPE_CHECKING:
    from console.desk.desk import Desk

_FRESH = timedelta(hours=1)


class ParkedDrafts:
    """Looks at sessions that changed; each parked draft is sent, or asked about, once."""

    def __init__(self, desk: Desk, scope: TaskScope, window: QWidget) -> None:
        self._desk, self._scope, self._window = desk, scope, window
        self._asking: set[SessionId] = set()

    def look_at(self, rows: Iterable[InboxRow]) -> None:
        """Send what can be sent now."""
        for row in rows:
            draft = self._desk.draft(row.session_id)
            if draft.send_when_they_reply and self._may_write(row):
                self._send_or_ask(row, draft)

    def _may_write(self, row: InboxRow) -> bool:
        return self._desk.composer(row.session_id).mode is ComposerMode.FREE_FORM

    def _send_or_ask(self, row: InboxRow, draft: Draft) -> None:
        fresh = draft.saved_at is not None and self._desk.now() - draft.saved_at < _FRESH
        if fresh:
            self._send(row, draft)
        elif row.session_id not in self._asking:
            self._asking.add(row.session_id)
            self._scope.start("parked", self._ask(row, draft))

    async def _ask(self, row: InboxRow, draft: Draft) -> None:
        written = f" at {moment(draft.saved_at, self._desk.now())}" if draft.saved_at else ""
        dialog = ConfirmDialog(
            f"{called(row.name)} has replied",
            f"You wrote this{written}, to be sent when they reply: “{draft.text}”",
            "Send it now",
            self._window,
        )
        try:
            answer = await ask(dialog)
        finally:
            self._asking.discard(row.session_id)
        if answer is None:
            kept = replace(draft, send_when_they_reply=False)
            self._desk.save_draft(row.session_id, kept)
        elif self._may_write(row):
            self._send(row, draft)

    def _send(self, row: InboxRow, draft: Draft) -> None:
        body = Text(text=draft.text.strip())
        self._desk.send(row.session_id, body, reply_to=draft.reply_to, files=draft.files)
