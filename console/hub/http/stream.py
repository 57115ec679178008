"""The feed as server-sent events: plain ASGI, one write per loop turn."""

import asyncio
import logging

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from console.domain.errors import RuleBroken
from console.domain.ids import Seq
from console.hub import auth, outage
from console.hub.feed import Reset
from console.hub.http.answers import WrongMethod, problem
from console.hub.http.inside import Inside, signed_in_shown
from console.hub.subscriber import Subscriber
from console.wire import sse

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_log = logging.getLogger(__name__)


class Stream:
    """The feed's door."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streams until the desk leaves, falls behind or is signed out."""
        begun = False

        async def tell(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._stream(scope, receive, tell)
        except outage.FAULTS as error:
            _log.error("a desk's stream ended: %s", outage.name_of(error))
            if not begun:
                await problem(outage.refusal(error))(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            if scope["method"] != "GET":
                raise WrongMethod("GET")
            shown = signed_in_shown(scope)
            who = await self._inside.auth.principal(shown)
        except RuleBroken as refusal:
            await problem(refusal)(scope, receive, send)
            return
        after = _place(headers.get("last-event-id"), self._inside.feed.place)
        known = auth.token_hash(shown.token)
        async with self._inside.feed.subscribed(who, known, after) as subscriber:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            if isinstance(subscriber, Reset):
                await _write(
                    send, self._inside.feed.beat() + sse.reset_frame(subscriber.reason)
                )
            else:
                with self._inside.counts.streams.track_inprogress():
                    await _serve(subscriber, receive, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _serve(subscriber: Subscriber, receive: Receive, send: Send) -> None:
    async with asyncio.TaskGroup() as group:
        watch = group.create_task(_close_when_left(subscriber, receive))
        while not (subscriber.closed and subscriber.overflowed):
            chunk = await subscriber.take()
            if not chunk:
                break
            await _write(send, chunk)
        watch.cancel()


async def _close_when_left(subscriber: Subscriber, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.close()


async def _write(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


def _place(header: str | None, here: Seq) -> Seq:
    """Where to go on after; a stream without a place begins at the journal's end."""
    if header is None or not header.isdecimal() or len(header) > 18:
        return here
    return Seq(int(header))
