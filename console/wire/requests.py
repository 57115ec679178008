"""What desks ask of the hub and what it answers, with each path beside its shapes."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.consent import Purpose
from console.domain.ids import (
    ConversationId,
    DeskId,
    Fence,
    MediaId,
    MessageId,
    QueueId,
    RepId,
    Seq,
    SessionId,
)
from console.domain.messages import Body
from console.domain.people import Role, Wanted
from console.domain.templates import Template
from console.wire.money import WalletView
from console.wire.views import (
    ChannelView,
    MessageView,
    OfferView,
    QueueView,
    QuickReply,
    RepView,
    SessionView,
)

PROTOCOL = 1
#: How a token that is bound to the desk's key is sent; it is a header's name too.
DPOP = "DPoP"

# GET: who are you
HELLO = "/v1/hello"
# POST SignIn -> SignedIn; POST -> nothing
SIGN_IN, SIGN_OUT = "/v1/sign-in", "/v1/sign-out"
# POST ChangePassword -> nothing
PASSWORD = "/v1/password"
# GET -> Snapshot; GET, text/event-stream, Last-Event-ID
SNAPSHOT, FEED = "/v1/snapshot", "/v1/feed"
# PUT SetPresence
PRESENCE = "/v1/presence"
# POST AcceptOffer / DeclineOffer
ACCEPT, DECLINE = "/v1/offers/{work_id}/accept", "/v1/offers/{work_id}/decline"
# POST TakeNext -> SessionView
TAKE_NEXT = "/v1/queues/take-next"
# POST SessionCommand and its kin, each -> SessionView
TRANSFER = "/v1/sessions/{session_id}/transfer"
END = "/v1/sessions/{session_id}/end"
QUIETEN = "/v1/sessions/{session_id}/inactive"
KEEP_OPEN = "/v1/sessions/{session_id}/keep-open"
REOPEN = "/v1/sessions/{session_id}/reopen"
CONTINUE_HERE = "/v1/sessions/{session_id}/continue-here"
TAKE_OVER = "/v1/sessions/{session_id}/take-over"
TAKE_THREAD = "/v1/sessions/{session_id}/take-thread"
FLAG = "/v1/sessions/{session_id}/flag"
SEEN = "/v1/sessions/{session_id}/seen"
# GET -> SessionView
SESSION = "/v1/sessions/{session_id}"
# POST SendMessage -> MessageView
MESSAGES = "/v1/messages"
# POST -> MessageView
CANCEL = "/v1/messages/{message_id}/cancel"
SEND_AGAIN = "/v1/messages/{message_id}/send-again"
TRY_NOW = "/v1/messages/{message_id}/try-now"
# PUT React -> MessageView
REACTION = "/v1/messages/{message_id}/reaction"
# GET -> list[AttemptView]
ATTEMPTS = "/v1/messages/{message_id}/attempts"
LEDGER = "/v1/messages/{message_id}/ledger"
# GET ?before=&limit= -> ThreadPage
THREAD = "/v1/conversations/{conversation_id}/messages"
# POST bytes with Content-Type and ?name= -> Uploaded; GET -> bytes
MEDIA_UP, MEDIA = "/v1/media", "/v1/media/{media_id}"
# GET -> a small picture: what desks decode; the file itself is for downloads alone
PREVIEW = "/v1/media/{media_id}/preview"
# POST RecordConsent -> CustomerView
CONSENTS = "/v1/customers/{customer_id}/consents"
# GET -> CustomerView; POST AddNote -> NoteView; PUT SetLabels
CUSTOMER = "/v1/customers/{customer_id}"
NOTES = "/v1/customers/{customer_id}/notes"
LABELS = "/v1/customers/{customer_id}/labels"
# GET ?q= -> list[SearchHit]
SEARCH = "/v1/search"
# POST -> TemplatesSynced (administrators)
SYNC_TEMPLATES = "/v1/templates/sync"
# GET -> list[OddWebhook] (administrators)
ODD_WEBHOOKS = "/v1/webhooks/odd"
# GET ?before=&limit= -> AuditPage (administrators)
AUDIT = "/v1/audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The hub presents itself; `clock_rate` is simulated seconds per second, 1.0 in earnest."""

    name: str
    version: str
    protocol: int
    now: datetime
    clock_rate: float = 1.0
    company_sign_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Credentials, and the desk they are used at; `desk_id` is minted once per installation."""

    user_name: str
    password: str
    desk_id: DeskId
    desk_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A token for this desk, to be sent as `Authorization: TOKEN_TYPE TOKEN`.

    With `token_type` DPoP each request needs a proof of the desk's key too (`wire/proofs`).
    """

    token: str
    expires_at: datetime
    rep_id: RepId
    name: str
    role: Role
    token_type: str = "Bearer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """The password in use, and the one to be used from now on."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything a desk starts from, true as of journal place `as_of`.

    `sessions` are the open ones this person may see, and ended ones of today that were theirs.
    """

    as_of: Seq
    epoch: str
    now: datetime
    clock_rate: float
    me: RepView
    hub_name: str
    channels: tuple[ChannelView, ...]
    queues: tuple[QueueView, ...]
    reps: tuple[RepView, ...]
    sessions: tuple[SessionView, ...]
    offers: tuple[OfferView, ...]
    templates: tuple[Template, ...]
    quick_replies: tuple[QuickReply, ...]
    wallet: WalletView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPresence:
    """The status a rep chooses."""

    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineOffer:
    """Why an offer is declined, in the rep's words or one of `DECLINE_REASONS`."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNext:
    """Take the next waiting session of one's queues; None means any of them."""

    queue_id: QueueId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCommand:
    """End, quieten, keep open, reopen, take the thread: needs the fence it acts on."""

    fence: Fence
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Hand a session over; exactly one of `to_rep` and `to_queue` is given."""

    fence: Fence
    to_rep: RepId | None = None
    to_queue: QueueId | None = None
    note: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """A supervisor takes a session; reason and message are shown to the former owner."""

    fence: Fence
    reason: str
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Raise or lower a flag for the supervisor."""

    raised: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The rep has really seen everything up to this customer message; `typing` shows typing."""

    fence: Fence
    message_id: MessageId
    typing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """One press of Send; the id is minted at the desk and makes repeats harmless."""

    message_id: MessageId
    session_id: SessionId
    fence: Fence
    body: Body
    reply_to: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class React:
    """Our emoji on a customer's message; an empty one takes it back."""

    fence: Fence
    emoji: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPage:
    """Messages in transcript order; `earlier` is the cursor for the page before, or None."""

    conversation_id: ConversationId
    messages: tuple[MessageView, ...]
    earlier: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file the hub now holds, ready to be named in a message."""

    media_id: MediaId
    mime: str
    size_bytes: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """A note for the team."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """What a customer has told a colleague; `wording` is what they agreed to."""

    purpose: Purpose
    granted: bool
    source: str
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLabels:
    """The labels a customer has from now on."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesSynced:
    """How many templates came, and how many are usable."""

    total: int
    usable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OddWebhook:
    """A webhook that was kept because it could not be read."""

    received_at: datetime
    trouble: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to which object (`kind:id`), at which desk, and why; chained by `hash`."""

    number: int
    at: datetime
    actor: str
    desk: str
    action: str
    object: str
    why: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Entries, newest first; `earlier` is to be passed as `before`, or None."""

    entries: tuple[AuditEntry, ...]
    earlier: int | None
