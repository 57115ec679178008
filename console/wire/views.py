"""What the hub shows of its state: one frozen view per object, joined when it is read.

Every feed event carries the whole present view of the object that changed, so that taking
it in is an upsert by id and taking it in twice is taking it in once.
"""

from dataclasses import dataclass
from datetime import datetime

from console.domain.consent import Consent, Level
from console.domain.dead_letters import Outcome, Reason
from console.domain.delivery import Delivery
from console.domain.directions import Direction, Origin
from console.domain.ids import (
    ChannelId,
    ConversationId,
    CustomerId,
    DeskId,
    Fence,
    LetterId,
    MessageId,
    QueueId,
    RepId,
    SessionId,
    WorkId,
)
from console.domain.messages import Body
from console.domain.people import Role, Wanted
from console.domain.sessions import SessionStatus
from console.wire.identities import IdentityView, MergeView


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """One account of the business on a platform.

    Attributes:
        templates_held_until: until when templates wait after a refusal.
        account: whose templates it sends; for WhatsApp the id of the WABA.
        templates_limit: how many templates that account may have.
        reached, reach_limit: customers written to first in 24 hours, of how many.
        alarms: what was found wrong with it when it was looked at last, in English.
        token_ends_at, version_ends_at: when its token ends, and the hub's version of Graph.
    """

    channel_id: ChannelId
    kind: str
    name: str
    display_number: str
    healthy: bool = True
    trouble: str = ""
    templates_held_until: datetime | None = None
    account: str = ""
    templates_limit: int = 250
    consent: Level = Level.IMPLICIT  # what offers need here
    reached: int = 0
    reach_limit: int | None = None
    alarms: tuple[str, ...] = ()
    token_ends_at: datetime | None = None
    version_ends_at: datetime | None = None
    own_rep_id: RepId | None = None  # who alone gets its sessions and starts from it


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """A queue and how many wait in it."""

    queue_id: QueueId
    name: str
    waiting: int = 0
    oldest_waiting_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepView:
    """A colleague with the three presence facts."""

    rep_id: RepId
    name: str
    role: Role
    wanted: Wanted
    wanted_at: datetime | None
    reachable: bool
    loaded: int
    capacity: int
    queues: tuple[QueueId, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """One emoji on a message; ours or the customer's. `waits`: WhatsApp doesn't have it yet."""

    emoji: str
    by_customer: bool
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The message replied to; `message_id` is empty if it is older than our history."""

    message_id: MessageId
    author: str
    text: str
    media_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One line of a transcript.

    Attributes:
        at: the platform's time for inbound, the hub's for all others.
        order: place in the transcript: (at, order) sorts it; grows with arrival.
        late: it arrived after newer ones were shown.
        author: who wrote it; empty for the customer.
        state: None unless outbound.
        retry_at: when the next attempt is due while `retrying`.
        trouble: what went wrong, why and what next, in words; empty if nothing.
        trouble_code: the platform's number, for details only.
        attempts: how often it has been tried.
        reaction_trouble: why our reaction to it did not go, in words; empty if it did.
        edited_at, deleted_at: when its writer changed or deleted it; the words stay.
    """

    message_id: MessageId
    conversation_id: ConversationId
    session_id: SessionId | None
    direction: Direction
    body: Body
    at: datetime
    order: int
    late: bool = False
    author: str = ""
    author_id: RepId | None = None
    by_bot: bool = False
    state: Delivery | None = None
    state_at: datetime | None = None
    retry_at: datetime | None = None
    trouble: str = ""
    trouble_code: str = ""
    attempts: int = 0
    quote: Quote | None = None
    reactions: tuple[Reaction, ...] = ()
    reaction_trouble: str = ""
    forwarded: bool = False
    often_forwarded: bool = False
    origin: Origin = Origin.LIVE
    edited_at: datetime | None = None
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session with all that a row, a tab and a header show of it.

    Attributes:
        window_expires_at: the end of the care window; None if it never opened.
        has_window: channels without a care window show no countdown.
        customer_waits: the customer's last message has no answer yet.
        waiting_since: since when the customer waits for an answer.
        quiet_at: when it turns inactive unless the customer writes; None if no clock runs.
        nudge_at: when the nudge goes out; None if none will.
        ends_at: when an inactive session ends by itself.
        last_at, last_preview, last_direction, last_state: of the newest message.
        unread: customer messages its owner has not seen.
        seen_message_id: the newest customer message reported as read to the customer.
        held_by, held_at: another app has the thread, as last told then: `domain.handover`.
        may_take: the thread can be asked back from it.
    """

    session_id: SessionId
    conversation_id: ConversationId
    channel_id: ChannelId
    channel_kind: str
    customer_id: CustomerId
    customer_name: str
    customer_number: str
    status: SessionStatus
    queue_id: QueueId
    queue_name: str
    fence: Fence
    owner_id: RepId | None
    owner_name: str
    owner_desk_id: DeskId | None
    owner_desk_name: str
    owned_since: datetime | None
    opened_at: datetime
    ended_at: datetime | None
    window_expires_at: datetime | None
    has_window: bool
    customer_waits: bool
    waiting_since: datetime | None
    quiet_at: datetime | None
    nudge_at: datetime | None
    ends_at: datetime | None
    last_at: datetime | None
    last_preview: str
    last_direction: Direction | None
    last_kind: str
    last_state: Delivery | None
    unread: int
    flagged: bool = False
    flag_note: str = ""
    passed_draft: str = ""
    passed_by: str = ""
    customer_blocked: bool = False
    held_by: str = ""
    held_at: datetime | None = None
    may_take: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """Work on offer to one rep.

    Attributes:
        note: from whoever transferred it; shown before anything else.
        from_name: who transferred it; empty for a queue's offer.
        why: why this rep, in a phrase.
        expires_at: when it counts as declined.
        timeout_s: the whole time it was on offer for.
    """

    work_id: WorkId
    session_id: SessionId
    rep_id: RepId
    customer_name: str
    preview: str
    channel_kind: str
    queue_name: str
    waiting_since: datetime
    window_expires_at: datetime | None
    why: str
    note: str
    from_name: str
    offered_at: datetime
    expires_at: datetime
    timeout_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickReply:
    """A ready text; variables like {{first_name}} are filled from the customer."""

    shortcut: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note for the team on a customer."""

    note_id: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """An ended session of the same customer."""

    session_id: SessionId
    opened_at: datetime
    title: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """Who this is: the details panel.

    Attributes:
        facts: ("Local time", "14:36 Lyon, France") and the like, as shown.
        consent: (what, granted, where and when), as it stands.
        consents: every statement on record, newest first.
        holds: what keeps offers from them for a while (domain.holds), and until when.
        files: newest first, media ids with kind and name.
        merges: what can be taken apart again; the newest first, which has to go first.
        language: the code of the one they are best written to in; empty if unknown.
    """

    customer_id: CustomerId
    name: str
    number: str
    since: datetime
    identities: tuple[IdentityView, ...] = ()
    merges: tuple[MergeView, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    consent: tuple[tuple[str, bool, str], ...] = ()
    consents: tuple[Consent, ...] = ()
    labels: tuple[str, ...] = ()
    files: tuple[MessageView, ...] = ()
    past_sessions: tuple[PastSession, ...] = ()
    notes: tuple[NoteView, ...] = ()
    holds: tuple[tuple[str, datetime], ...] = ()
    blocked: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptView:
    """One try at sending a message."""

    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A message found by its words, newest first."""

    message: MessageView
    session_id: SessionId | None
    customer_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterView:
    """Something that could not be sent or taken in.

    Attributes:
        incoming: it came from the platform; else it is a message of ours.
        author: who wrote it; empty for what the hub sent by itself and for incoming items.
        kind: of its body, such as "text", "image" or "template".
        preview: what it says; empty once it has expired, and for incoming items.
        words: what happened, why and what next.
        code: the platform's error number, for details only.
        may_have_arrived: a retry wants to be confirmed, or the customer may get it twice.
        ended_at, outcome, ended_by: None and empty while it waits for somebody.
    """

    letter_id: LetterId
    incoming: bool
    message_id: MessageId | None
    session_id: SessionId | None
    conversation_id: ConversationId | None
    customer_id: CustomerId | None
    customer_name: str
    queue_id: QueueId | None
    queue_name: str
    channel_kind: str
    author: str
    author_id: RepId | None
    kind: str
    preview: str
    reason: Reason
    words: str
    code: str
    attempts: int
    may_have_arrived: bool
    died_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    ended_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterPage:
    """Dead letters, the newest first.

    Attributes:
        counts: how many wait, by reason.
        ended_counts: how many ended in the last days, by outcome.
        next: the cursor for the page after, or None.
    """

    letters: tuple[DeadLetterView, ...]
    counts: dict[Reason, int]
    ended_counts: dict[Outcome, int]
    next: str | None
