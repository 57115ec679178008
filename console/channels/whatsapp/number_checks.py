"""Number checks: what is asked of Graph about a number, and what the answers mean.

Source: WhatsApp, "Business phone numbers", "Health status", "Access tokens", "Webhooks".
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from console.channels.whatsapp import health
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.elements import Element, cleaned, part, parts, text, whole
from console.domain.findings import Finding, note, ok, trouble
from console.domain.texts import _

SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management")
_NUMBER_FIELDS = (
    "id,display_phone_number,verified_name,name_status,quality_rating,status,"
    "code_verification_status,throughput,is_pin_enabled,account_mode,health_status,"
    "whatsapp_business_manager_messaging_limit,new_name_status"
)
_ACCOUNT_FIELDS = (
    "id,name,currency,timezone_id,account_review_status,business_verification_status,"
    "health_status"
)
_EXPIRES_SOON = timedelta(days=30)
_NAMES_SHOWN = frozenset({"APPROVED", "AVAILABLE_WITHOUT_REVIEW"})
_VERSION_ENDS = {  # Source: Graph API changelog
    "v21.0": datetime(2027, 1, 21, tzinfo=UTC),
    "v22.0": datetime(2027, 5, 20, tzinfo=UTC),
    "v23.0": datetime(2027, 10, 8, tzinfo=UTC),
    "v24.0": datetime(2028, 2, 18, tzinfo=UTC),
    "v25.0": datetime(2028, 7, 29, tzinfo=UTC),
}
_VERSION_ENDED = frozenset(f"v{number}.0" for number in range(1, 21))
_VERSION_SOON = timedelta(days=90)
_LIMITS = {
    "TIER_50": "50", "TIER_250": "250", "TIER_2K": "2,000", "TIER_10K": "10,000",
    "TIER_100K": "100,000",
}  # fmt: skip


def token_call(token: str) -> GraphCall:
    """Asks what an access token is good for."""
    return GraphCall(method="GET", path="/debug_token", query={"input_token": token})


def number_call(number_id: str) -> GraphCall:
    """Asks how a number is."""
    return GraphCall(method="GET", path=f"/{number_id}", query={"fields": _NUMBER_FIELDS})


def account_call(waba_id: str) -> GraphCall:
    """Asks how an account is."""
    return GraphCall(method="GET", path=f"/{waba_id}", query={"fields": _ACCOUNT_FIELDS})


def subscription_call(waba_id: str) -> GraphCall:
    """Asks which apps hear of an account."""
    return GraphCall(method="GET", path=f"/{waba_id}/subscribed_apps")


def token(body: Any, now: datetime) -> Iterator[Finding]:
    """Whether the token is valid, for how long, and for what."""
    data = part(_element(body), "data")
    if data.get("is_valid") is not True:
        yield trouble(
            _("The access token isn’t valid."),
            _("Make a new token of a system user at Meta and put it into hub.toml."),
        )
        return
    granted = set(data.get("scopes") or ())
    lacking = [scope for scope in SCOPES if scope not in granted]
    if lacking:
        yield trouble(
            _("The access token lacks {scopes}.").format(scopes=", ".join(lacking)),
            _("Make a new token with both WhatsApp permissions."),
        )
    else:
        yield ok(_("The access token is valid and may send and manage."))
    yield from _expiry(whole(data, "expires_at"), now)


def number(body: Any) -> Iterator[Finding]:
    """Whether the number is connected and verified, its name, quality and limits."""
    told = _element(body)
    if words := health.trouble_of(body):
        yield trouble(words, _("Look at the number in Meta’s WhatsApp Manager."))
    else:
        yield ok(_("The number is connected and may send."))
    yield from _registration(told)
    yield from _name(told)
    yield from _quality(told)
    yield from _limit(told)


def account(body: Any) -> Iterator[Finding]:
    """Whether the account has passed its review and the business is verified."""
    told = _element(body)
    review = text(told, "account_review_status").upper()
    if review not in {"", "APPROVED"}:
        yield trouble(
            _("The account’s review says: {state}.").format(state=_spoken(review)),
            _("Look at the account in Meta’s WhatsApp Manager."),
        )
    if text(told, "business_verification_status").lower() == "verified":
        yield ok(_("The business is verified."))
    else:
        yield note(
            _("The business isn’t verified: 250 templates and 2 numbers at most."),
            _("Verify it in Meta’s Business settings."),
        )
    if text(part(told, "health_status"), "can_send_message").upper() == "BLOCKED":
        yield trouble(
            health.trouble_of({"health_status": told["health_status"]}),
            _("Look at the account in Meta’s WhatsApp Manager."),
        )


def subscription(body: Any, callback: str) -> Iterator[Finding]:
    """Whether our app hears of the account, and where its webhooks go."""
    rows = list(parts(_element(body), "data"))
    if not rows:
        yield trouble(
            _("No app is subscribed to the account: its messages go nowhere."),
            _("Subscribe the app to the WhatsApp account at Meta (subscribed_apps)."),
        )
        return
    yield ok(_("The account’s messages go to an app."))
    elsewhere = {text(row, "override_callback_uri") for row in rows} - {"", callback}
    if callback and elsewhere:
        yield note(
            _("Webhooks go to {address} and not to {own}.").format(
                address=", ".join(sorted(elsewhere)), own=callback
            ),
            _("If that isn’t meant, change the callback at Meta."),
        )


def version(name: str, now: datetime) -> Iterator[Finding]:
    """Whether the Graph version of the settings is served, and for how long.

    Source: Graph API changelog. A version that isn't known here is taken as newer.
    """
    ends_at = _VERSION_ENDS.get(name)
    if name in _VERSION_ENDED or (ends_at is not None and ends_at <= now):
        yield trouble(
            _("Graph {version} has ended: answers may have another shape.").format(
                version=name
            ),
            _("Set graph_version to a newer one in hub.toml."),
        )
    elif ends_at is not None and ends_at - now < _VERSION_SOON:
        yield note(
            _("Graph {version} ends on {day}.").format(version=name, day=_day(ends_at)),
            _("Set graph_version to a newer one in hub.toml."),
        )


def version_end(name: str) -> datetime | None:
    """Until when Meta serves this version; None if that isn't known yet."""
    return _VERSION_ENDS.get(name)


def refused(what: str, body: Any, status: int) -> Finding:
    """What Graph said instead of an answer."""
    error = part(_element(body), "error")
    said = text(error, "message") or f"HTTP {status}"
    code = whole(error, "code")
    return trouble(
        _("{what}: Meta refused ({code} {said}).").format(what=what, code=code, said=said),
        _("Check phone_number_id, waba_id and the rights of the access token."),
    )


def _expiry(expires_at: int, now: datetime) -> Iterator[Finding]:
    if not expires_at:
        return  # never
    ends_at = datetime.fromtimestamp(expires_at, UTC)
    if ends_at <= now + _EXPIRES_SOON:
        yield note(
            _("The access token ends on {day}.").format(day=_day(ends_at)),
            _("Replace it before, best by one of a system user, which doesn’t end."),
        )


def _registration(told: Element) -> Iterator[Finding]:
    verified = text(told, "code_verification_status").upper()
    if verified not in {"", "VERIFIED", "EXPIRED"}:  # expired: the code's age, not the number's
        yield trouble(
            _("The number isn’t verified by a code."),
            _("Ask for a code by SMS or call in Meta’s WhatsApp Manager."),
        )
    if told.get("is_pin_enabled") is False:
        yield note(
            _("Two-step verification is off: whoever gets a code could take the number."),
            _("Set a PIN of six digits in Meta’s WhatsApp Manager."),
        )
    if text(told, "account_mode").upper() == "SANDBOX":
        yield note(_("The number is a test number: it reaches few people only."))


def _name(told: Element) -> Iterator[Finding]:
    name, status = text(told, "verified_name"), text(told, "name_status").upper()
    if status in _NAMES_SHOWN:
        yield ok(_("Customers see the name “{name}”.").format(name=name))
    elif status:
        yield note(
            _("The name “{name}” isn’t shown to customers: {state}.").format(
                name=name, state=_spoken(status)
            ),
            _("Look at the display name in Meta’s WhatsApp Manager."),
        )


def _quality(told: Element) -> Iterator[Finding]:
    rating = text(told, "quality_rating").upper()
    if rating == "GREEN":
        yield ok(_("Quality: high."))
    elif rating in {"YELLOW", "RED"}:
        words = _("Quality: medium.") if rating == "YELLOW" else _("Quality: low.")
        advice = _(
            "Customers block or report messages. Write to fewer, and only what they want."
        )
        yield (note if rating == "YELLOW" else trouble)(words, advice)


def _limit(told: Element) -> Iterator[Finding]:
    tier = text(told, "whatsapp_business_manager_messaging_limit").upper()
    if tier == "TIER_UNLIMITED":
        yield ok(_("Any number of customers may be written to first."))
    elif tier in _LIMITS:
        yield ok(
            _("{limit} customers may be written to first in 24 hours.").format(
                limit=_LIMITS[tier]
            )
        )
    if text(part(told, "throughput"), "level").upper() == "HIGH":
        yield ok(_("1,000 messages a second."))


def _element(body: Any) -> Element:
    return cleaned(body) if isinstance(body, dict) else {}


def _spoken(state: str) -> str:
    return state.replace("_", " ").lower()


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
