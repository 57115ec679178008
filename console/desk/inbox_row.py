"""A session as the list shows it: made by the desk, kept for the first paint, painted by ui."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId, CustomerId, SessionId
from console.domain.sessions import SessionStatus
from console.domain.texts import N_

YOU, UNASSIGNED = N_("You"), N_("Unassigned")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A session as the list shows it.

    Attributes:
        kind: of the last message's body ("text", "image", "audio", "poll_creation", …),
            for the type glyph.
        direction, state: of the last message, for the tick.
        owner: "You", a colleague's name, or "Unassigned".
        mine: this rep owns it.
        here: this very desk holds it.
        has_draft: unsent text waits in its composer.
        found_by: name, number, preview and queue, casefolded and joined, for search.
    """

    session_id: SessionId
    conversation_id: ConversationId
    customer_id: CustomerId
    name: str
    number: str
    channel_kind: str
    status: SessionStatus
    preview: str
    kind: str
    direction: Direction | None
    state: Delivery | None
    at: datetime | None
    unread: int
    queue: str
    owner: str
    mine: bool
    here: bool
    has_window: bool
    expires_at: datetime | None
    customer_waits: bool
    waiting_since: datetime | None
    quiet_at: datetime | None
    flagged: bool
    has_draft: bool
    found_by: str
