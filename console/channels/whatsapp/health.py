"""Health: whether a number can send, as one call and its answer in words."""

from typing import Any

from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.elements import cleaned, part, parts, text

_FIELDS = "id,display_phone_number,verified_name,status,quality_rating,health_status"
_WELL = frozenset({"", "CONNECTED", "UNKNOWN", "FLAGGED"})


def health_call(number_id: str) -> GraphCall:
    """The call that asks how a number is."""
    return GraphCall(method="GET", path=f"/{number_id}", query={"fields": _FIELDS})


def trouble_of(body: Any) -> str:
    """What keeps the number from sending, in words; empty if nothing does.

    Source: WhatsApp, "Health status": the worst of number, account, business and app counts.
    """
    told = cleaned(body) if isinstance(body, dict) else {}
    status = text(told, "status").upper()
    if status not in _WELL:
        return f"Meta says that the number is {status.replace('_', ' ').lower()}."
    health = part(told, "health_status")
    if text(health, "can_send_message").upper() != "BLOCKED":
        return ""
    why = [
        text(error, "error_description")
        for entity in parts(health, "entities")
        for error in parts(entity, "errors")
    ]
    return "Meta blocks sending: " + (" ".join(filter(None, why)) or "no reason given.")
