"""Notifications on the wire: writing to customers first, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.charges import Quote
from console.domain.consent import Purpose
from console.domain.delivery import Delivery
from console.domain.ids import (
    ChannelId,
    ConversationId,
    CustomerId,
    MediaId,
    MessageId,
    RepId,
    SessionId,
    TemplateId,
)
from console.domain.notification_lists import ListState
from console.domain.notifications import State, Verdict
from console.wire.views import CustomerView

# POST Notify -> Outlook; POST Notify -> NotificationView
CHECK, NOTIFY = "/v1/notifications/check", "/v1/notifications"
# POST Notify -> NotificationView; POST -> NotificationView
SAVE, WITHDRAW = "/v1/notifications/drafts", "/v1/notifications/{notification_id}/withdraw"
# POST NotifyMany -> ListReport; POST NotifyMany -> ListView; GET -> list[ListView]
CHECK_LIST, LISTS = "/v1/notifications/lists/check", "/v1/notifications/lists"
# POST ChangeList -> ListView; GET -> text/csv
CHANGE_LIST = "/v1/notifications/lists/{list_id}"
RESULTS = "/v1/notifications/lists/{list_id}/results"
# GET ?q= -> list[CustomerHit]; POST AddCustomer -> CustomerHit
CUSTOMERS = "/v1/customers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """A customer is to be written to first.

    Attributes:
        notification_id: minted by whoever asks, so that the same again sends nothing more.
        customer_id, number: one of the two; a number with its +, of somebody new perhaps.
        name: what somebody new is called.
        template_id: none only while it is checked what may be sent at all.
        values: of the template's variables, by key.
        at: when; None for now.
        to_inbox: the answer is to come to whoever asks.
    """

    notification_id: str
    channel_id: ChannelId
    customer_id: CustomerId | None = None
    number: str = ""
    name: str = ""
    template_id: TemplateId | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    header_media_id: MediaId | None = None
    at: datetime | None = None
    to_inbox: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would become of a notification.

    Attributes:
        customer_id: None for somebody new.
        customer: as the details panel shows them, if they are this person's to see.
        verdicts: of every check, passed or not.
        zone: the name of the time zone where the customer is taken to be.
        country: two letters; empty if the number doesn't tell.
        counts: it would take one more place of the limit.
        reached, reach_limit, frees_at: as in `domain.notifications.Reach`.
        session_id: of the session that somebody sees to, if it is this person's to see.
        quote: what it is going to cost; None before a template is chosen.
    """

    number: str
    customer_id: CustomerId | None
    customer: CustomerView | None
    verdicts: tuple[Verdict, ...]
    zone: str
    country: str
    counts: bool
    reached: int
    reach_limit: int | None
    frees_at: datetime | None
    session_id: SessionId | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationView:
    """A notification and what became of it; `why` it was refused or canceled, in words."""

    notification_id: str
    channel_id: ChannelId
    customer_id: CustomerId | None
    customer_name: str
    number: str
    template_id: TemplateId
    values: Mapping[str, str]
    rep_id: RepId
    to_inbox: bool
    state: State
    why: str
    due_at: datetime | None
    made_at: datetime
    ended_at: datetime | None
    answered_at: datetime | None
    conversation_id: ConversationId | None
    message_id: MessageId | None
    delivery: Delivery | None
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCustomer:
    """Somebody who has not written yet, with the consent without which nobody would know them.

    As `RecordConsent`; a number that is known already is that customer's, and somebody known
    may be named by `customer_id` instead.
    """

    number: str = ""
    customer_id: CustomerId | None = None
    name: str = ""
    purpose: Purpose = Purpose.SERVICE
    granted: bool = True
    source: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHit:
    """A customer found by name or number; `service` and `offers`: whether they agreed to it."""

    customer_id: CustomerId
    name: str
    number: str
    place: str
    language: str
    service: bool
    offers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One customer of a list: by number or id, with what is filled in for them."""

    number: str = ""
    name: str = ""
    customer_id: CustomerId | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyMany:
    """Several customers are to be written to first, one after the other.

    Attributes:
        list_id: minted by whoever asks, so that the same again sends nothing more.
        lines: who; with `label` also all who have that label, who get `values`.
        values: what is filled in where a line says nothing else.
        per_minute: how many of them at most.
    """

    list_id: str
    name: str
    channel_id: ChannelId
    template_id: TemplateId
    header_media_id: MediaId | None = None
    lines: tuple[ListLine, ...] = ()
    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    per_minute: int = 30
    to_inbox: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReport:
    """How many of a list would go, and each line that would not, with why."""

    good: int
    refused: tuple[tuple[int, str, str], ...]  # its place from 1, number or name, why


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list and how far it is."""

    list_id: str
    name: str
    state: ListState
    per_minute: int
    made_at: datetime
    ended_at: datetime | None
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """The list is to stand so: `running` goes on, `paused` waits, `canceled` ends it."""

    state: ListState
