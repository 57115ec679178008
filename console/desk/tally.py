"""What a batch of news changed, summed up into the fewest notices."""

from console.desk.changes import (
    CustomerChanged,
    DeadLettersChanged,
    DirectoryChanged,
    DraftChanged,
    InboxChanged,
    Notice,
    OffersChanged,
    Refusal,
    ThreadChanged,
)
from console.domain.ids import ConversationId, CustomerId, MessageId, SessionId


class Tally:
    """Collects changes; one per batch.

    Attributes:
        whole: everything was replaced.
    """

    def __init__(self) -> None:
        self.whole = False
        self.sessions: set[SessionId] = set()
        self.gone: set[SessionId] = set()
        self.messages: dict[ConversationId, set[MessageId]] = {}
        self.threads: set[ConversationId] = set()
        self.customers: set[CustomerId] = set()
        self.drafts: set[SessionId] = set()
        self.refusals: list[Refusal] = []
        self.offers = False
        self.letters = False
        self.directory = False

    def session(self, session_id: SessionId) -> None:
        """A row is new or changed."""
        self.sessions.add(session_id)
        self.gone.discard(session_id)

    def session_gone(self, session_id: SessionId) -> None:
        """A row left."""
        self.gone.add(session_id)
        self.sessions.discard(session_id)

    def message(self, conversation_id: ConversationId, message_id: MessageId) -> None:
        """A message is new or changed."""
        self.messages.setdefault(conversation_id, set()).add(message_id)

    def notices(self) -> list[Notice]:
        """The sum, rows first."""
        found: list[Notice] = []
        if self.directory or self.whole:
            found.append(DirectoryChanged())
        if self.sessions or self.gone or self.whole:
            rows, gone = frozenset(self.sessions), frozenset(self.gone)
            found.append(InboxChanged(rows, gone, whole=self.whole))
        if self.offers or self.whole:
            found.append(OffersChanged())
        if self.letters or self.whole:
            found.append(DeadLettersChanged())
        found += [ThreadChanged(item, whole=True) for item in self.threads]
        for conversation_id, messages in self.messages.items():
            if conversation_id not in self.threads:
                found.append(ThreadChanged(conversation_id, frozenset(messages)))
        found += [CustomerChanged(customer_id) for customer_id in self.customers]
        found += [DraftChanged(session_id) for session_id in self.drafts]
        return found + self.refusals
