"""Handover: which of the business's apps on a number has a customer's thread, and how long."""

from datetime import datetime, timedelta

from console.domain.texts import N_

#: Source: WhatsApp, "Conversation Routing": control times out after 24 hours of silence.
IDLE = timedelta(hours=24)
ANOTHER_APP = "another app"
_NAMES = {
    "ai agent": N_("The AI agent"),
    "meta business agent": N_("The AI agent"),
    "customer service": N_("Another customer service app"),
    "marketing": N_("The marketing app"),
    "utility": N_("The notifications app"),
    "ctwa": N_("The app for ads"),
    "escalation": N_("The escalation app"),
}


def is_held(held_by: str, held_at: datetime | None, now: datetime) -> bool:
    """Whether another app has the thread; `held_at` is when that was last heard."""
    return bool(held_by) and (held_at is None or now < held_at + IDLE)


def app_name(held_by: str) -> str:
    """What an app is called, in English and marked: "The AI agent", "Another app"."""
    return _NAMES.get(held_by, N_("Another app"))
