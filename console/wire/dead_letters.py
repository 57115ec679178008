"""Dead letters on the wire: what desks ask about them and what the hub answers."""

from dataclasses import dataclass

from console.domain.ids import RepId, SessionId

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
