"""Where Meta's document differs from what hub and simulator do, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Differences with one reason.

    Attributes:
        places: as in `document.Difference`, of one operation.
        source: who says so.
    """

    operation: str
    places: tuple[str, ...]
    reason: str
    source: str


_SEND = "POST /{phone}/messages"
_LISTED = "GET /{account}/message_templates"

KNOWN = (
    Known(
        _SEND,
        ("request/to", "request/recipient"),
        "customers without a number have a user id alone, which stands in `recipient`",
        "Meta’s guide on business-scoped user ids, newer than the document",
    ),
    Known(
        _SEND,
        ("request/biz_opaque_callback_data",),
        "our own id comes back with every status; the document knows it in no message",
        "Meta’s reference of the Message API",
    ),
    Known(
        _SEND,
        ("request/location/latitude", "request/location/longitude"),
        "degrees are numbers; the document calls them texts and gives numbers as examples",
        "Meta’s guide on location messages; webhooks bring numbers",
    ),
    Known(
        _SEND,
        ("request/interactive/type", "request/interactive/action/buttons"),
        "links (`cta_url`) and requests for a place or a number are younger than its list",
        "Meta’s guides on these messages",
    ),
    Known(
        _SEND,
        ("request/recipient_type", "request/type", "request/template"),
        "a read receipt and “is typing” are no messages: they have `status` and `message_id`; "
        "its own example of them doesn’t fit its schema either",
        "Meta’s guides on receipts and typing",
    ),
    Known(
        _SEND,
        ("request/template/language/policy",),
        "the guide and the document’s own examples leave `policy` out",
        "Meta’s guide on sending templates",
    ),
    Known(
        _SEND,
        ("request/template/components/*/index",),
        "the pattern “^[2-6, 11-14]$” doesn’t mean what it was to: no first button fits",
        "Meta’s guide on sending templates: 0 is the first button",
    ),
    Known(
        _SEND,
        ("request/template/components/*/sub_type",),
        "buttons that copy a code or open a flow are younger than its list",
        "Meta’s guides on coupon codes and flows",
    ),
    Known(
        _SEND,
        ("request/template/components/*/type",),
        "carousels and offers that end are younger than its list",
        "Meta’s guides on media card carousels and limited-time offers",
    ),
    Known(
        _SEND,
        ("answer 400",),
        "the document lists no refusals here",
        "Meta’s error reference; its own `GraphAPIError` elsewhere",
    ),
    Known(
        _LISTED,
        ("answer 401",),
        "the document lists no refusals here",
        "Meta’s error reference; its own `GraphAPIError` elsewhere",
    ),
    Known(
        _LISTED,
        ("query/fields", "query/limit", "query/after"),
        "every list of Graph takes fields, a limit and a cursor; it names `name` alone",
        "Graph API, “Paginated results” and “Field expansion”",
    ),
    Known(
        "GET /{phone}/block_users",
        ("query/limit",),
        "every list of Graph takes a limit; it names none",
        "Graph API, “Paginated results”",
    ),
    Known(
        "GET /{account}",
        ("answer/name",),
        "with `fields` an answer holds what was asked for and the id",
        "Graph API, “Field expansion”",
    ),
    Known(
        "GET /{account}/phone_numbers",
        ("answer/data/*/display_phone_number", "answer/data/*/status"),
        "with `fields` an answer holds what was asked for and the id",
        "Graph API, “Field expansion”",
    ),
    Known(
        "GET /{account}/phone_numbers",
        ("answer/data/*/code_verification_status",),
        "Meta’s own pages name both NOT_VERIFIED and UNVERIFIED; the hub reads any",
        "Meta’s older reference of the number",
    ),
    Known(
        "GET /{account}",
        ("answer/business_verification_status",),
        "Meta answers in small letters; the hub reads any",
        "samples of Meta’s reference of the account",
    ),
    Known(
        "GET /{media}",
        ("answer/file_size",),
        "a text in the document, a number in recorded answers; the hub reads both",
        "recordings of other programs",
    ),
)
