"""What the feed carries: the present view of whatever changed, in journal order."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, get_args

from console.domain.errors import InvalidInput
from console.domain.ids import Seq, SessionId, WorkId
from console.domain.templates import Template
from console.wire.codec import from_json, from_plain
from console.wire.money import WalletView
from console.wire.views import (
    ChannelView,
    CustomerView,
    DeadLetterView,
    MessageView,
    OfferView,
    QueueView,
    RepView,
    SessionView,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChanged:
    """A message is new or has moved on."""

    kind: Literal["message"] = "message"
    message: MessageView


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChanged:
    """A session is new or has changed."""

    kind: Literal["session"] = "session"
    session: SessionView


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionGone:
    """A session this desk saw is none of its business any more."""

    kind: Literal["session_gone"] = "session_gone"
    session_id: SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Work is on offer to this rep."""

    kind: Literal["offered"] = "offered"
    offer: OfferView


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferOver:
    """An offer is over: accepted here or elsewhere, declined, timed out, canceled."""

    kind: Literal["offer_over"] = "offer_over"
    work_id: WorkId
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepChanged:
    """A colleague's presence or load changed."""

    kind: Literal["rep"] = "rep"
    rep: RepView


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChanged:
    """A queue's backlog changed."""

    kind: Literal["queue"] = "queue"
    queue: QueueView


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChanged:
    """A channel's health or name changed."""

    kind: Literal["channel"] = "channel"
    channel: ChannelView


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged:
    """A template is new or has changed."""

    kind: Literal["template"] = "template"
    template: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanged:
    """A customer's details, notes or labels changed."""

    kind: Literal["customer"] = "customer"
    customer: CustomerView


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterChanged:
    """A dead letter is new or has moved on; whoever may triage it hears of it."""

    kind: Literal["dead_letter"] = "dead_letter"
    letter: DeadLetterView


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletChanged:
    """The wallet holds more or fewer credits."""

    kind: Literal["wallet"] = "wallet"
    wallet: WalletView


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """The token of this stream was revoked; the words say why."""

    kind: Literal["signed_out"] = "signed_out"
    reason: str


FeedData = (
    MessageChanged
    | SessionChanged
    | SessionGone
    | Offered
    | OfferOver
    | RepChanged
    | QueueChanged
    | ChannelChanged
    | TemplateChanged
    | CustomerChanged
    | DeadLetterChanged
    | WalletChanged
    | SignedOut
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """One frame of the feed.

    Attributes:
        prev: the journal place this stream was at before; a desk that is elsewhere has a gap
            and takes a new snapshot. Entries it may not see lie between `prev` and `seq`.
        data: None when only the place moved on.
    """

    seq: Seq
    prev: Seq
    at: datetime
    data: FeedData | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Sent when the stream has been silent for 15 s, and first of all: the hub's clock."""

    now: datetime
    clock_rate: float
    epoch: str


_KINDS = frozenset(fields(one)[0].default for one in get_args(FeedData))


def heard(frame: str | bytes) -> FeedEvent:
    """The event of a frame; one of a kind that only newer desks know moves the place alone.

    Raises:
        InvalidInput: it isn't our dialect, or a known kind in another shape.
    """
    try:
        return from_json(FeedEvent, frame)
    except InvalidInput:
        plain: Any = _plain(frame)
        data = plain.get("data") if isinstance(plain, dict) else None
        kind = data.get("kind") if isinstance(data, dict) else None
        if not isinstance(kind, str) or kind in _KINDS:
            raise
        event: FeedEvent = from_plain(FeedEvent, {**plain, "data": None})
        return event


def _plain(frame: str | bytes) -> Any:
    try:
        return json.loads(frame)
    except (ValueError, RecursionError):
        return None
