"""Identities on the wire: what a customer is known by; records joined and taken apart."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.ids import CustomerId

# GET ?q= -> list[Candidate]
CANDIDATES = "/v1/customers/{customer_id}/others"
# POST MergeWith, Split -> CustomerView
MERGE, SPLIT = "/v1/customers/{customer_id}/merge", "/v1/customers/{customer_id}/split"
# POST -> CustomerView
BLOCK, UNBLOCK = "/v1/customers/{customer_id}/block", "/v1/customers/{customer_id}/unblock"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityView:
    """A number ("phone") or user name of a customer; `until` when it was theirs, or None."""

    kind: str
    shown: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """A record that was joined into a customer's; `by` is empty if the platform showed it."""

    merge_id: str
    name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A customer who may be the same person as another one.

    Attributes:
        known_by: numbers and user names.
        last_at: when the last session was opened.
    """

    customer_id: CustomerId
    name: str
    known_by: tuple[str, ...]
    channels: tuple[str, ...]
    since: datetime
    last_at: datetime | None
    sessions: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeWith:
    """The other customer joins the one of the address."""

    customer_id: CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The two of this merge are two again."""

    merge_id: str
