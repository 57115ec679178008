"""Meta's error numbers as an HTTP reply and as a failed status."""

from dataclasses import dataclass
from typing import Any

_TITLES: dict[int, tuple[int, str]] = {
    0: (401, "AuthException"),
    1: (400, "API Unknown"),
    2: (503, "API Service"),
    3: (500, "API Method"),
    4: (400, "API Too Many Calls"),
    10: (403, "Permission Denied"),
    33: (400, "Parameter value is not valid"),
    100: (400, "Invalid parameter"),
    190: (401, "Access token has expired"),
    200: (403, "API Permission"),
    368: (403, "Temporarily blocked for policies violations"),
    2500: (400, "Unknown path components"),
    139100: (400, "Failed to block or unblock some users"),
    139103: (400, "The user cannot be blocked"),
    80007: (400, "Rate limit issues"),
    130403: (400, "Cannot send message to a blocked user"),
    130429: (400, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message Undeliverable"),
    131031: (403, "Account has been locked"),
    131042: (400, "Business eligibility payment issue"),
    131045: (500, "Incorrect certificate"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (400, "User has stopped marketing messages from your business"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (400, "Business Account is in maintenance mode"),
    131059: (400, "Invalid cursor"),
    131060: (400, "This message is currently unavailable."),
    131062: (400, "BSUID recipients are not supported for this message"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132007: (400, "Template format character policy violated"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    132018: (400, "There was an issue with the parameters in your template"),
    133004: (503, "Server temporarily unavailable"),
    133010: (400, "Phone number not registered"),
    137000: (400, "User identity changed"),
    2494191: (400, "Thread control not allowed"),
}
_HREF = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
_TRANSIENT = frozenset({1, 2, 4, 130429, 131000, 131016, 131056, 133004})


def title_of(code: int) -> str:
    """Meta's title for a code; a general one for a code outside the table."""
    return _TITLES.get(code, (400, "Unknown error"))[1]


@dataclass(eq=False)
class RefusalError(Exception):
    """The platform says no.

    Attributes:
        status: HTTP status; 0 takes the one usual for the code.
    """

    code: int
    details: str = ""
    message: str = ""
    subcode: int | None = None
    status: int = 0
    kind: str = "OAuthException"

    @property
    def http_status(self) -> int:
        """The status of the HTTP reply."""
        return self.status or _TITLES.get(self.code, (400, ""))[0]

    def reply(self, trace: str) -> dict[str, Any]:
        """The body of the HTTP reply."""
        error: dict[str, Any] = {
            "message": self.message or f"(#{self.code}) {title_of(self.code)}",
            "type": self.kind,
            "code": self.code,
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.code in _TRANSIENT:
            error["is_transient"] = True
        return {"error": error | {"fbtrace_id": trace}}


def failure(code: int, details: str = "") -> dict[str, Any]:
    """The error object inside a failed status or an unreadable message."""
    title = title_of(code)
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details or title},
        "href": _HREF,
    }


def no_such_object(node: str, verb: str = "get") -> RefusalError:
    """Graph's answer for an id that is unknown, gone, or not ours."""
    return RefusalError(
        100,
        message=(
            f"Unsupported {verb} request. Object with ID '{node}' does not exist, cannot be"
            " loaded due to missing permissions, or does not support this operation. Please"
            " read the Graph API documentation at"
            " https://developers.facebook.com/docs/graph-api"
        ),
        subcode=33,
        kind="GraphMethodException",
    )
