"""What waited long for the connection: nobody sends it before the rep has looked once."""

from collections.abc import Iterable

from console.desk.acting import Acting
from console.desk.outgoing import text_of
from console.desk.rows import OldSend
from console.desk.store import Outgoing
from console.domain.directions import Direction
from console.domain.errors import RuleBroken
from console.domain.ids import MessageId
from console.domain.messages import NoteText, TemplateMessage, preview
from console.domain.names import shown_name
from console.domain.policy import ComposerMode


class OldSending(Acting):
    """The part of `Desk` that asks before old messages go."""

    async def old_sends(self) -> list[OldSend]:
        """What waits for the rep's word, in order, with what the customers wrote since."""
        account = self._seated()
        return [await self._described(entry) for entry in account.outbox.old()]

    def send_old(self, message_ids: Iterable[MessageId]) -> None:
        """They go, as if Send had just been pressed; the hub has the last word."""
        self._seated().outbox.agree(message_ids)

    async def keep_old(self, message_ids: Iterable[MessageId]) -> None:
        """They don't go: their texts and files are in the drafts."""
        await self._seated().outbox.give_back(message_ids)

    async def _described(self, entry: Outgoing) -> OldSend:
        view = self.session(entry.session_id)
        verdict = self.composer(entry.session_id)
        free_form = not isinstance(entry.body, TemplateMessage | NoteText)
        return OldSend(
            message_id=entry.message_id,
            session_id=entry.session_id,
            name=shown_name(view.customer_name) if view is not None else "",
            text=text_of(entry.body) or preview(entry.body),
            written_at=entry.created_at,
            arrived=await self._arrived_since(entry),
            lapsed=free_form and verdict.mode is ComposerMode.TEMPLATE_ONLY,
        )

    async def _arrived_since(self, entry: Outgoing) -> tuple[str, ...]:
        """What the customer wrote after the rep had last seen the conversation."""
        account, since = self._seated(), entry.based_on or entry.created_at
        try:
            link = account.link
            thread = await account.threads.read(entry.conversation_id, None, link)
        except RuleBroken:
            return ()  # the question is asked all the same
        return tuple(
            preview(row.message.body)
            for row in thread.rows
            if row.message.direction is Direction.INBOUND and row.message.at > since
        )
