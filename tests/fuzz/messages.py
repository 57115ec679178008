"""Messages: every type a customer can send and every status of ours, as shapes."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.fuzz.shapes import drawn
from tests.fuzz.values import FILE_NAMES, MIMES, NAMES, digits, number, seconds, wamid, words

FILE = {
    "id?": digits(10**16),
    "mime_type": MIMES,
    "sha256": ("SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=", "AAA=", ""),
    "url?": "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
}
ERROR = {
    "code": (131051, 131060, 131052, 131026, 131047, 131050, 132001, 470, 0, number(140_000)),
    "title": words,
    "message?": words,
    "error_data?": {"details?": words},
    "href?": "https://developers.facebook.com/",
}
CARD = {
    "name?": {"formatted_name?": NAMES, "first_name?": NAMES, "last_name?": NAMES},
    "phones?": [{"phone?": ("+351 912 345 678", "n/a", words), "wa_id?": digits(10**12)}],
    "emails?": [{"email": words, "type?": "HOME"}],
    "urls?": [{"url": words}],
    "addresses?": [{"street": words, "city": words}],
    "org?": {"company": words},
    "birthday?": "1990-02-30",
    "origin?": ("contact_request", "other"),
    "vcard?": words,
}
FLOW_ANSWERS = (
    '{"flow_token":"t","name":"Ana \\u0000\\ud800"}',
    "[1,2]",
    "7",
    "null",
    '"text"',
    "{",
    "",
    '{"a":1e400}',
    "[" * 3000,
    '{"":{"a":[{}]}}',
)
INTERACTIVE = (
    {"type": "button_reply", "button_reply": {"id": words, "title": words}},
    {"type": "list_reply", "list_reply": {"id": words, "title": words, "description?": words}},
    {
        "type": "nfm_reply",
        "nfm_reply": {
            "name": ("flow", "address_message", "galaxy"),
            "body?": words,
            "response_json?": FLOW_ANSWERS,
        },
    },
    {
        "type": "call_permission_reply",
        "call_permission_reply": {
            "response": ("accept", "reject"),
            "is_permanent?": (True, False),
            "expiration_timestamp?": seconds,
            "response_source?": ("user_action", "automatic"),
        },
    },
)
UNSUPPORTED = (
    "button",
    "edit",
    "errors",
    "gif",
    "group_invite",
    "hsm",
    "image",
    "interactive",
    "keep_in_chat",
    "link_preview",
    "list",
    "location",
    "media_placeholder",
    "order",
    "pin",
    "poll_creation",
    "poll_update",
    "product",
    "reaction",
)
CONTENTS: dict[str, Any] = {
    "text": {"body": words},
    "image": FILE | {"caption?": words},
    "video": FILE | {"caption?": words},
    "audio": FILE | {"voice?": (True, False)},
    "document": FILE | {"filename?": FILE_NAMES, "caption?": words},
    "sticker": FILE | {"animated?": (True, False)},
    "location": {
        "latitude": (48.8584, -91, 0, "12.5", 90.0),
        "longitude": (2.29, 181.5, -180),
        "name?": words,
        "address?": words,
        "url?": words,
    },
    "contacts": [CARD],
    "interactive": INTERACTIVE,
    "button": {"text": words, "payload?": words},
    "order": {
        "catalog_id": digits(10**12),
        "text?": words,
        "product_items": [
            {
                "product_retailer_id": words,
                "quantity": (1, 0, -3, 10**9, "2"),
                "item_price": (9.99, 0, "12.50", 1e300),
                "currency": ("EUR", "JPY", "XXX", ""),
            }
        ],
    },
    "reaction": {"message_id": wamid, "emoji?": ("👍", "", "❤️", words)},
    "system": (
        {"type": "user_changed_number", "body": words, "wa_id": digits(10**11)},
        {"type": "customer_changed_number", "body": words, "new_wa_id": digits(10**11)},
        {
            "type": "user_changed_user_id",
            "body": words,
            "user_id": lambda chance: f"FR.{chance.getrandbits(60)}",
            "wa_id?": digits(10**11),
            "previous_user_id?": words,
        },
        {"type": "customer_identity_changed", "identity": {"hash": words}},
    ),
    "unsupported": {"type": UNSUPPORTED},
    "edit": {
        "original_message_id": wamid,
        "message": {"type": "text", "text": {"body": words}},
    },
    "revoke": {"original_message_id": wamid},
    "request_welcome": {},
    "errors": {},
    "new_in_2027": {"anything": [words]},
}
MESSAGE = {
    "id": wamid,
    "timestamp": seconds,
    "group_id?": lambda chance: "group.1" if chance.random() < 0.1 else "",
    "context?": (
        {"from?": digits(10**11), "id": wamid},
        {"forwarded": True},
        {"frequently_forwarded": True},
        {"referred_product": {"catalog_id": "1", "product_retailer_id": words}},
    ),
}
REFERRAL = {
    "source_url": words,
    "source_id": digits(10**12),
    "source_type": ("ad", "post"),
    "headline?": words,
    "body?": words,
    "media_type?": ("image", "video"),
    "image_url?": "http://169.254.169.254/latest",
    "ctwa_clid?": words,
    "welcome_message?": {"text": words},
}
STATUS = {
    "id": wamid,
    "status": (
        "sent",
        "delivered",
        "read",
        "played",
        "failed",
        "deleted",
        "warning",
        "accepted",
    ),
    "timestamp": seconds,
    "recipient_id?": digits(10**11),
    "recipient_user_id?": words,
    "recipient_type?": ("group", "individual"),
    "biz_opaque_callback_data?": (words, wamid),
    "conversation?": {"id": words, "expiration_timestamp?": seconds, "origin": {"type": words}},
    "pricing?": {"billable?": True, "pricing_model": "PMP", "type": words, "category": words},
    "errors?": [ERROR],
    "type?": ("call", "message"),
}
PAYMENT = {
    "status": ("pending", "captured", "failed", "refunded"),
    "timestamp": seconds,
    "recipient_id": digits(10**11),
    "type": "payment",
    "payment": {
        "reference_id": digits(10**6),
        "amount": {"value": number(10**9), "offset": 100},
        "currency?": words,
    },
}
ACTION = {
    "action_type": "marketing_messages_link_click",
    "timestamp": seconds,
    "marketing_messages_link_click_data": {"click_id": words, "client_user_agent?": words},
}


def message(chance: Random) -> dict[str, Any]:
    """One message, still without a sender."""
    kind = chance.choice(list(CONTENTS))
    made: dict[str, Any] = drawn(chance, MESSAGE) | {"type": kind}
    if kind != "errors":
        made[kind] = drawn(chance, CONTENTS[kind])
    if kind in {"unsupported", "errors"} or chance.random() < 0.03:
        made["errors"] = drawn(chance, [ERROR])
    if chance.random() < 0.1:
        made["referral"] = drawn(chance, REFERRAL)
    return made
