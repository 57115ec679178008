"""The hub's doors as typed calls; the only module that speaks HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

from console.domain.errors import InvalidInput, RuleBroken, Unavailable
from console.domain.ids import MediaId, Seq
from console.domain.texts import _, language
from console.wire import problems, requests
from console.wire.codec import from_json, to_json

if TYPE_CHECKING:
    import httpx
    from httpx_sse import ServerSentEvent

    from console.desk.binding import Signing

T = TypeVar("T")
_CHUNK_BYTES = 64 * 1024
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class OutOfReach(Unavailable):
    """No answer came from the hub; whether it got the request can't be told."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of the feed: its event name and its JSON."""

    name: str
    data: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way from the hub; `start` is how many bytes are left out in front."""

    start: int
    total_bytes: int
    chunks: AsyncIterator[bytes]


def hub_address(url: str) -> str:
    """The address as it is used: with its scheme, without a slash at the end.

    Raises:
        InvalidInput: it can't be an address of a hub.
    """
    typed = url.strip().rstrip("/")
    if "://" not in typed:
        host = urlsplit(f"//{typed}").hostname
        typed = f"{'http' if host in _LOOPBACK else 'https'}://{typed}"
    try:
        parts = urlsplit(typed)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or " " in typed:
        raise InvalidInput(
            _(
                "“{url}” isn’t an address of a hub. It looks like https://hub.example.com."
            ).format(url=url)
        )
    return typed


class HubClient:
    """One hub, one person; connections are opened when the first call is made.

    `seed` makes the key of this desk that the token is bound to; without one it is not bound.
    """

    def __init__(
        self, url: str, token: str = "", *, seed: str = "", machine: str | None = None
    ) -> None:
        self.url = url
        self._known = (token, seed, machine)
        self._signing: Signing | None = None
        self._http: httpx.AsyncClient | None = None
        self._building = asyncio.Lock()

    async def ask(
        self,
        shape: type[T],
        method: str,
        path: str,
        body: object = None,
        *,
        params: dict[str, str] | None = None,
    ) -> T:
        """The hub's answer, read as `shape`.

        Raises:
            RuleBroken: what the hub said; `OutOfReach` if nothing came.
        """
        content = await self._exchange(method, path, body, params)
        return self._read(shape, content)

    async def tell(self, method: str, path: str, body: object = None) -> None:
        """The hub has done it; raises like `ask`."""
        await self._exchange(method, path, body, None)

    async def text(self, path: str) -> str:
        """What the hub answers as text; raises like `ask`."""
        return (await self._exchange("GET", path, None, None)).decode("utf-8", "replace")

    async def ask_maybe(
        self, shape: type[T], method: str, path: str, body: object = None
    ) -> T | None:
        """Like `ask`, for answers that may be empty."""
        content = await self._exchange(method, path, body, None)
        return None if content.strip() in {b"", b"null"} else self._read(shape, content)

    async def _exchange(
        self, method: str, path: str, body: object, params: dict[str, str] | None
    ) -> bytes:
        import httpx

        http = await self._client()
        content = None if body is None else to_json(body)
        try:
            response = await http.request(
                method, path, content=content, params=params, headers=self._headers()
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._out_of_reach(error) from None
        if response.status_code >= 400:
            raise _problem(response.content, response.status_code)
        return response.content

    def _read(self, shape: type[T], content: bytes) -> T:
        try:
            return from_json(shape, content)
        except InvalidInput as problem:
            raise Unavailable(
                _(
                    "The hub’s answer isn’t what this console expects. Hub and console may "
                    "be of different versions; tell your administrator. ({message})"
                ).format(message=problem.message)
            ) from None

    def _headers(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "Accept-Language": language()}

    def _out_of_reach(self, error: Exception) -> OutOfReach:
        import httpx

        host = urlsplit(self.url).netloc
        if isinstance(error, httpx.TimeoutException):
            return OutOfReach(
                _("The hub at {host} doesn’t answer. Trying again by itself.").format(host=host)
            )
        if isinstance(error, httpx.ConnectError):
            if "CERTIFICATE" in str(error).upper():
                return OutOfReach(
                    _(
                        "The certificate of {host} isn’t trusted by this computer, so "
                        "nothing was sent. Ask your administrator."
                    ).format(host=host)
                )
            return OutOfReach(
                _(
                    "The hub at {host} can’t be reached. Check the network and the address."
                ).format(host=host)
            )
        return OutOfReach(
            _("The connection to {host} broke. Trying again by itself.").format(host=host)
        )

    async def _client(self) -> "httpx.AsyncClient":
        async with self._building:
            if self._http is None:
                # the trust store takes 100 ms to read
                built = await asyncio.to_thread(_build, self.url, *self._known)
                self._http, self._signing = built
                return built[0]
            return self._http

    def admit(self, token: str, *, bound: bool) -> None:
        """From now on requests carry the token, and are signed if it is bound to the key."""
        assert self._signing is not None  # the hub has answered
        self._signing.token = token
        if not bound:
            self._signing.key = None

    async def close(self) -> None:
        """Gives the connections back."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    @asynccontextmanager
    async def feed(self, after: Seq) -> AsyncIterator[AsyncIterator[Frame]]:
        """The frames after a place of the journal, without an end of its own.

        Raises:
            RuleBroken: the hub refused; `OutOfReach` when the connection breaks.
        """
        import httpx
        from httpx_sse import EventSource, SSEError

        http = await self._client()
        headers = self._headers() | {
            "Accept": "text/event-stream",
            "Cache-Control": "no-store",
            "Last-Event-ID": str(after),
        }
        timeout = httpx.Timeout(10, read=None)  # silence is judged by the stream's own clock
        try:
            async with http.stream(
                "GET", requests.FEED, headers=headers, timeout=timeout
            ) as response:
                await _check(response)
                async with aclosing(EventSource(response).aiter_sse()) as events:
                    yield self._frames(events)
        except (httpx.HTTPError, SSEError) as error:
            raise self._out_of_reach(error) from None

    async def _frames(self, events: "AsyncIterator[ServerSentEvent]") -> AsyncIterator[Frame]:
        import httpx
        from httpx_sse import SSEError

        try:
            async for event in events:
                yield Frame(event.event, event.data)
        except (httpx.HTTPError, SSEError) as error:
            raise self._out_of_reach(error) from None

    async def upload(
        self, path: Path, mime: str, moved: Callable[[int], None]
    ) -> requests.Uploaded:
        """The file is at the hub; `moved` is told how many bytes have gone so far.

        Raises:
            OSError: the file can't be read.
            RuleBroken: like `ask`.
        """
        import httpx

        http = await self._client()
        headers = self._headers() | {"Content-Type": mime}
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        headers["Content-Length"] = str(size)
        try:
            response = await http.post(
                requests.MEDIA_UP,
                content=_chunks_of(path, moved),
                params={"name": path.name},
                headers=headers,
                timeout=httpx.Timeout(30, write=60),
            )
        except httpx.HTTPError as error:
            raise self._out_of_reach(error) from None
        if response.status_code >= 400:
            raise _problem(response.content, response.status_code)
        return self._read(requests.Uploaded, response.content)

    @asynccontextmanager
    async def fetch(
        self, media_id: MediaId, start: int = 0, *, path: str = requests.MEDIA
    ) -> AsyncIterator[Incoming]:
        """A file's bytes from `start` on, or from 0 if the hub can't leave any out.

        Raises:
            RuleBroken: like `ask`.
        """
        import httpx

        http = await self._client()
        headers = self._headers() | ({"Range": f"bytes={start}-"} if start else {})
        address = with_ids(path, media_id=media_id)
        try:
            async with http.stream("GET", address, headers=headers) as response:
                await _check(response)
                begun = start if response.status_code == 206 else 0
                length = int(response.headers.get("Content-Length", "0"))
                chunks = response.aiter_bytes(_CHUNK_BYTES)
                yield Incoming(begun, begun + length if length else 0, chunks)
        except httpx.HTTPError as error:
            raise self._out_of_reach(error) from None


async def _check(response: "httpx.Response") -> None:
    if response.status_code >= 400:
        raise _problem(await response.aread(), response.status_code)


def _problem(content: bytes, status: int) -> RuleBroken:
    """The refusal; a hub that failed has refused nothing and may be asked again."""
    problem = problems.decode(content, status)
    if status >= 500 and not isinstance(problem, Unavailable):
        return Unavailable(problem.message, **problem.facts)
    return problem


async def _chunks_of(path: Path, moved: Callable[[int], None]) -> AsyncIterator[bytes]:
    done = 0
    with await asyncio.to_thread(path.open, "rb") as file:
        while chunk := await asyncio.to_thread(file.read, _CHUNK_BYTES):
            yield chunk
            done += len(chunk)
            moved(done)


def _build(
    url: str, token: str, seed: str, machine: str | None
) -> "tuple[httpx.AsyncClient, Signing]":
    import ssl

    import httpx
    import truststore

    from console.desk import binding

    here = binding.machine_id() if machine is None else machine
    signing = binding.Signing(token, binding.key_of(seed, here) if seed else None)
    near = urlsplit(url).hostname in _LOOPBACK
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made = httpx.AsyncClient(
        base_url=url,
        auth=signing,
        verify=context,
        trust_env=not near,  # a proxy knows nothing of this machine's own hub
        timeout=httpx.Timeout(15, connect=5),
        limits=httpx.Limits(max_connections=12, max_keepalive_connections=6),
    )
    return made, signing


def with_ids(path: str, **ids: str) -> str:
    """The path with its {names} replaced by ids, each quoted."""
    return path.format(**{name: quote(value, safe="") for name, value in ids.items()})
