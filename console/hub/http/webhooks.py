"""The webhook door: handshake, signature over the raw bytes, kept before it is answered."""

import logging

import sqlalchemy as sa
from starlette.datastructures import QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from console.channels.whatsapp import signatures
from console.domain.errors import NotAllowed, NotFound, RuleBroken, TooLarge, Unavailable
from console.hub.http.answers import WrongMethod, problem
from console.hub.http.in_time import in_time
from console.hub.http.inside import Inside
from console.hub.http.webhook_inbox import WebhookInbox
from console.hub.settings import ChannelSettings

PATH = "/webhooks/"
MOST_BYTES = 4 * 1024 * 1024
BODY_WITHIN_S = 20.0
_SIGNATURE = b"x-hub-signature-256"
_KEPT_BODY = {"type": "http.response.body", "body": b"kept"}
_KEPT_HEAD = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-length", b"4"), (b"content-type", b"text/plain; charset=utf-8")],
}
Headers = list[tuple[bytes, bytes]]

_log = logging.getLogger(__name__)


class BadSignature(RuleBroken):
    """The post isn't the platform's."""

    code, title, status = "bad_signature", "Not from the platform", 401


class Webhooks:
    """The door that platforms post to, one address per channel kind."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._inbox = WebhookInbox(inside.store)
        self._kept = inside.counts.webhooks.labels("kept")
        self._channels: dict[str, list[ChannelSettings]] = {}
        for channel in inside.settings.channels:
            self._channels.setdefault(channel.kind, []).append(channel)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            response = await self._answer(scope, receive)
            if response is None:  # the answer to nearly all, made beforehand
                await send(_KEPT_HEAD)
                await send(_KEPT_BODY)
                return
        except RuleBroken as refusal:
            self._inside.counts.webhooks.labels(refusal.code).inc()
            response = problem(refusal)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        """The answer; None says that a post was kept."""
        channels = self._channels.get(scope["path"].removeprefix(PATH).strip("/"))
        if channels is None:
            raise NotFound("No channel of this kind is connected to this hub.")
        if scope["method"] == "GET":
            tokens = [channel.verify_token.reveal() for channel in channels]
            return _handshake(QueryParams(scope["query_string"]), tokens)
        if scope["method"] != "POST":
            raise WrongMethod("GET, POST")
        secrets = {s.reveal() for channel in channels for s in channel.app_secrets}
        headers: Headers = scope["headers"]
        body = await _read(headers, receive)
        self._check(headers, body, secrets)
        await self._keep(body)
        return None

    def _check(self, headers: Headers, body: bytes, secrets: set[str]) -> None:
        given = [value for name, value in headers if name == _SIGNATURE]
        if len(given) == 1 and signatures.verify(body, given[0].decode("latin-1"), secrets):
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
        self._kept.inc()


def _handshake(query: QueryParams, tokens: list[str]) -> Response:
    for token in tokens:
        challenge = signatures.challenge(query, token)
        if challenge is not None:
            return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})
    raise NotAllowed("The verify token doesn’t fit. Check it in the hub’s settings.")


async def _read(headers: Headers, receive: Receive) -> bytes:
    claimed = next((value for name, value in headers if name == b"content-length"), b"")
    if claimed.isdigit() and int(claimed[:18]) > MOST_BYTES:
        raise TooLarge("A webhook may have 4 MB.")
    try:
        return await in_time(_chunks(receive), BODY_WITHIN_S)
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
