"""The API's document: what FastAPI can't know of feed, webhooks and problems."""

from typing import Any

from fastapi import FastAPI

from console.hub.http.answers import PROBLEM_SCHEMA, PROBLEMS
from console.wire import requests

_BEARER = {"type": "http", "scheme": "bearer"}
_OPEN = {requests.HELLO, requests.SIGN_IN, "/healthz", "/readyz", "/metrics"}
_FEED = {
    "operationId": "feed",
    "tags": ["desk"],
    "summary": "What changes, as server-sent events",
    "description": (
        "Frames `event` (FeedEvent, id: place in the journal), `beat` (the hub's clock; first "
        "and after 15 s of silence) and `reset` (take a new snapshot). Resumes after "
        "`Last-Event-ID`."
    ),
    "parameters": [
        {
            "name": "Last-Event-ID",
            "in": "header",
            "required": False,
            "schema": {"type": "integer", "minimum": 0},
        }
    ],
    "responses": {
        "200": {
            "description": "The stream",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **PROBLEMS,
    },
}
_KIND = {"name": "kind", "in": "path", "required": True, "schema": {"enum": ["whatsapp"]}}
_PLAIN = {"text/plain": {"schema": {"type": "string"}}}
_HANDSHAKE = [
    {"name": name, "in": "query", "required": True, "schema": {"type": "string"}}
    for name in ("hub.mode", "hub.challenge", "hub.verify_token")
]
_SIGNATURE = {
    "name": "X-Hub-Signature-256",
    "in": "header",
    "required": True,
    "description": "`sha256=` and the HMAC-SHA256 of the body's bytes under the app secret.",
    "schema": {"type": "string"},
}
_WEBHOOKS: dict[str, Any] = {
    "get": {
        "operationId": "verify_webhook",
        "tags": ["platform"],
        "summary": "The platform's handshake",
        "parameters": [_KIND, *_HANDSHAKE],
        "responses": {"200": {"description": "The challenge", "content": _PLAIN}, **PROBLEMS},
    },
    "post": {
        "operationId": "webhook",
        "tags": ["platform"],
        "summary": "The platform's posts, signed with the app secret",
        "parameters": [_KIND, _SIGNATURE],
        "requestBody": {"content": {"application/json": {}}, "required": True},
        "responses": {
            "200": {"description": "Kept; it will be read", "content": _PLAIN},
            **PROBLEMS,
        },
    },
}


def complete(api: FastAPI) -> None:
    """`api.openapi()` tells of every door."""
    generate = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            document = generate()
            document["paths"][requests.FEED] = {"get": dict(_FEED)}
            document["paths"]["/webhooks/{kind}"] = _WEBHOOKS
            parts = document.setdefault("components", {})
            parts.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
            parts["securitySchemes"] = {"bearer": _BEARER}
            _ask_for_tokens(document["paths"])
            api.openapi_schema = document
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def _ask_for_tokens(paths: dict[str, Any]) -> None:
    for path, operations in paths.items():
        if path not in _OPEN and not path.startswith("/webhooks/"):
            for operation in operations.values():
                operation["security"] = [{"bearer": []}]
