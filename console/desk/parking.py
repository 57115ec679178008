"""Drafts that wait for the customer: sent when they reply, with or without a window."""

from dataclasses import replace
from datetime import timedelta

from console.desk.acting import Acting
from console.desk.changes import InboxChanged, Notice, ParkedWaits, Refusal
from console.desk.rows import Draft
from console.domain.errors import RuleBroken
from console.domain.ids import SessionId
from console.domain.messages import Text
from console.domain.policy import ComposerMode

ASK_AFTER = timedelta(hours=1)


class Parking(Acting):
    """The part of `Desk` that looks after parked drafts."""

    def send_parked(self, session_id: SessionId) -> None:
        """The parked draft is on its way if the window is open; what can't go is unparked."""
        draft = self.draft(session_id)
        if not self._may_go(session_id, draft):
            return
        try:
            self.send(
                session_id,
                Text(text=draft.text.strip()),
                reply_to=draft.reply_to,
                files=draft.files,
            )
        except RuleBroken as problem:
            self.save_draft(session_id, replace(draft, send_when_they_reply=False))
            self.changes.tell(Refusal(session_id, problem))

    def look_at_parked(self) -> None:
        """Send what can be sent, and ask about what is old."""
        account = self._account
        for session_id in account.drafts.parked() if account is not None else ():
            self._send_or_ask(session_id, self.draft(session_id))

    def _on_notice(self, notice: Notice) -> None:
        """Rows that changed may be of customers who have replied."""
        account = self._account
        if not isinstance(notice, InboxChanged) or account is None:
            return
        if notice.whole:
            self.look_at_parked()
            return
        for session_id in account.drafts.parked() & notice.changed:
            self._send_or_ask(session_id, self.draft(session_id))

    def _send_or_ask(self, session_id: SessionId, draft: Draft) -> None:
        if not self._may_go(session_id, draft):
            return
        if draft.saved_at is not None and self.now() - draft.saved_at < ASK_AFTER:
            self.send_parked(session_id)
        else:
            self.changes.tell(ParkedWaits(session_id))

    def _may_go(self, session_id: SessionId, draft: Draft) -> bool:
        verdict = self.composer(session_id)
        return draft.send_when_they_reply and verdict.mode is ComposerMode.FREE_FORM
