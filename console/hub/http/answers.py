"""Answers: views as JSON, refusals as problems, and how the API's document shows both."""

from typing import Any

from starlette.responses import Response

from console.domain.errors import RuleBroken
from console.domain.texts import N_, _
from console.wire import problems, proofs, requests
from console.wire.codec import to_json

_PROBLEM = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "Refused; `detail` says what happened, why and what next.",
        "content": _PROBLEM,
    },
    "5XX": {
        "description": "The hub can’t now, or made a mistake; `Retry-After` says when.",
        "content": _PROBLEM,
    },
}
#: Facts of a refusal that HTTP has headers for.
_HEADERS = {
    "retry_after_s": "Retry-After",
    "allow": "Allow",
    "content_range": "Content-Range",
    "now_s": proofs.NOW,
}
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["code", "title", "detail", "status", "facts"],
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string", "description": "Stable, for programs."},
        "title": {"type": "string"},
        "detail": {"type": "string", "description": "For people."},
        "status": {"type": "integer"},
        "facts": {"type": "object", "additionalProperties": True},
    },
}


class WrongMethod(RuleBroken):
    """The address takes other methods; facts: allow."""

    code, title, status = "wrong_method", N_("That isn’t possible here"), 405

    def __init__(self, allow: str | None) -> None:
        super().__init__(_("This address takes another kind of request."), allow=allow)


def answer(value: object, shape: Any = None, status: int = 200) -> Response:
    """A view, or any `shape` the codec knows, as the reply."""
    return Response(to_json(value, shape), status, media_type="application/json")


def nothing() -> Response:
    """Done, and nothing to say about it."""
    return Response(status_code=204)


def problem(refusal: RuleBroken) -> Response:
    """The refusal as a problem document."""
    headers = {"Cache-Control": "no-store"}
    for fact, header in _HEADERS.items():
        if refusal.facts.get(fact) is not None:
            headers[header] = str(refusal.facts[fact])
    if refusal.status == 401:
        proof = refusal.facts.get("proof")
        bound = f'{requests.DPOP} error="{proof}", algs="EdDSA"'
        headers["WWW-Authenticate"] = bound if proof else "Bearer"
    return Response(
        problems.encode(refusal), refusal.status, headers, media_type=problems.MEDIA_TYPE
    )
