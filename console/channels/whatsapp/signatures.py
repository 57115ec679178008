"""Signatures: whether a webhook body comes from Meta, and the subscription handshake."""

import hmac
from collections.abc import Iterable, Mapping

_PREFIX = "sha256="


def sign(raw: bytes, secret: str) -> str:
    """The header value that Meta puts over exactly these bytes."""
    return _PREFIX + hmac.digest(secret.encode(), raw, "sha256").hex()


def verify(raw: bytes, header: str | None, secrets: Iterable[str]) -> bool:
    """Whether `header` (X-Hub-Signature-256) is right for these bytes under any secret.

    Several secrets, so that one can be replaced without a gap. The time taken does not tell
    how much of the header was right.

    Source: WhatsApp, "Create a webhook endpoint": HMAC-SHA256 of the raw body.
    """
    given = (header or "").encode("utf-8", "replace")
    right = False
    for secret in secrets:
        # no early end: which of the secrets matched must not show in the time
        right |= bool(secret) and hmac.compare_digest(sign(raw, secret).encode(), given)
    return right


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """What a subscription handshake is answered with; None: refuse it."""
    given = query.get("hub.verify_token", "").encode("utf-8", "replace")
    if query.get("hub.mode") != "subscribe" or not verify_token:
        return None
    if not hmac.compare_digest(given, verify_token.encode()):
        return None
    return query.get("hub.challenge", "")
