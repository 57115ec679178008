"""The delivery ledger of one message: attempts, the platform's times, price, what next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.charges import Charged
from console.domain.delivery import Delivery
from console.domain.ids import MessageId
from console.domain.prices import Price


class NextTry(StrEnum):
    """What may be done about a message that has not arrived."""

    NONE = ""  # it is on its way, has arrived, or was withdrawn
    BY_ITSELF = "by_itself"  # the hub tries again
    NOW = "now"  # a person may send it again
    LATER = "later"  # a person may, from a moment on
    MAY_COME_TWICE = "may_come_twice"  # a person may, and the customer may get it twice
    TEMPLATE = "template"  # only as a template
    ADMINISTRATOR = "administrator"  # once an administrator has acted
    CHANGED = "changed"  # it would fail again as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt.

    Attributes:
        outcome: "accepted", "retry", "unknown", "failed", "channel"; empty while it lasts.
        code: the platform's error number.
        why: what happened and why, in words that are kept in English.
        detail: the platform's own words, or the hub's, kept in English.
    """

    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    code: str
    why: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """All that is known of one message's delivery.

    Attributes:
        written_at: when the hub took it from the desk.
        sent_at, delivered_at, read_at, played_at, failed_at: as the platform told; earliest.
        trouble: what is wrong, why and what next, kept in English; empty if nothing is.
        cost: what it is counted as; None if it was sent before costs were counted.
        next_at: of `BY_ITSELF` and `LATER`; None if that isn't known yet.
    """

    message_id: MessageId
    state: Delivery
    written_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    played_at: datetime | None
    failed_at: datetime | None
    price: Price | None
    attempts: tuple[Tried, ...]
    trouble: str
    code: str
    next_try: NextTry
    next_at: datetime | None
    cost: Charged | None = None
