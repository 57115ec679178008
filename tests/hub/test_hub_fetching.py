"""The one door to the outside: the token goes to Graph and Meta's hosts, and nowhere else."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from console.hub.gateway import (
    Gateway,
    GatewaySettings,
    NoAnswer,
    NotReached,
    Reply,
    TooLarge,
    open_gateway,
)
from tests.fakes import serving

#: {port} is a listening recorder's on this machine: whoever connects to it is noticed.
_FOREIGN = [
    # this machine, in every way of writing it
    "http://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "http://localhost:{port}/",
    "https://localhost:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/",
    "http://127.0.1:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/", "http://[::]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/", "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
    "http://127.0.0.1.:{port}/", "http://localhost.:{port}/", "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/", "http://LOCALHOST:{port}/", "http://localtest.me:{port}/",
    "http://127.0.0.1.nip.io:{port}/",
    # the machines around it
    "http://169.254.169.254/latest/meta-data/", "https://169.254.169.254/",
    "http://[fd00:ec2::254]/", "http://metadata.google.internal/", "http://10.0.0.1/",
    "http://192.168.1.1/", "http://172.16.0.1/", "http://100.100.100.200/", "http://[fe80::1]/",
    "http://2852039166/",
    # names before the host, and marks that are read in two ways
    "https://lookaside.fbsbx.com@127.0.0.1:{port}/", "https://lookaside.fbsbx.com:x@127.0.0.1:{port}/",
    "https://a@lookaside.fbsbx.com/", "https://:@lookaside.fbsbx.com/",
    "https://127.0.0.1:{port}\\@lookaside.fbsbx.com/", "https://lookaside.fbsbx.com\\@127.0.0.1:{port}/",
    "https:\\\\127.0.0.1:{port}\\", "https://127.0.0.1:{port}#@lookaside.fbsbx.com/",
    "https://127.0.0.1:{port}?@lookaside.fbsbx.com/", "https://127.0.0.1:{port}/lookaside.fbsbx.com",
    "https://lookaside.fbsbx.com%40127.0.0.1:{port}/", "https://lookaside.fbsbx.com%2f@127.0.0.1/",
    # names that only look like Meta's
    "https://lookaside.fbsbx.com.evil.example/", "https://evil-lookaside.fbsbx.com/",
    "https://lookaside.fbsbx.comevil.example/", "https://xlookaside.fbsbx.com/",
    "https://fbcdn.net/", "https://evilfbcdn.net/", "https://fbcdn.net.evil.example/",
    "https://lооkaside.fbsbx.com/", "https://lookaside。fbsbx。com/", "https://.fbcdn.net/",
    "https://lookaside.fbsbx.com:{port}/", "http://lookaside.fbsbx.com/",
    "https://lookaside.fbsbx.com./", "https://127.0.0.1:{port}/.fbcdn.net",
    "https://x y.fbcdn.net/", "https://x\n.fbcdn.net/", "https://x\0.fbcdn.net/",
    # no web at all
    "file:///etc/passwd", "ftp://lookaside.fbsbx.com/", "gopher://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/", "data:text/plain,x", "ws://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/", "127.0.0.1:{port}", "https:///", "https://", "", "https://[",
    "https://lookaside.fbsbx.com:99999/", "https://lookaside.fbsbx.com:-1/",
]  # fmt: skip


class Recorder:
    """A port of this machine that answers nobody and keeps count of who came."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("", 0), family=socket.AF_INET, backlog=128)
        self._listening.setblocking(False)
        self.port = int(self._listening.getsockname()[1])

    def visits(self) -> int:
        """How many have connected since the last look."""
        count = 0
        while True:
            try:
                came, _ = self._listening.accept()
            except BlockingIOError:
                return count
            came.close()
            count += 1

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    made = Recorder()
    yield made
    made.close()


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with open_gateway(GatewaySettings(tokens={"1": "secret"})) as made:
        yield made


def test_t4_the_recorder_sees_who_comes(recorder: Recorder) -> None:
    socket.create_connection(("127.0.0.1", recorder.port)).close()
    assert (recorder.visits(), recorder.visits()) == (1, 0)
    assert len(_FOREIGN) >= 60


@pytest.mark.parametrize("address", _FOREIGN)
async def test_t4_a_foreign_address_is_not_even_looked_up(
    gateway: Gateway, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    looked_up: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **_: looked_up.append(asked))
    url, got = address.format(port=recorder.port), list[bytes]()
    answer = await gateway.download(url, got.append, number_id="1", limit_bytes=1000)
    assert isinstance(answer, NotReached)
    assert (recorder.visits(), looked_up, got) == (0, [], [])


class Meta:
    """A Graph that sends whoever asks elsewhere, and keeps who asked with which key."""

    def __init__(self, elsewhere: str) -> None:
        self._elsewhere = elsewhere
        self.keys: list[str] = []
        moves = [Route(f"/{code}", self._move, name=str(code)) for code in _MOVES]
        self.app = Starlette(routes=[*moves, Route("/endless", self._endless)])

    async def _move(self, request: Request) -> Response:
        self.keys.append(request.headers.get("authorization", ""))
        return RedirectResponse(self._elsewhere, int(request.url.path[1:]))

    async def _endless(self, request: Request) -> Response:
        from starlette.responses import StreamingResponse

        async def pieces() -> AsyncIterator[bytes]:
            for _ in range(100):
                yield bytes(1000)
            await asyncio.Event().wait()

        return StreamingResponse(pieces())


_MOVES = (301, 302, 303, 307, 308)


@asynccontextmanager
async def redirecting(elsewhere: str) -> AsyncIterator[tuple[Meta, Gateway, str]]:
    meta = Meta(elsewhere)
    async with serving(meta.app) as base:
        settings = GatewaySettings(base_url=base, version="v1", tokens={"1": "secret"})
        async with open_gateway(settings) as made:
            yield meta, made, base


@pytest.mark.parametrize("code", _MOVES)
async def test_t5_no_key_follows_a_redirect(recorder: Recorder, code: int) -> None:
    async with redirecting(f"http://127.0.0.1:{recorder.port}/") as (meta, made, base):
        got: list[bytes] = []
        answer = await made.download(
            f"{base}/{code}", got.append, number_id="1", limit_bytes=1000
        )
    assert isinstance(answer, Reply)
    assert (answer.status, answer.is_good) == (code, False)
    assert (meta.keys, recorder.visits(), got) == (["Bearer secret"], 0, [])


async def test_t5_nor_is_a_redirect_to_the_same_host_followed() -> None:
    asked: list[str] = []

    async def here(request: Request) -> Response:
        asked.append(request.url.path)
        there = RedirectResponse("/there")
        return there if request.url.path == "/here" else PlainTextResponse("x")

    app = Starlette(routes=[Route("/here", here), Route("/there", here)])
    async with serving(app) as base:
        settings = GatewaySettings(base_url=base, version="v1", tokens={"1": "secret"})
        async with open_gateway(settings) as made:
            got: list[bytes] = []
            await made.download(f"{base}/here", got.append, number_id="1", limit_bytes=1000)
    assert (asked, got) == (["/here"], [])


async def test_t4_an_endless_file_is_left_at_its_limit() -> None:
    async with redirecting("/") as (_, made, base):
        got: list[bytes] = []
        answer = await made.download(
            f"{base}/endless", got.append, number_id="1", limit_bytes=50_000
        )
    assert isinstance(answer, TooLarge)
    assert sum(map(len, got)) <= 50_000


async def test_t4_a_host_that_never_ends_its_answer_is_left_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from console.hub import gateway as gateway_module

    monkeypatch.setattr(gateway_module, "FILE_LIMIT_S", 0.2)
    async with redirecting("/") as (_, made, base):
        answer = await made.download(
            f"{base}/endless", lambda _: None, number_id="1", limit_bytes=1 << 60
        )
    assert isinstance(answer, NoAnswer)
