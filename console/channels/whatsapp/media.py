"""Media: where a file is fetched and handed over, and whether it arrived whole."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from console.channels.whatsapp.calls import GraphCall, Upload
from console.channels.whatsapp.elements import cleaned, text, whole

# Source: WhatsApp, "Media": uploads live 30 days; a day less, so that none dies on the way
UPLOAD_LIFE = timedelta(days=29)
DOWNLOAD_LIMIT_BYTES = 100 * 1024 * 1024
_HOST = re.compile(r"([a-z0-9_-]+\.)*[a-z0-9_-]+|[0-9a-f:.]+")
MEDIA_HOSTS = ("lookaside.fbsbx.com", "*.fbcdn.net")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a file lies for the next five minutes."""

    url: str
    mime: str = ""
    sha256: str = ""
    size_bytes: int = 0


def resolve_call(platform_id: str, number_id: str) -> GraphCall:
    """The call that tells where a file lies."""
    query = {"phone_number_id": number_id}
    return GraphCall(method="GET", path=f"/{platform_id}", query=query)


def read_source(body: Any) -> Source | None:
    """Where the file lies; None if the answer does not say."""
    told = cleaned(body) if isinstance(body, dict) else {}
    if not text(told, "url"):
        return None
    return Source(
        url=text(told, "url"),
        mime=text(told, "mime_type"),
        sha256=text(told, "sha256"),
        size_bytes=whole(told, "file_size"),
    )


def upload_to(number_id: str, mime: str, name: str) -> Upload:
    """The upload of a file that a message will carry."""
    return Upload(path=f"/{number_id}/media", mime=mime, name=name)


def read_upload(body: Any) -> str:
    """The platform's id of an uploaded file; empty if the answer has none."""
    return text(body, "id") if isinstance(body, dict) else ""


def is_whole(sha256_hex: str, told: str) -> bool:
    """Whether a digest is the one told, in base64 or hex; nothing told is nothing wrong."""
    told = told.strip()
    if not told:
        return True
    digest = bytes.fromhex(sha256_hex)
    if len(told) == hashlib.sha256().digest_size * 2:
        return hmac.compare_digest(sha256_hex, told.lower())
    try:
        return hmac.compare_digest(base64.b64decode(told + "=" * (-len(told) % 4)), digest)
    except (binascii.Error, ValueError):
        return False


def is_allowed_host(url: str, hosts: Iterable[str]) -> bool:
    """Whether this address may be asked, and the token go along: a host of the list, by https.

    A host of the list may carry a scheme ("http://127.0.0.1:8090"), which is then demanded
    together with its port; "*.fbcdn.net" stands for every host below it.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    # what clients read in more than one way is not Meta's either
    is_plain = url.isprintable() and not set(url) & {" ", "\\"}
    if not is_plain or parts.username is not None or not _HOST.fullmatch(host):
        return False
    for allowed in hosts:
        if "://" in allowed:
            own = urlsplit(allowed)
            if (parts.scheme, host, port) == (own.scheme, own.hostname, own.port):
                return True
        elif parts.scheme == "https" and port in {None, 443} and _matches(host, allowed):
            return True
    return False


def _matches(host: str, allowed: str) -> bool:
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
