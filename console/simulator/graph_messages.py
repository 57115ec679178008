"""`POST /{phone}/messages`: takes messages in, marks customers' as read, plays the faults."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from console.simulator import deliveries, sends
from console.simulator.faults import Fault
from console.simulator.messages import SentMessage
from console.simulator.refusals import RefusalError, title_of
from console.simulator.weather import strikes
from console.simulator.world import World

After = Callable[[World, SentMessage, Fault, datetime], Awaitable[Response | None]]


class LostReply(Response):
    """Begins an answer and breaks off, so that the caller's connection drops."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the head of an answer and no more."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"300")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


async def post(world: World, request: Request) -> Response:
    """The answer to one send, or to one read receipt."""
    body = await _body(request)
    at = world.clock.now()
    if world.numbers[request.path_params["node"]].status != "CONNECTED":
        raise RefusalError(133010, "Register the phone number first.")
    if body.get("status") == "read":
        sends.mark_read(world, body, at)
        return JSONResponse({"success": True})
    fault = world.faults.take("send")
    if fault is not None and fault.name == "error":
        raise RefusalError(int(fault.number), title_of(int(fault.number)))
    message = sends.accept(world, body, at)
    if fault is not None:
        answer = await _AFTER[fault.name](world, message, fault, at)
        if answer is not None:
            return answer
    if strikes(world.rng, world.weather.lost_reply):
        return LostReply()
    return JSONResponse(sends.answer(world, message))


async def _lose(_w: World, _m: SentMessage, _f: Fault, _at: datetime) -> Response:
    return LostReply()


async def _server_error(world: World, _m: SentMessage, _f: Fault, _at: datetime) -> Response:
    return JSONResponse(RefusalError(131000).reply(world.ids.trace()), 500)


async def _status_first(world: World, message: SentMessage, _f: Fault, at: datetime) -> None:
    world.agenda.drop("send", wamid=message.wamid)
    deliveries.send(world, at, wamid=message.wamid)
    await world.courier.post_at_once(at)


async def _fail(_world: World, message: SentMessage, fault: Fault, _at: datetime) -> None:
    message.failed_code = int(fault.number)


async def _fail_too(world: World, message: SentMessage, _fault: Fault, at: datetime) -> None:
    world.agenda.plan(at, "fail_too", wamid=message.wamid)


_AFTER: dict[str, After] = {
    "lose_reply": _lose,
    "http_500_after_accept": _server_error,
    "status_before_reply": _status_first,
    "fail_later": _fail,
    "delivered_and_failed": _fail_too,
}


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise RefusalError(100, "The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise RefusalError(100, "The request body must be a JSON object.")
    return body
