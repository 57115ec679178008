"""The customer-inactivity clock: when it starts, nudges, quietens and ends a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class InactivityRule:
    """Spans of one channel, counted from the clock's start.

    Attributes:
        nudge_after: None sends no nudge.
        nudge_text: the optional message; empty sends none.
        quiet_after: until the session turns inactive.
        end_after: from turning inactive until it ends.
    """

    nudge_after: timedelta | None = timedelta(minutes=15)
    nudge_text: str = ""
    quiet_after: timedelta = timedelta(minutes=30)
    end_after: timedelta = timedelta(hours=24)


def starts_at(
    running_since: datetime | None, *, customer_last_at: datetime | None, rep_wrote_at: datetime
) -> datetime | None:
    """When the clock counts from after a rep's message.

    The rep's first message after the customer's last starts it; further ones don't restart it.
    """
    if customer_last_at is None or rep_wrote_at < customer_last_at:
        return running_since
    return running_since or rep_wrote_at
