"""Typed notices of what changed at the desk; screens subscribe and read again."""

from collections.abc import Callable
from dataclasses import dataclass

from console.domain.errors import RuleBroken
from console.domain.ids import ConversationId, CustomerId, MessageId, SessionId


@dataclass(frozen=True, slots=True)
class InboxChanged:
    """Rows changed or left; `whole` means: read them all again."""

    changed: frozenset[SessionId]
    gone: frozenset[SessionId] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """Messages of a conversation are new or changed; `whole`: read the thread again."""

    conversation_id: ConversationId
    message_ids: frozenset[MessageId] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class OffersChanged:
    """Offers came or went."""


@dataclass(frozen=True, slots=True)
class DeadLettersChanged:
    """Dead letters came, went or moved on; the hub keeps the list."""


@dataclass(frozen=True, slots=True)
class DirectoryChanged:
    """Colleagues, queues, channels, templates or quick replies changed."""


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """A customer's details changed."""

    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class OutboxChanged:
    """What waits at this desk changed."""

    waiting: int


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """A draft changed other than by typing: returned, passed on, restored."""

    session_id: SessionId


@dataclass(frozen=True, slots=True)
class ParkedWaits:
    """The customer has replied, but the parked draft is old: the rep is asked first."""

    session_id: SessionId


@dataclass(frozen=True, slots=True)
class OldSendsWait:
    """Messages waited long for the connection: the rep is asked once before any goes."""


@dataclass(frozen=True, slots=True)
class FilesChanged:
    """Downloads, uploads or previews moved on."""

    media_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection to the hub changed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The hub refused something that was already on its way, in words for the rep."""

    session_id: SessionId | None
    problem: RuleBroken


Notice = (
    InboxChanged
    | ThreadChanged
    | OffersChanged
    | DeadLettersChanged
    | DirectoryChanged
    | CustomerChanged
    | OutboxChanged
    | DraftChanged
    | ParkedWaits
    | OldSendsWait
    | FilesChanged
    | LinkChanged
    | Refusal
)


class Changes:
    """Hands each notice to every subscriber, in order, on the loop's own thread."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[[Notice], None]] = []

    def subscribe(self, subscriber: Callable[[Notice], None]) -> Callable[[], None]:
        """Calls `subscriber` with every notice from now on; returns how to stop that."""
        self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return unsubscribe

    def tell(self, notice: Notice) -> None:
        """Tells all subscribers."""
        for subscriber in tuple(self._subscribers):
            subscriber(notice)
