"""Account: what webhooks say of numbers and the account, in words."""

from collections.abc import Callable, Iterator

from console.channels.whatsapp import faults
from console.channels.whatsapp.elements import Element, part, parts, text, whole
from console.channels.whatsapp.facts import Fact, NumberChanged
from console.channels.whatsapp.messaging_limits import of_tier

_CAPABILITY, _REACH = "business_capability_update", "max_daily_conversations_per_business"


def notice(value: Element, waba_id: str, field: str, key: str) -> Fact:
    """Something administrators should know of, with whether sending stops."""
    words, stops = _WORDS[field](value)
    return NumberChanged(
        key=key,
        waba_id=text(part(value, "waba_info"), "waba_id") or waba_id,
        number_id=text(part(value, "metadata"), "phone_number_id"),
        display_number=text(value, "display_phone_number"),
        about=field,
        words=words,
        stops_sending=stops,
        reach_limit=of_tier(text(value, _REACH)) if field == _CAPABILITY else None,
    )


def error(element: Element, number_id: str, key: str) -> Iterator[Fact]:
    """A report about the app or account that belongs to no message."""
    detail = text(part(element, "error_data"), "details") or text(element, "title")
    failure = faults.of_code(whole(element, "code"), detail)
    stops = failure.kind is faults.Class.CHANNEL and bool(failure.code)
    yield NumberChanged(
        key=f"{key}:{whole(element, 'code')}",
        waba_id="",
        number_id=number_id,
        display_number="",
        about="errors",
        words=failure.words if stops else f"WhatsApp reports error {failure.code}: {detail}",
        stops_sending=stops,
    )


def _quality(value: Element) -> tuple[str, bool]:
    limit = text(value, _REACH) or text(value, "current_limit")
    event = text(value, "event").replace("_", " ").lower()
    return f"Quality of the number: {event}, limit {limit or 'unchanged'}.", False


def _capability(value: Element) -> tuple[str, bool]:
    limit = text(value, _REACH) or text(value, "max_daily_conversation_per_phone")
    return f"Customers who may be written to first in 24 hours: {limit}.", False


def _name(value: Element) -> tuple[str, bool]:
    name, decision = text(value, "requested_verified_name"), text(value, "decision").lower()
    return f"The display name “{name}” was {decision}.", False


_STOPPING = frozenset({"ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED", "PARTNER_REMOVED"})


def _update(value: Element) -> tuple[str, bool]:
    event = text(value, "event")
    banned = text(part(value, "ban_info"), "waba_ban_state") == "DISABLE"
    kinds = [text(one, "restriction_type") for one in parts(value, "restriction_info")]
    barred = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" in kinds
    more = text(part(value, "violation_info"), "violation_type") or ", ".join(kinds)
    words = f"Meta changed the account: {event.replace('_', ' ').lower()}"
    words += f" ({more.replace('_', ' ').lower()})." if more else "."
    return words, banned or barred or event in _STOPPING


def _alert(value: Element) -> tuple[str, bool]:
    alert = part(value, "alert_info")
    words = text(alert, "alert_description") or text(alert, "alert_type").replace("_", " ")
    return f"Meta’s alert: {words}", False


def _review(value: Element) -> tuple[str, bool]:
    return f"The review of the account says: {text(value, 'decision').lower()}.", False


def _security(value: Element) -> tuple[str, bool]:
    return f"Security of the number: {text(value, 'event').replace('_', ' ').lower()}.", False


_WORDS: dict[str, Callable[[Element], tuple[str, bool]]] = {
    "phone_number_quality_update": _quality,
    _CAPABILITY: _capability,
    "phone_number_name_update": _name,
    "account_update": _update,
    "account_alerts": _alert,
    "account_review_update": _review,
    "security": _security,
}
NOTICE_FIELDS = tuple(_WORDS)
