"""What the gateway makes of answers, silence and foreign addresses."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from console.channels.whatsapp.calls import GraphCall
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

CALL = GraphCall(method="GET", path="/1/thing", query={"fields": "id"})


class Half(Response):
    """Begins an answer and breaks off."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"300")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


class Stranger:
    """A server that keeps what it was asked with."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        routes = [
            Route("/v1/1/thing", self._thing),
            Route("/v1/1/broken", self._broken, methods=["POST"]),
            Route("/away", self._away),
            Route("/file", self._file),
        ]
        self.app = Starlette(routes=routes)

    def _note(self, request: Request) -> None:
        self.asked.append((str(request.url), request.headers.get("authorization", "")))

    async def _thing(self, request: Request) -> Response:
        self._note(request)
        return PlainTextResponse('{"id":1}', headers={"x-usage": "3"})

    async def _broken(self, request: Request) -> Response:
        return Half()

    async def _away(self, request: Request) -> Response:
        self._note(request)
        return RedirectResponse("/file")

    async def _file(self, request: Request) -> Response:
        self._note(request)
        return PlainTextResponse("x" * 1000)


@pytest.fixture
def stranger() -> Stranger:
    return Stranger()


@pytest.fixture
async def base(stranger: Stranger) -> AsyncIterator[str]:
    async with serving(stranger.app) as base:
        yield base


@pytest.fixture
async def gateway(base: str) -> AsyncIterator[Gateway]:
    settings = GatewaySettings(base_url=base, version="v1", tokens={"1": "secret"})
    assert "secret" not in repr(settings)
    async with open_gateway(settings) as gateway:
        yield gateway


async def test_a_call_carries_the_numbers_own_token(
    gateway: Gateway, stranger: Stranger
) -> None:
    answer = await gateway.call(CALL, number_id="1")
    assert isinstance(answer, Reply)
    assert (answer.status, answer.body, answer.headers["x-usage"]) == (200, {"id": 1}, "3")
    ((url, key),) = stranger.asked
    assert url.endswith("/v1/1/thing?fields=id")
    assert key == "Bearer secret"


async def test_without_a_token_nothing_leaves_and_what_was_to_be_sent_is_not_unknown(
    gateway: Gateway, stranger: Stranger
) -> None:
    assert isinstance(await gateway.call(CALL, number_id="unknown"), NotReached)
    assert stranger.asked == []


async def test_a_closed_door_is_not_reached(base: str) -> None:
    settings = GatewaySettings(
        base_url="http://127.0.0.1:9", version="v1", tokens={"1": "secret"}
    )
    async with open_gateway(settings) as gateway:
        assert isinstance(await gateway.call(CALL, number_id="1"), NotReached)


async def test_a_line_that_breaks_after_the_request_gave_no_answer(gateway: Gateway) -> None:
    broken = GraphCall(method="POST", path="/1/broken", body={})
    assert isinstance(await gateway.call(broken, number_id="1"), NoAnswer)


async def test_the_token_follows_no_redirect(
    gateway: Gateway, base: str, stranger: Stranger
) -> None:
    got: list[bytes] = []
    answer = await gateway.download(
        f"{base}/away", got.append, number_id="1", limit_bytes=10_000
    )
    assert isinstance(answer, Reply)
    assert (answer.status, got) == (307, [])
    assert len(stranger.asked) == 1


async def test_a_foreign_address_is_never_asked(gateway: Gateway, stranger: Stranger) -> None:
    async with serving(stranger.app) as elsewhere:
        got: list[bytes] = []
        answer = await gateway.download(
            f"{elsewhere}/file", got.append, number_id="1", limit_bytes=10_000
        )
    assert isinstance(answer, NotReached)
    assert (stranger.asked, got) == ([], [])


async def test_a_file_over_the_limit_is_left(gateway: Gateway, base: str) -> None:
    got: list[bytes] = []
    whole = await gateway.download(f"{base}/file", got.append, number_id="1", limit_bytes=1000)
    assert isinstance(whole, Reply)
    assert b"".join(got) == b"x" * 1000
    over = await gateway.download(f"{base}/file", got.append, number_id="1", limit_bytes=999)
    assert isinstance(over, TooLarge)
