"""Gateway: the one module that speaks HTTP to Graph, with its hosts, keys and time limits."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from console.channels.whatsapp.calls import GraphCall, Piece, Upload
from console.channels.whatsapp.media import MEDIA_HOSTS, is_allowed_host
from console.hub.settings import Settings

# Shorter than a job's lease, so that nobody takes a job over while its call is under way
CALL_LIMIT_S = 20.0
FILE_LIMIT_S = 240.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# Nothing of the request has left yet when these are raised
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """Where Graph is and with which keys.

    Attributes:
        tokens: the access token by phone number id; it may change at any time.
        media_hosts: hosts that may be given the token for a download, besides Graph's own.
    """

    base_url: str = "https://graph.facebook.com"
    version: str = "v26.0"
    tokens: Mapping[str, str] = field(repr=False)
    media_hosts: tuple[str, ...] = MEDIA_HOSTS


def gateway_settings(settings: Settings) -> GatewaySettings:
    """Graph and its keys as the hub's settings say."""
    return GatewaySettings(
        base_url=settings.graph_base_url,
        version=settings.graph_version,
        tokens={c.phone_number_id: c.access_token.reveal() for c in settings.channels},
        media_hosts=settings.media_hosts or MEDIA_HOSTS,
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """Graph answered, well or badly."""

    status: int
    raw: bytes
    headers: Mapping[str, str]

    @property
    def is_good(self) -> bool:
        """Whether Graph did what was asked."""
        return 200 <= self.status < 300

    @property
    def body(self) -> Any:
        """The answer's JSON, or None."""
        try:
            return json.loads(self.raw)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class NotReached:
    """Nothing has left this machine."""

    detail: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The call may have arrived, but no answer did."""

    detail: str


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The file is larger than allowed; the rest of it was not fetched."""

    limit_bytes: int


Answer = Reply | NotReached | NoAnswer


class Gateway:
    """Calls to Graph; the token of a number goes only to Graph and its media hosts."""

    def __init__(self, settings: GatewaySettings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._client = client
        self._base = settings.base_url.rstrip("/")
        self._hosts = (*settings.media_hosts, _origin(self._base))

    async def call(self, call: GraphCall, *, number_id: str) -> Answer:
        """Graph's answer to one call, made with the token of a number."""
        return await self.ask(call, self._token(number_id))

    async def ask(self, call: GraphCall, token: str) -> Answer:
        """Graph's answer to one call, made with a token that may be of no number yet."""
        if not may_be_a_token(token):
            return NotReached("there is no access token")
        request = self._client.build_request(
            call.method,
            f"{self._base}/{self._settings.version}{call.path}",
            json=None if call.body is None else dict(call.body),
            params=dict(call.query) or None,
            headers={"Authorization": f"Bearer {token}"},
        )
        return await self._answer(request, CALL_LIMIT_S)

    async def ask_ourselves(self, url: str, query: Mapping[str, str]) -> Answer:
        """What the hub's own public address answers; no key goes along."""
        try:
            request = self._client.build_request("GET", url, params=dict(query))
        except httpx.InvalidURL as error:
            return NotReached(_named(error))
        return await self._answer(request, CALL_LIMIT_S)

    async def upload(self, upload: Upload, content: bytes, *, number_id: str) -> Answer:
        """Graph's answer to a file handed over."""
        request = self._client.build_request(
            "POST",
            f"{self._base}/{self._settings.version}{upload.path}",
            data={"messaging_product": "whatsapp", "type": upload.mime},
            files={"file": (upload.name, content, upload.mime)},
            headers=self._keys(number_id),
        )
        return await self._answer(request, FILE_LIMIT_S)

    async def send_piece(self, piece: Piece, content: bytes, *, number_id: str) -> Answer:
        """Graph's answer to the rest of a file in a resumable upload."""
        token = self._token(number_id)
        request = self._client.build_request(
            "POST",
            f"{self._base}/{self._settings.version}{piece.path}",
            content=content,
            # Source: Graph API, "Resumable upload": this door wants OAuth, not Bearer
            headers={"Authorization": f"OAuth {token}", "file_offset": str(piece.offset)},
        )
        return await self._answer(request, FILE_LIMIT_S)

    async def download(
        self, url: str, take: Callable[[bytes], object], *, number_id: str, limit_bytes: int
    ) -> Answer | TooLarge:
        """What came of fetching a file, whose bytes were given to `take` as they came.

        An address outside the allowed hosts counts as not reached: it is never asked.
        """
        if not is_allowed_host(url, self._hosts):
            return NotReached("the address of the file is not one of Meta’s")
        request = self._client.build_request("GET", url, headers=self._keys(number_id))
        try:
            async with asyncio.timeout(FILE_LIMIT_S):
                return await self._stream(request, take, limit_bytes)
        except _BEFORE_SENDING as error:
            return NotReached(_named(error))
        except (httpx.HTTPError, TimeoutError) as error:
            return NoAnswer(_named(error))

    async def _stream(
        self, request: httpx.Request, take: Callable[[bytes], object], limit_bytes: int
    ) -> Reply | TooLarge:
        response = await self._client.send(request, stream=True, follow_redirects=False)
        try:
            size = 0
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > limit_bytes:
                    return TooLarge(limit_bytes)
                if response.is_success:
                    take(chunk)
        finally:
            await response.aclose()
        return Reply(response.status_code, b"", dict(response.headers))

    async def _answer(self, request: httpx.Request, limit_s: float) -> Answer:
        try:
            async with asyncio.timeout(limit_s):
                response = await self._client.send(request, follow_redirects=False)
        except _BEFORE_SENDING as error:
            return NotReached(_named(error))
        except (httpx.HTTPError, TimeoutError) as error:
            return NoAnswer(_named(error))
        return Reply(response.status_code, response.content, dict(response.headers))

    def _keys(self, number_id: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token(number_id)}"}

    def _token(self, number_id: str) -> str:
        return self._settings.tokens.get(number_id, "")


def may_be_a_token(text: str) -> bool:
    """Whether it can stand in a request at all: something, and nothing but plain characters."""
    return bool(text.strip()) and text.isascii() and text.isprintable()


@asynccontextmanager
async def open_gateway(settings: GatewaySettings) -> AsyncIterator[Gateway]:
    """A gateway with connections of its own, closed at the end."""
    on_this_machine = urlsplit(settings.base_url).hostname in _LOOPBACK
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=4)
    async with httpx.AsyncClient(
        timeout=httpx.Timeout(CALL_LIMIT_S, connect=5.0),
        limits=limits,
        trust_env=not on_this_machine,  # no proxy stands between us and our own machine
    ) as client:
        yield Gateway(settings, client)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _named(error: Exception) -> str:
    # the name alone: messages can hold addresses with keys in them
    return type(error).__name__
