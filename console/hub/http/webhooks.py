"""The webhook door: handshake, signature over the raw bytes, kept before it is answered."""

import asyncio
import logging

import sqlalchemy as sa
from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from console.channels.whatsapp import signatures
from console.domain.errors import NotAllowed, NotFound, RuleBroken, TooLarge, Unavailable
from console.hub.http.answers import problem
from console.hub.http.inside import Inside
from console.hub.http.webhook_inbox import WebhookInbox

PATH = "/webhooks/"
MOST_BYTES = 4 * 1024 * 1024
BODY_WITHIN_S = 20.0
_SIGNATURE = "x-hub-signature-256"

_log = logging.getLogger(__name__)


class BadSignature(RuleBroken):
    """The post isn't the platform's."""

    code, title, status = "bad_signature", "Not from the platform", 401


class Webhooks:
    """The door that platforms post to, one address per channel kind."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._inbox = WebhookInbox(inside.store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            response = await self._answer(scope, receive)
        except RuleBroken as refusal:
            self._inside.counts.webhooks.labels(refusal.code).inc()
            response = problem(refusal)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        kind = scope["path"].removeprefix(PATH).strip("/")
        channels = [c for c in self._inside.settings.channels if c.kind == kind]
        if not channels:
            raise NotFound("No channel of this kind is connected to this hub.")
        if scope["method"] == "GET":
            tokens = [channel.verify_token.reveal() for channel in channels]
            return _handshake(QueryParams(scope["query_string"]), tokens)
        if scope["method"] != "POST":
            raise NotAllowed("Webhooks are posted.")
        secrets = {s.reveal() for channel in channels for s in channel.app_secrets}
        body = await _read(Headers(scope=scope), receive)
        self._check(Headers(scope=scope), body, secrets)
        await self._keep(body)
        return PlainTextResponse("kept")

    def _check(self, headers: Headers, body: bytes, secrets: set[str]) -> None:
        given = headers.getlist(_SIGNATURE)
        if len(given) == 1 and signatures.verify(body, given[0], secrets):
            return
        _log.warning("webhook refused: its signature is missing or wrong")
        raise BadSignature(
            "The signature is missing or doesn’t fit. Check the app secret in the settings."
        )

    async def _keep(self, body: bytes) -> None:
        try:
            await self._inbox.keep(body)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            _log.error("webhook not kept: %s", type(error).__name__)
            raise Unavailable(
                "The hub can’t write to its database at the moment. Send it again later.",
                retry_after_s=5,
            ) from None
        self._inside.counts.webhooks.labels("kept").inc()


def _handshake(query: QueryParams, tokens: list[str]) -> Response:
    for token in tokens:
        challenge = signatures.challenge(query, token)
        if challenge is not None:
            return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})
    raise NotAllowed("The verify token doesn’t fit. Check it in the hub’s settings.")


async def _read(headers: Headers, receive: Receive) -> bytes:
    claimed = headers.get("content-length", "")
    if claimed.isdecimal() and int(claimed[:18]) > MOST_BYTES:
        raise TooLarge("A webhook may have 4 MB.")
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            return await _chunks(receive)
    except TimeoutError:
        raise Unavailable("The body came too slowly. Send it again.") from None


async def _chunks(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Unavailable("The connection broke. Send it again.")
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise TooLarge("A webhook may have 4 MB.")
        if not message.get("more_body", False):
            return bytes(body)
