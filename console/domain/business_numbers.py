"""Numbers: what may become a number of the business, and what is known of one that is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.texts import _

PIN_DIGITS = 6
#: Source: WhatsApp, "Register": so many registrations of a number within so long, else 133016.
REGISTRATIONS, REGISTRATIONS_WITHIN = 10, timedelta(hours=72)
#: How many numbers a portfolio may have: at first, once verified or raised, and at most.
#: Source: WhatsApp, "Business phone numbers"; the last is from Meta's help pages.
PORTFOLIO_NUMBERS = (2, 25, 120)
_RAISED_FROM = 2000
_SHORTEST, _LONGEST = 8, 15  # digits with country code; E.164


class CodeMethod(StrEnum):
    """How the code comes that shows whose the number is."""

    SMS = "SMS"
    VOICE = "VOICE"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFacts:
    """What Meta told of a number when it was last asked.

    Attributes:
        portfolio: id of the business portfolio; its numbers share one messaging limit.
        limit: how many customers may be written to first in 24 hours; 0 unknown, -1 any.
        ready: connected and verified, so that it can send.
        webhooks_here: our app hears of the account, and nobody else's address is set.
        token_ends_at: None if never, or unknown.
        version_ends_at: until when Meta serves the version of Graph that the hub speaks.
    """

    verified_name: str = ""
    name_status: str = ""
    new_name_status: str = ""
    quality: str = ""
    limit: int = 0
    account: str = ""
    portfolio: str = ""
    is_verified_business: bool = False
    is_code_verified: bool = False
    is_pin_set: bool = False
    ready: bool = False
    webhooks_here: bool = False
    token_ends_at: datetime | None = None
    version_ends_at: datetime | None = None


def number_flaw(display_number: str) -> str:
    """Why this can't be a number of the business, in words; empty if it can.

    Source: WhatsApp, "Business phone numbers": E.164 with country and area code, fixed or
    mobile; toll-free numbers may be used, short codes may not.
    """
    text = display_number.strip()
    digits = "".join(mark for mark in text if mark.isdigit())
    if not digits:
        return _("Write the number with its country code, as in +31 20 123 45 67.")
    if len(digits) < _SHORTEST and not text.startswith("+"):
        return _("A short code can’t be used on WhatsApp. Take a number with a country code.")
    if not text.startswith("+"):
        return _("Write the number with + and its country code, as in +31 20 123 45 67.")
    if not _SHORTEST <= len(digits) <= _LONGEST or set(text) - set("+0123456789 -()./"):
        return _("This isn’t a whole number: with country and area code it has 8–15 digits.")
    return ""


def pin_flaw(pin: str) -> str:
    """Why this can't be a PIN; empty if it can."""
    if len(pin) == PIN_DIGITS and pin.isascii() and pin.isdecimal():
        return ""
    return _("The PIN has six digits.")


def room_for_numbers(
    facts: NumberFacts, steps: tuple[int, int, int] = PORTFOLIO_NUMBERS
) -> int:
    """How many numbers its portfolio may have: few, more once raised, most without any limit.

    A portfolio is raised once the business is verified or may write to 2,000 customers first.
    """
    few, more, most = steps
    if facts.limit < 0:
        return most
    return more if facts.is_verified_business or facts.limit >= _RAISED_FROM else few
