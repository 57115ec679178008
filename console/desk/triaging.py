"""What is done about messages that did not go, or not yet; it comes back by the feed."""

from dataclasses import replace

from console.desk.acting import Acting
from console.desk.client import with_ids
from console.domain.ids import LetterId, MessageId, RepId, SessionId
from console.domain.sessions import OPEN
from console.wire import dead_letters as wire
from console.wire import requests
from console.wire.dead_letters import (
    DiscardLetter,
    HandOver,
    RetryLetter,
    Rewritten,
)
from console.wire.views import DeadLetterView


class Triaging(Acting):
    """The part of `Desk` that acts on what did not go, or waits.

    All raise `RuleBroken` with words.
    """

    async def send_again(self, message_id: MessageId) -> None:
        """The message is tried once more."""
        account = self._seated()
        if any(entry.message_id == message_id for entry in account.outbox.waiting()):
            self.try_now()
            return
        path = with_ids(requests.SEND_AGAIN, message_id=message_id)
        await account.client.tell("POST", path)

    async def try_message_now(self, message_id: MessageId) -> None:
        """The message that waits for its next try is tried at once."""
        path = with_ids(requests.TRY_NOW, message_id=message_id)
        await self._seated().client.tell("POST", path)

    async def retry_letter(self, letter_id: LetterId, *, even_if_arrived: bool = False) -> None:
        """It is tried once more; confirmed, also if the customer may get it twice."""
        path = with_ids(wire.RETRY_LETTER, letter_id=letter_id)
        body = RetryLetter(even_if_arrived=even_if_arrived)
        await self._seated().client.tell("POST", path, body)

    async def rewrite_letter(self, letter: DeadLetterView) -> SessionId:
        """The session, now open at this desk, with the letter's text in its draft."""
        account = self._seated()
        view = None if letter.session_id is None else self.session(letter.session_id)
        if view is not None and view.status not in OPEN:
            await self.reopen(view.session_id)
        elif view is not None and self._is_mine_elsewhere(view.session_id):
            await self.continue_here(view.session_id)
        path = with_ids(wire.REWRITE_LETTER, letter_id=letter.letter_id)
        written = await account.client.ask(Rewritten, "POST", path)
        draft = self.draft(written.session_id)
        text = "\n".join(filter(None, (draft.text, written.text)))
        self.save_draft(written.session_id, replace(draft, text=text))
        return written.session_id

    async def hand_over_letter(
        self, letter_id: LetterId, to_rep: RepId, note: str = ""
    ) -> None:
        """The session is on offer to the colleague, and the letter goes with it."""
        path = with_ids(wire.HAND_OVER_LETTER, letter_id=letter_id)
        await self._seated().client.tell("POST", path, HandOver(to_rep=to_rep, note=note))

    async def discard_letter(self, letter_id: LetterId, reason: str = "") -> None:
        """Nobody will send it."""
        path = with_ids(wire.DISCARD_LETTER, letter_id=letter_id)
        await self._seated().client.tell("POST", path, DiscardLetter(reason=reason))

    def _is_mine_elsewhere(self, session_id: SessionId) -> bool:
        account, view = self._seated(), self._session(session_id)
        mine = self.me is not None and view.owner_id == self.me.rep_id
        return mine and not account.comebacks.is_here(view)
