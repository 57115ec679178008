"""Answers: views as JSON, refusals as problems, and how the API's document shows both."""

from typing import Any

from starlette.responses import Response

from console.domain.errors import RuleBroken
from console.wire import problems
from console.wire.codec import to_json

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Refused; `detail` says what happened, why and what next.",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
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


def answer(value: object, shape: Any = None, status: int = 200) -> Response:
    """A view, or any `shape` the codec knows, as the reply."""
    return Response(to_json(value, shape), status, media_type="application/json")


def nothing() -> Response:
    """Done, and nothing to say about it."""
    return Response(status_code=204)


def problem(refusal: RuleBroken) -> Response:
    """The refusal as a problem document."""
    headers = {"Cache-Control": "no-store"}
    wait_s = refusal.facts.get("retry_after_s")
    if wait_s is not None:
        headers["Retry-After"] = str(wait_s)
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        problems.encode(refusal), refusal.status, headers, media_type=problems.MEDIA_TYPE
    )
