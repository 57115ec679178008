"""Dead letters: what could not be sent or taken in, why, and what became of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.delivery import Delivery

LIFE = timedelta(hours=24)  # then it expires: only what it was and why is kept
RECORD_LIFE = timedelta(days=7)  # how long that record is shown
# Source: WhatsApp, "Error codes": 131049 is not tried again before a day has passed
HEALTH_PAUSE = timedelta(hours=24)


class Reason(StrEnum):
    """Why an item stopped."""

    GAVE_UP = "gave_up"  # the last of many attempts was not processed either
    NOT_ON_WHATSAPP = "not_on_whatsapp"
    WINDOW = "window"
    TEMPLATE = "template"  # missing, paused, or it doesn't fit its values
    FILE = "file"
    HELD_BACK = "held_back"  # the platform protects the customer from offers
    LIMIT = "limit"  # the number is slowed down
    UNCONFIRMED = "unconfirmed"  # it may have arrived
    TOO_OLD = "too_old"  # it waited for a day
    REFUSED = "refused"
    NOT_TAKEN_IN = "not_taken_in"  # came in, and three tries at it failed


class Outcome(StrEnum):
    """How a dead letter ended."""

    SENT_AGAIN = "sent_again"
    REWRITTEN = "rewritten"  # its text went back to a composer, for a template
    DISCARDED = "discarded"
    ARRIVED = "arrived"  # a status showed so after all
    EXPIRED = "expired"


NEEDS_A_PERSON = frozenset({Delivery.FAILED, Delivery.DEAD, Delivery.EXPIRED})


def health_pause_ends(failed_at: datetime, times: int) -> datetime:
    """When a message that was held back `times` times may be tried again."""
    return failed_at + HEALTH_PAUSE * max(times, 1)
