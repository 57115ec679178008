"""Facts: what one webhook body tells, one frozen record for each thing that happened."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from console.domain.delivery import Delivery
from console.domain.ids import PlatformId
from console.domain.messages import Body
from console.domain.payments import Payment
from console.domain.prices import Price
from console.domain.template_news import TemplateNews


class Copy(StrEnum):
    """Why we are told of a message; only a live one is the customer writing to us now."""

    LIVE = "live"
    STANDBY = "standby"  # another app on the number has the thread
    HISTORY = "history"  # from before the number was connected
    ECHO = "echo"  # the business itself wrote it, on its phone
    STANDBY_ECHO = "standby_echo"  # another app of the business wrote it
    OLD_ECHO = "old_echo"  # the business wrote it before the number was connected


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Everything one element says of a customer; any part may be empty.

    Attributes:
        phone: digits only, the platform's `wa_id`.
        user_id: scoped to the business portfolio.
        name: what the customer calls themselves; never verified.
    """

    phone: str = ""
    user_id: str = ""
    parent_user_id: str = ""
    username: str = ""
    name: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything here identifies a person."""
        return bool(self.phone or self.user_id or self.parent_user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRef:
    """A file the platform keeps for us for 7 days; `sha256` is base64 or hex."""

    platform_id: str
    mime: str
    sha256: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """A message; for an echo `who` is the customer it went to.

    Attributes:
        at: the platform's time; None if it could not be read.
        media: the file that belongs to a `Media` body, whose own id is still empty.
        quotes: the platform's id of the message it answers, or whose new words it brings.
        came_by: in words, the ad, post or product the customer came by.
        by_ad: that was an ad or a post, after which messages may be free.
        group_id: not empty for a group, which never opens a session.
        state: how far it had come, of what the business wrote.
    """

    number_id: str
    who: Who
    platform_id: PlatformId
    at: datetime | None
    body: Body
    media: MediaRef | None = None
    quotes: str = ""
    forwarded: bool = False
    often_forwarded: bool = False
    is_edit: bool = False
    came_by: str = ""
    by_ad: bool = False
    group_id: str = ""
    copy: Copy = Copy.LIVE
    state: Delivery = Delivery.SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionReceived:
    """A reaction of the customer to `target`; an empty `emoji` takes it back."""

    number_id: str
    who: Who
    platform_id: PlatformId
    at: datetime | None
    target: PlatformId
    emoji: str
    group_id: str = ""
    copy: Copy = Copy.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted:
    """Whoever wrote `target` has deleted it for everyone."""

    number_id: str
    who: Who
    platform_id: PlatformId
    at: datetime | None
    target: PlatformId
    group_id: str = ""
    copy: Copy = Copy.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReported:
    """How far one of our messages has come.

    Attributes:
        message_id: our own id, echoed; empty if the platform left it out.
        code: the platform's error number of a `failed` one, else 0.
        detail: the platform's words on the error.
        price: what it is charged as; None if this status doesn't tell.
    """

    number_id: str
    platform_id: PlatformId
    message_id: str
    status: Delivery
    at: datetime | None
    who: Who = field(default_factory=Who)
    code: int = 0
    detail: str = ""
    price: Price | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReported:
    """How a payment of a customer stands; `platform_id` is the message that asked for it."""

    number_id: str
    who: Who
    platform_id: PlatformId
    payment: Payment
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReceived:
    """The customer called; told when it rings and again when it is over."""

    number_id: str
    who: Who
    call_id: str
    at: datetime | None
    over: bool
    answered: bool = False
    duration_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChanged:
    """One customer's number or user id was replaced by another."""

    number_id: str
    key: str
    former: Who
    present: Who
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityKeyChanged:
    """The customer set WhatsApp up anew: another device, or another person with the number."""

    number_id: str
    key: str
    who: Who
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceChanged:
    """The customer stopped marketing messages, or takes them again; `words` are Meta's."""

    number_id: str
    key: str
    who: Who
    wants_offers: bool
    at: datetime | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPassed:
    """Another app on the number took the customer's thread, or gave it to us.

    Attributes:
        holder: the role of the app that has it now; empty if it is us.
        giver: the role of the app that had it.
        our_role: the role it was given to us in; empty if that isn't told.
        summary: what the other app says of the conversation.
    """

    number_id: str
    key: str
    who: Who
    holder: str
    at: datetime | None
    giver: str = ""
    our_role: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged:
    """A template's status, quality, category or content moved; its account is to be read.

    Attributes:
        platform_id: the platform's own id of it; may be empty.
        event: the platform's word for it.
    """

    waba_id: str
    name: str
    language: str
    event: str
    platform_id: str = ""
    news: TemplateNews = field(default_factory=TemplateNews)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChanged:
    """Something about the account or a number that administrators should know.

    Attributes:
        number_id: empty if it is about the whole account or only `display_number` is told.
        stops_sending: messages will be refused until somebody does something.
        reach_limit: how many customers may be written to first in 24 hours; -1: any number.
    """

    key: str
    waba_id: str
    number_id: str
    display_number: str
    about: str
    words: str
    stops_sending: bool = False
    reach_limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Recognised and kept in the raw webhook; nothing follows from it."""

    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A part that could not be read: where it stands and what is wrong with it."""

    place: str
    problem: str


Fact = (
    MessageReceived
    | ReactionReceived
    | MessageDeleted
    | StatusReported
    | PaymentReported
    | CallReceived
    | IdentityChanged
    | IdentityKeyChanged
    | PreferenceChanged
    | ThreadPassed
    | TemplateChanged
    | NumberChanged
    | Noted
    | Unreadable
)
