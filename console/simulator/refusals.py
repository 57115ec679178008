"""Meta's error numbers as an HTTP reply and as a failed status."""

from dataclasses import dataclass
from typing import Any

from console.simulator import titles

_HREF = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
_TRANSIENT = frozenset({1, 2, 4, 130429, 131000, 131016, 131056, 131208, 133004})


def title_of(code: int) -> str:
    """Meta's title for a code; a general one for a code outside the table."""
    return titles.of(code)[1]


@dataclass(eq=False)
class RefusalError(Exception):
    """The platform says no.

    Attributes:
        status: HTTP status; 0 takes the one usual for the code.
        told: Words for people, as Meta gives them of templates.
    """

    code: int
    details: str = ""
    message: str = ""
    subcode: int | None = None
    status: int = 0
    kind: str = "OAuthException"
    told: str = ""

    @property
    def http_status(self) -> int:
        """The status of the HTTP reply."""
        return self.status or titles.of(self.code)[0]

    def reply(self, trace: str) -> dict[str, Any]:
        """The body of the HTTP reply."""
        error: dict[str, Any] = {
            "message": self.message or f"(#{self.code}) {title_of(self.code)}",
            "type": self.kind,
            "code": self.code,
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.told:
            error |= {"error_user_title": title_of(self.code), "error_user_msg": self.told}
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
