"""Numbers on the wire: connecting one, setting it up at Meta, and how it is."""

from dataclasses import dataclass, field
from datetime import datetime

from console.domain.business_numbers import CodeMethod, NumberFacts
from console.domain.findings import Finding
from console.domain.ids import ChannelId, QueueId, RepId

# all of administrators alone
CHECK_CHANNEL = "/v1/channels/{channel_id}/check"  # POST -> ChannelReport
FIND_NUMBERS = "/v1/numbers/find"  # POST FindNumbers -> FoundNumbers
CONNECT_NUMBER = "/v1/numbers"  # POST ConnectNumber -> ChannelReport
REPLACE_KEYS = "/v1/channels/{channel_id}/keys"  # POST ReplaceKeys -> ChannelReport
# steps at Meta; POST StepX -> ChannelReport
REQUEST_CODE = "/v1/channels/{channel_id}/request_code"
VERIFY_CODE = "/v1/channels/{channel_id}/verify_code"
REGISTER_NUMBER = "/v1/channels/{channel_id}/register"
SET_PIN = "/v1/channels/{channel_id}/pin"
SUBSCRIBE = "/v1/channels/{channel_id}/subscribe"
ASSIGN_NUMBER = "/v1/channels/{channel_id}/assign"  # POST AssignNumber -> ChannelReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReport:
    """What a look at a number, from its token to the way in of its webhooks, has found.

    Attributes:
        findings: in the order in which one would mend what is wrong.
        chat_link: the address by which a customer opens a chat with the number.
        in_file: it stands in hub.toml, where its name, queue and keys are changed.
        registered: how often within the time that Meta looks at.
        callback: where Meta is to post; empty while the hub has no public address.
        queue_id, rep_id: where its sessions go; a rep, whose own it is, or nobody's.
    """

    channel_id: ChannelId
    name: str
    display_number: str
    chat_link: str
    checked_at: datetime
    findings: tuple[Finding, ...]
    facts: NumberFacts = field(default_factory=NumberFacts)
    in_file: bool = False
    registered: int = 0
    callback: str = ""
    queue_id: str = ""
    rep_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindNumbers:
    """Which numbers a token reaches; `accounts` are more WhatsApp accounts to look in."""

    access_token: str = field(repr=False)
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumber:
    """A number of an account; `here` is its name at this hub if it is connected already."""

    number_id: str
    display_number: str
    verified_name: str = ""
    is_verified: bool = False
    ready: bool = False
    here: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAccount:
    """A WhatsApp account; `used` and `room`: numbers its portfolio has, and may have."""

    account: str
    name: str = ""
    portfolio: str = ""
    is_verified_business: bool = False
    room: int = 0
    used: int = 0
    numbers: tuple[FoundNumber, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumbers:
    """What a token is good for, and what it reaches."""

    findings: tuple[Finding, ...]
    accounts: tuple[FoundAccount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectNumber:
    """A number becomes a channel of the hub."""

    access_token: str = field(repr=False)
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    account: str
    number_id: str
    name: str
    queue_id: QueueId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceKeys:
    """What is left empty stays; the app secret before counts on until the next is given."""

    access_token: str = field(default="", repr=False)
    app_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignNumber:
    """New sessions go to this queue, or to this rep alone, whose own number it is then."""

    queue_id: QueueId | None = None
    rep_id: RepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCode:
    """How the code is to come, and in which language (en_US)."""

    method: CodeMethod
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCode:
    """The code that came."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The six digits of two-step verification."""

    pin: str = field(repr=False)
