"""Lines that break at any byte on the way to the platform, and platforms that never answer."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from console.channels.whatsapp import faults
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.faults import Accepted, Class
from console.domain.messages import Text
from console.hub import gateway as gateways
from console.hub.gateway import (
    Gateway,
    GatewaySettings,
    NoAnswer,
    NotReached,
    Reply,
    open_gateway,
)
from tests.floor import Floor
from tests.platform_road import Road, built
from tests.simulator.receiving import PHONE, TOKEN

SEND = GraphCall(method="POST", path="/1/messages", body={"to": "316", "type": "text"})
ANSWER = json.dumps({"messages": [{"id": "wamid.1"}]}).encode()
REPLY = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
    + str(len(ANSWER)).encode()
    + b"\r\n\r\n"
    + ANSWER
)


@dataclass
class Line:
    """A line that is cut after so many bytes of the request or of the reply.

    `port` leads to a real platform; without one a fixed reply is given to a whole request.
    """

    cut_request: int | None = None
    cut_reply: int | None = None
    port: int = 0
    request_bytes: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            request = await self._read(reader)
            self.request_bytes = max(self.request_bytes, len(request))
            if self.cut_request is None or len(request) < self.cut_request:
                reply = await self._reply_to(request)
                writer.write(reply if self.cut_reply is None else reply[: self.cut_reply])
                await writer.drain()
        writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        """The whole request, or as much of it as passes."""
        if self.cut_request is not None:
            return await reader.readexactly(self.cut_request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return head + await reader.readexactly(length)

    async def _reply_to(self, request: bytes) -> bytes:
        if not self.port:
            return REPLY
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request.replace(b"keep-alive", b"close"))
        reply = await reader.read()
        writer.close()
        return reply


@contextlib.asynccontextmanager
async def through(line: Line, token: str = "secret") -> AsyncIterator[Gateway]:
    """A gateway whose calls go over this line."""
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    settings = GatewaySettings(
        base_url=base, version="v25.0", tokens={"1": token, PHONE: token}
    )
    try:
        async with open_gateway(settings) as gateway:
            yield gateway
    finally:
        server.close()
        await server.wait_closed()


async def outcome_over(line: Line) -> gateways.Answer:
    async with through(line) as gateway:
        return await gateway.call(SEND, number_id="1")


async def test_f11_a_reply_cut_at_any_byte_is_no_answer_and_whole_it_is_one() -> None:
    line = Line()
    async with through(line) as gateway:
        for offset in range(len(REPLY)):
            line.cut_reply = offset
            answer = await gateway.call(SEND, number_id="1")
            assert isinstance(answer, NoAnswer), offset
            assert faults.lost(answer.detail).kind is Class.UNKNOWN
    whole = await outcome_over(Line())
    assert isinstance(whole, Reply)
    assert isinstance(faults.of_answer(whole.status, whole.raw), Accepted)


async def test_f11_a_request_cut_at_any_byte_may_have_arrived() -> None:
    line = Line()
    await outcome_over(line)
    assert line.request_bytes > 100
    async with through(line) as gateway:
        for offset in range(1, line.request_bytes + 1):
            line.cut_request = offset
            assert isinstance(await gateway.call(SEND, number_id="1"), NoAnswer), offset


async def test_f11_a_door_that_is_closed_was_not_reached_and_may_be_tried_again() -> None:
    server = await asyncio.start_server(Line().serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    settings = GatewaySettings(base_url=f"http://127.0.0.1:{port}", version="v1", tokens={})
    async with open_gateway(settings) as gateway:
        answer = await gateway.call(SEND, number_id="1")
    assert isinstance(answer, NotReached)
    assert faults.not_reached(answer.detail).kind is Class.RETRY


async def test_f11_a_platform_that_never_answers_is_left_after_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateways, "CALL_LIMIT_S", 0.3)
    silent = asyncio.Event()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        await silent.wait()
        writer.close()

    line = Line()
    line.serve = hold  # type: ignore[method-assign]
    async with through(line) as gateway:
        answer = await gateway.call(SEND, number_id="1")
        silent.set()
    assert isinstance(answer, NoAnswer)
    assert answer.detail == "TimeoutError"


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


def _port(gateway: Gateway) -> int:
    return int(gateway._base.rsplit(":", 1)[1])


@pytest.mark.parametrize("cut", ["request", "reply"])
async def test_f11_a_cut_on_the_way_sends_at_most_once_and_a_status_tells(
    road: Road, cut: str
) -> None:
    taken = await road.owned()
    for number, offset in enumerate((1, 40, 200)):
        line = Line(port=_port(road.gateway))
        line = replace(line, **{f"cut_{cut}": offset})
        key = f"m-{number}"
        async with through(line, TOKEN) as gateway:
            cut_road = replace(road, gateway=gateway)
            await cut_road.says(*taken, Text(text=key), key)
            await cut_road.settle()
            assert await road.attempts(key) in (["unknown"], ["accepted"])
        await road.pass_time(hours=1)
        arrived = [sent.body["text"]["body"] for sent in road.simulator.sent].count(key)
        row = await road.message(key)
        assert arrived == (1 if cut == "reply" else 0)
        assert row["state"] == ("delivered" if arrived else "unknown")


async def test_f9_an_error_after_acceptance_is_unknown_and_never_sent_twice(
    road: Road,
) -> None:
    taken = await road.owned()
    for code in (131000, 131016, 2, 1):
        road.simulator.faults.error(code)
        await road.says(*taken, Text(text=f"e {code}"), f"e-{code}")
        await road.settle()
        await road.pass_time(hours=1)
        row = await road.message(f"e-{code}")
        assert (row["state"], row["trouble_code"]) == ("unknown", str(code))
        assert await road.attempts(f"e-{code}") == ["unknown"]
    road.simulator.faults.http_500_after_accept()
    await road.says(*taken, Text(text="after"), "after")
    await road.settle()
    await road.pass_time(hours=1)
    assert [sent.body["text"]["body"] for sent in road.simulator.sent] == ["after"]
    assert (await road.message("after"))["state"] == "delivered"
    assert await road.attempts("after") == ["accepted"]  # shown by a status
