"""Dead letters on the wire: what desks ask about them and what the hub answers."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.dead_letters import Outcome, Reason
from console.domain.ids import (
    ConversationId,
    CustomerId,
    LetterId,
    MessageId,
    QueueId,
    RepId,
    SessionId,
)

# GET ?reason=&ended=&after=&limit= -> DeadLetterPage
DEAD_LETTERS = "/v1/dead-letters"
# GET -> DeadLetterView
DEAD_LETTER = "/v1/dead-letters/{letter_id}"
# POST RetryLetter, HandOver, DiscardLetter -> DeadLetterView; POST -> Rewritten
RETRY_LETTER = "/v1/dead-letters/{letter_id}/retry"
REWRITE_LETTER = "/v1/dead-letters/{letter_id}/rewrite"
HAND_OVER_LETTER = "/v1/dead-letters/{letter_id}/hand-over"
DISCARD_LETTER = "/v1/dead-letters/{letter_id}/discard"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryLetter:
    """Send it once more; `even_if_arrived` confirms that the customer may get it twice."""

    even_if_arrived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The text of a dead letter, for a template in this session."""

    session_id: SessionId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The session it belongs to goes on offer to this colleague."""

    to_rep: RepId
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardLetter:
    """Nobody will send it; the reason is kept in the trail."""

    reason: str = ""
