"""Webhook bodies as Meta writes them: envelope, escapes, signature."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import Any

Change = tuple[str, dict[str, Any]]
_LISTS = ("messages", "statuses", "calls", "errors")


def envelope(waba_id: str, changes: Iterable[Change], at_s: int) -> dict[str, Any]:
    """One body for these updates, in their order; neighbours of one kind share a value.

    Only entries of other fields than `messages` carry a time (seconds).
    """
    entries: list[dict[str, Any]] = []
    for field, value in _joined(changes):
        change = {"field": field, "value": value}
        if entries and (entries[-1]["changes"][-1]["field"] == "messages") == (
            field == "messages"
        ):
            entries[-1]["changes"].append(change)
        elif field == "messages":
            entries.append({"id": waba_id, "changes": [change]})
        else:
            entries.append({"id": waba_id, "time": at_s, "changes": [change]})
    return {"object": "whatsapp_business_account", "entry": entries}


def encoded(body: dict[str, Any]) -> bytes:
    r"""The bytes on the wire: everything beyond ASCII as `\uXXXX`, every slash as `\/`."""
    return (
        json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode()
    )


def signature(app_secret: str, raw: bytes) -> str:
    """The value of `X-Hub-Signature-256` over exactly these bytes."""
    return "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()


def _joined(changes: Iterable[Change]) -> list[Change]:
    joined: list[Change] = []
    for field, value in changes:
        kind = next((name for name in _LISTS if name in value), None)
        if joined and kind and joined[-1][0] == field and kind in joined[-1][1]:
            joined[-1] = (field, _merged(joined[-1][1], value, kind))
        else:
            joined.append((field, value))
    return joined


def _merged(first: dict[str, Any], second: dict[str, Any], kind: str) -> dict[str, Any]:
    contacts = list(first.get("contacts", []))
    contacts += [one for one in second.get("contacts", []) if one not in contacts]
    merged = first | {kind: [*first[kind], *second[kind]]}
    return merged | {"contacts": contacts} if contacts else merged
