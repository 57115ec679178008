"""What the desk asks for: transcripts, customers, search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from console.desk.client import with_ids
from console.desk.model import Written
from console.desk.rows import LinkState, Thread, TranscriptRow
from console.desk.seat import Seat
from console.domain.dead_letters import Outcome, Reason
from console.domain.errors import Unavailable
from console.domain.ids import ConversationId, CustomerId, MessageId
from console.wire import dead_letters as wire
from console.wire import requests
from console.wire.requests import AddNote, SetLabels
from console.wire.views import CustomerView, DeadLetterPage, SearchHit

if TYPE_CHECKING:
    from console.wire.ledger import LedgerView

HITS = 50


class Asking(Seat):
    """The part of `Desk` that fetches."""

    async def thread(
        self, conversation_id: ConversationId, before: str | None = None
    ) -> Thread:
        """The 50 messages before the cursor of an earlier answer, or the newest ones.

        Raises:
            RuleBroken: the hub won't show it.
        """
        account = self._seated()
        return await account.threads.read(conversation_id, before, account.link)

    async def changed_rows(
        self, conversation_id: ConversationId, message_ids: Iterable[MessageId]
    ) -> list[TranscriptRow]:
        """The rows that a `ThreadChanged` names, as they are now, in order.

        A message that was named and isn't among them is gone.
        """
        account = self._seated()
        return await account.threads.rows(conversation_id, message_ids, account.link)

    async def customer(self, customer_id: CustomerId) -> CustomerView:
        """Who this is; out of the hub's reach as it was last known.

        Raises:
            Unavailable: nothing is known and the hub is out of reach.
            NotFound: not there, or not for this person.
        """
        account = self._seated()
        path = with_ids(requests.CUSTOMER, customer_id=customer_id)
        try:
            found = await account.client.ask(CustomerView, "GET", path)
        except Unavailable:
            known = account.model.customers.get(customer_id)
            if known is None:
                raise
            return known
        account.model.customers[customer_id] = found
        await account.cache.write(Written({("customer", customer_id): found}))
        return found

    async def add_note(self, customer_id: CustomerId, text: str) -> None:
        """The team sees the note; raises what the hub says if it won't take it."""
        path = with_ids(requests.NOTES, customer_id=customer_id)
        await self._seated().client.tell("POST", path, AddNote(text=text))

    async def set_labels(self, customer_id: CustomerId, labels: Iterable[str]) -> None:
        """The customer has these labels; raises what the hub says if it won't take them."""
        path = with_ids(requests.LABELS, customer_id=customer_id)
        await self._seated().client.tell("PUT", path, SetLabels(labels=tuple(labels)))

    async def search(self, words: str) -> list[SearchHit]:
        """Messages with these words, newest first: the hub's, or what is kept here."""
        account = self._seated()
        if not words.strip():
            return []
        if account.link.state is LinkState.CONNECTED:
            try:
                return await account.client.ask(
                    list[SearchHit], "GET", requests.SEARCH, params={"q": words}
                )
            except Unavailable:
                pass  # what is kept is better than nothing
        return await account.cache.search(words, HITS)

    async def ledger(self, message_id: MessageId) -> LedgerView:
        """What became of a message: its attempts, the platform's times, its price, what next.

        Raises:
            Unavailable: the hub, which keeps it, is out of reach.
        """
        from console.wire.ledger import LedgerView  # not needed before the first is opened

        path = with_ids(requests.LEDGER, message_id=message_id)
        return await self._seated().client.ask(LedgerView, "GET", path)

    async def dead_letters(
        self,
        *,
        reason: Reason | None = None,
        outcome: Outcome | None = None,
        after: str | None = None,
    ) -> DeadLetterPage:
        """What could not be sent, newest first; with `outcome` what has ended so.

        Raises:
            Unavailable: the hub, which keeps the list, is out of reach.
        """
        asked = {"reason": reason, "outcome": outcome, "after": after}
        params = {name: str(value) for name, value in asked.items() if value is not None}
        path = wire.DEAD_LETTERS
        return await self._seated().client.ask(DeadLetterPage, "GET", path, params=params)
