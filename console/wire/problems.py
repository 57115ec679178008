"""Refusals as application/problem+json, both ways."""

import json

from console.domain import errors
from console.domain.texts import _

MEDIA_TYPE = "application/problem+json"
_BY_CODE = {kind.code: kind for kind in errors.ALL}


def encode(problem: errors.RuleBroken) -> bytes:
    """The problem document of a refusal: code, title, detail, status and its facts."""
    return json.dumps(
        {
            "type": "about:blank",
            "code": problem.code,
            "title": _(problem.title),
            "detail": problem.message,
            "status": problem.status,
            "facts": problem.facts,
        },
        ensure_ascii=False,
    ).encode()


def decode(body: bytes, status: int) -> errors.RuleBroken:
    """The refusal a reply carries; a body that is none becomes one that says so."""
    try:
        document = json.loads(body)
        kind = _BY_CODE.get(document["code"], errors.RuleBroken)
        facts = {str(name): value for name, value in dict(document.get("facts") or {}).items()}
        return kind(str(document["detail"]), **facts)
    except (ValueError, KeyError, TypeError):
        return errors.Unavailable(
            _(
                "The hub answered in a way this console doesn’t understand (HTTP {status}). "
                "Try again; if it stays, tell your administrator."
            ).format(status=status)
        )
