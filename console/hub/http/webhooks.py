"""The webhook door: handshake, signature over the raw bytes, kept before it is answered."""

import logging
from datetime import timedelta

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
_LOOK_AGAIN = timedelta(seconds=1)
_SIGNATURE = b"x-hub-signature-256"
_KEPT_BODY = {"type": "http.response.body", "body": b"kept"}
_KEPT_HEAD = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-length", b"4"), (b"content-type", b"text/plain; charset=utf-8")],
}
_NOT_KEPT = "The hub can’t write to its database at the moment. Send it again later."
_FORGED = "The signature is missing or doesn’t fit. Check the app secret in the settings."
Headers = list[tuple[bytes, bytes]]

_log = logging.getLogger(__name__)


class BadSignature(RuleBroken):
    """The post isn't the platform's."""

    code, title, status = "bad_signature", "Not from the platform", 401


class Webhooks:
    """The door that platforms post to, one address per channel kind."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._inbox = WebhookInbox(inside.store, inside.counts.webhooks.labels("kept").inc)
        self._version, self._doors = -1, dict[str, _Door]()
        self._looked_at = inside.store.clock.now()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            door = self._door(scope["path"])
            if scope["method"] == "POST":
                self._inside.reserve.refuse_if_gone()
                await self._inbox.keep(await door.signed(scope["headers"], receive))
                await send(_KEPT_HEAD)
                await send(_KEPT_BODY)
                return
            if scope["method"] != "GET":
                raise WrongMethod("GET, POST")
            response = await self._shaken(scope)
        except RuleBroken as refusal:
            response = self._refused(refusal)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            _log.error("webhook not kept: %s", type(error).__name__)
            response = self._refused(Unavailable(_NOT_KEPT, retry_after_s=5))
        await response(scope, receive, send)

    def _door(self, path: str) -> "_Door":
        numbers = self._inside.numbers
        if self._version != numbers.version:
            kinds: dict[str, list[ChannelSettings]] = {}
            for channel in numbers.channels:
                kinds.setdefault(channel.kind, []).append(channel)
            self._doors = {kind: _Door(channels) for kind, channels in kinds.items()}
            self._version = numbers.version
        door = self._doors.get(path.removeprefix(PATH).strip("/"))
        if door is None:
            raise NotFound("No channel of this kind is connected to this hub.")
        return door

    async def _shaken(self, scope: Scope) -> Response:
        query = QueryParams(scope["query_string"])
        try:
            return self._door(scope["path"]).handshake(query)
        except (NotAllowed, NotFound):
            # a number that another replica has connected just now; seldom, as anybody may ask
            now = self._inside.store.clock.now()
            if now - self._looked_at < _LOOK_AGAIN:
                raise
            self._looked_at = now
            await self._inside.numbers.read()
            return self._door(scope["path"]).handshake(query)

    def _refused(self, refusal: RuleBroken) -> Response:
        self._inside.counts.webhooks.labels(refusal.code).inc()
        return problem(refusal)


class _Door:
    """What is right at the address of one kind of channel."""

    def __init__(self, channels: list[ChannelSettings]) -> None:
        self._platform = signatures.Verifier(
            {secret.reveal() for channel in channels for secret in channel.app_secrets}
        )
        self._tokens = [channel.verify_token.reveal() for channel in channels]

    async def signed(self, headers: Headers, receive: Receive) -> bytes:
        """The body of a post.

        Raises:
            BadSignature: none of the secrets signed exactly this body.
            TooLarge, Unavailable: it is over the limit, or doesn't come.
        """
        given: list[bytes] = []
        for name, value in headers:
            if name == _SIGNATURE:
                given.append(value)
            elif name == b"content-length" and value.isdigit():
                _limit(int(value[:18]))
        body = await _read(receive)
        if len(given) != 1 or not self._platform.is_right(body, given[0]):
            _log.warning("webhook refused: its signature is missing or wrong")
            raise BadSignature(_FORGED)
        return body

    def handshake(self, query: QueryParams) -> Response:
        """The answer to the platform's question whether this is the right address."""
        for token in self._tokens:
            challenge = signatures.challenge(query, token)
            if challenge is not None:
                return PlainTextResponse(
                    challenge, headers={"X-Content-Type-Options": "nosniff"}
                )
        raise NotAllowed("The verify token doesn’t fit. Check it in the hub’s settings.")


async def _read(receive: Receive) -> bytes:
    try:
        return await in_time(_chunks(receive), BODY_WITHIN_S)
    except TimeoutError:
        raise Unavailable("The body came too slowly. Send it again.") from None


async def _chunks(receive: Receive) -> bytes:
    body, more = await _chunk(receive)
    if not more:  # as mostly
        return body
    whole = bytearray(body)
    while more:
        body, more = await _chunk(receive)
        whole += body
        _limit(len(whole))
    return bytes(whole)


async def _chunk(receive: Receive) -> tuple[bytes, bool]:
    """A piece of the body, and whether there is more."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Unavailable("The connection broke. Send it again.")
    body: bytes = message.get("body", b"")
    _limit(len(body))
    return body, bool(message.get("more_body"))


def _limit(size: int) -> None:
    if size > MOST_BYTES:
        raise TooLarge("A webhook may have 4 MB.")
