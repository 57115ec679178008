"""Signatures: whether a webhook body comes from Meta, and the subscription handshake."""

import hmac
from collections.abc import Iterable, Mapping

_PREFIX = "sha256="


def sign(raw: bytes, secret: str) -> str:
    """The header value that Meta puts over exactly these bytes."""
    return _PREFIX + hmac.digest(secret.encode(), raw, "sha256").hex()


def verify(raw: bytes, header: str | None, secrets: Iterable[str]) -> bool:
    """Whether `header` (X-Hub-Signature-256) is right for these bytes under any secret."""
    return Verifier(secrets).is_right(raw, (header or "").encode("utf-8", "replace"))


class Verifier:
    """Several secrets, so that one can be replaced without a gap.

    Source: WhatsApp, "Create a webhook endpoint": HMAC-SHA256 of the raw body.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._keyed = [hmac.new(one.encode(), digestmod="sha256") for one in secrets if one]

    def is_right(self, raw: bytes, header: bytes) -> bool:
        """Whether the header is right for these bytes under any of the secrets.

        The time taken does not tell how much of the header was right.
        """
        right = False
        for keyed in self._keyed:
            own = keyed.copy()
            own.update(raw)
            # no early end: which of the secrets matched must not show in the time
            right |= hmac.compare_digest((_PREFIX + own.hexdigest()).encode(), header)
        return right


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """What a subscription handshake is answered with; None: refuse it."""
    given = query.get("hub.verify_token", "").encode("utf-8", "replace")
    if query.get("hub.mode") != "subscribe" or not verify_token:
        return None
    if not hmac.compare_digest(given, verify_token.encode()):
        return None
    return query.get("hub.challenge", "")
