"""Messaging limits: how many customers a business may write to first in 24 hours, as told."""

from typing import Any

from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.elements import cleaned, text

ANY_NUMBER = -1
_FIELD = "whatsapp_business_manager_messaging_limit"
_TIERS = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
    "TIER_UNLIMITED": ANY_NUMBER,
    "-1": ANY_NUMBER,
}


def of_tier(told: str) -> int | None:
    """The limit by Meta's name for it, or by the number that some webhooks bring instead."""
    wanted = told.strip().upper()
    if wanted.isdecimal() and wanted != "0":
        return int(wanted)
    return _TIERS.get(wanted)


def call(number_id: str) -> GraphCall:
    """Asks for the limit of the portfolio that a number belongs to."""
    return GraphCall(method="GET", path=f"/{number_id}", query={"fields": _FIELD})


def read(body: Any) -> int | None:
    """The limit in the answer; None if it isn't told."""
    return of_tier(text(cleaned(body), _FIELD)) if isinstance(body, dict) else None
