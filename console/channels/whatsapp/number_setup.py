"""Number set-up: the calls that make a number ours at Meta, and what their answers mean.

Source: WhatsApp, "Business phone numbers", "Register", "Two-step verification", "Webhooks",
"Override webhooks", "Access tokens".
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.elements import Element, cleaned, part, parts, text, whole
from console.channels.whatsapp.fault_table import TABLE
from console.domain.business_numbers import CodeMethod, NumberFacts
from console.domain.texts import N_, _

_LISTED = (
    "id,display_phone_number,verified_name,name_status,quality_rating,status,"
    "code_verification_status"
)
_MANAGING = "whatsapp_business_management"
_VERIFIED = frozenset({"VERIFIED", "EXPIRED"})  # expired: the code's age, not the number's
_CAN_SEND = frozenset({"CONNECTED", "FLAGGED", "RATE_LIMITED"})
_LIMITS = {
    "TIER_50": 50, "TIER_250": 250, "TIER_2K": 2000, "TIER_10K": 10_000,
    "TIER_100K": 100_000, "TIER_UNLIMITED": -1,
}  # fmt: skip
#: What an administrator reads of a refusal while a number is set up, rather than a sender.
_WORDS = {
    133000: N_("An earlier removal of the number isn’t finished. Try again in a few minutes."),
    133005: N_(
        "The PIN is wrong. Use the one that was set for this number, or set a new one in "
        "WhatsApp Manager, and register again."
    ),
    133006: N_("The number must be verified first. Ask for a code, then enter it."),
    133008: N_("The PIN was entered wrongly too often. Wait as long as Meta says."),
    133009: N_("The PIN was entered too fast. Wait a moment and enter it once more."),
    133010: N_("The number isn’t registered yet. Register it with its PIN."),
    133015: N_("The number was removed a moment ago. Wait five minutes and register again."),
    133016: N_(
        "The number was registered too often: ten times in 72 hours are allowed. Wait until "
        "the oldest is 72 hours past."
    ),
    136024: N_("A code was asked for too often. Wait some hours, or take the other way."),
    136025: N_("The code is wrong or too old. Look at it again, or ask for a new one."),
    2388001: N_(
        "Two-step verification is on at the provider that has the number. Have it switched off "
        "there, then move the number."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A number as its account lists it."""

    number_id: str
    display_number: str
    verified_name: str
    status: str
    is_verified: bool
    ready: bool


def accounts_of(body: Any) -> tuple[str, ...]:
    """Ids of the accounts that a token may manage; none if it names no single ones."""
    data = part(_element(body), "data")
    found: dict[str, None] = {}
    for scope in parts(data, "granular_scopes"):
        if text(scope, "scope") == _MANAGING:
            found |= {str(one): None for one in scope.get("target_ids") or ()}
    return tuple(found)


def app_of(body: Any) -> str:
    """Id of the app that a token is of."""
    return text(part(_element(body), "data"), "app_id")


def numbers_call(waba_id: str, after: str = "") -> GraphCall:
    """Asks for a page of an account's numbers."""
    query = {"fields": _LISTED, "limit": "100"} | ({"after": after} if after else {})
    return GraphCall(method="GET", path=f"/{waba_id}/phone_numbers", query=query)


def read_numbers(body: Any) -> tuple[list[Listed], str]:
    """A page of numbers, and where the next begins; empty if there is none."""
    told = _element(body)
    paging = part(told, "paging")
    after = text(part(paging, "cursors"), "after") if text(paging, "next") else ""
    return [_listed(row) for row in parts(told, "data")], after


def _listed(row: Element) -> Listed:
    return Listed(
        number_id=text(row, "id"),
        display_number=text(row, "display_phone_number"),
        verified_name=text(row, "verified_name"),
        status=text(row, "status").upper(),
        is_verified=text(row, "code_verification_status").upper() in _VERIFIED,
        ready=text(row, "status").upper() in _CAN_SEND,
    )


def proof_call(token: str, app_secret: str) -> GraphCall:
    """Asks with a proof that only the right app secret makes; Meta refuses a wrong one.

    Source: Graph API, "Securing Graph API calls": appsecret_proof.
    """
    proof = hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    query = {"fields": "id", "appsecret_proof": proof}
    return GraphCall(method="GET", path="/app", query=query)


def code_call(number_id: str, method: CodeMethod, language: str) -> GraphCall:
    """Has a code sent to the number by text message or told by a call."""
    body = {"code_method": method.value, "language": language}
    return GraphCall(method="POST", path=f"/{number_id}/request_code", body=body)


def verify_call(number_id: str, code: str) -> GraphCall:
    """Shows by its code that the number is ours."""
    return GraphCall(method="POST", path=f"/{number_id}/verify_code", body={"code": code})


def register_call(number_id: str, pin: str) -> GraphCall:
    """Connects the number to the Cloud API; a number without a PIN gets this one."""
    body = {"messaging_product": "whatsapp", "pin": pin}
    return GraphCall(method="POST", path=f"/{number_id}/register", body=body)


def pin_call(number_id: str, pin: str) -> GraphCall:
    """Sets the PIN of two-step verification."""
    return GraphCall(method="POST", path=f"/{number_id}", body={"pin": pin})


def subscribe_call(waba_id: str, callback: str, verify_token: str) -> GraphCall:
    """Has our app hear of the account; with an address, messages come there."""
    body = {"override_callback_uri": callback, "verify_token": verify_token}
    path = f"/{waba_id}/subscribed_apps"
    return GraphCall(method="POST", path=path, body=body if callback else {})


def facts(
    *,
    token: Any = None,
    number: Any = None,
    account: Any = None,
    apps: Any = None,
    callback: str = "",
) -> NumberFacts:
    """What the answers to the check of a number tell, whatever of them there is."""
    told, owner, data = _element(number), _element(account), part(_element(token), "data")
    ends_at = whole(data, "expires_at")
    status = text(told, "status").upper()
    is_verified = text(told, "code_verification_status").upper() in _VERIFIED
    rows = list(parts(_element(apps), "data"))
    others = {text(row, "override_callback_uri") for row in rows} - {"", callback}
    return NumberFacts(
        verified_name=text(told, "verified_name"),
        name_status=text(told, "name_status").upper(),
        new_name_status=text(told, "new_name_status").upper(),
        quality=text(told, "quality_rating").upper(),
        limit=_LIMITS.get(text(told, "whatsapp_business_manager_messaging_limit").upper(), 0),
        account=text(owner, "name"),
        portfolio=portfolio_of(account) or portfolio_of(number),
        is_verified_business=text(owner, "business_verification_status").lower() == "verified",
        is_code_verified=is_verified,
        is_pin_set=told.get("is_pin_enabled") is True,
        ready=status in _CAN_SEND,
        webhooks_here=bool(rows) and not (callback and others),
        token_ends_at=datetime.fromtimestamp(ends_at, UTC) if ends_at > 0 else None,
    )


def portfolio_of(body: Any) -> str:
    """Id of the business portfolio, which the health of a number or account names."""
    health = part(_element(body), "health_status")
    for entity in parts(health, "entities"):
        if text(entity, "entity_type").upper() == "BUSINESS":
            return text(entity, "id")
    return ""


def refusal(body: Any, status: int) -> str:
    """Why Meta refused a step, in words for an administrator."""
    error = part(_element(body), "error")
    for code in (whole(error, "error_subcode"), whole(error, "code")):
        words = _WORDS.get(code)
        if words is not None:
            wait = text(part(error, "error_data"), "details")
            return f"{_(words)} {_said(wait)}".strip() if code in _WAITING else _(words)
    own = text(error, "error_user_msg")
    row = TABLE.get(whole(error, "code"))
    if own:
        return own
    if row is not None:
        return _(row.words)
    said = text(error, "message") or f"HTTP {status}"
    return _("Meta refused: {said}").format(said=said)


_WAITING = frozenset({133008, 133009, 133016, 136024})


def _said(details: str) -> str:
    return _("Meta says: {words}").format(words=details) if details else ""


def _element(body: Any) -> Element:
    return cleaned(body) if isinstance(body, dict) else {}
