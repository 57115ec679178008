"""Free entry points: what costs nothing after a customer came by an ad."""

from datetime import datetime, timedelta

from console.simulator.messages import Person

_ANSWER_WITHIN = timedelta(hours=24)
_FREE_FOR = timedelta(hours=72)


def came(person: Person, at: datetime) -> None:
    """The customer wrote through an ad."""
    person.came_by_ad_at = at


def is_free(person: Person, at: datetime) -> bool:
    """Whether a message costs nothing; the first answer within a day opens 72 hours.

    Source: WhatsApp, "Pricing", free entry point windows.
    """
    came_at, person.came_by_ad_at = person.came_by_ad_at, None
    if came_at is not None and at <= came_at + _ANSWER_WITHIN:
        person.free_until = at + _FREE_FOR
    return person.free_until is not None and at < person.free_until
