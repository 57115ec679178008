"""`/{phone}` and its edges by which a number is set up."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator import numbers
from console.simulator.numbers import Number
from console.simulator.refusals import RefusalError
from console.simulator.world import World


async def change(world: World, request: Request) -> Response:
    """The PIN of two-step verification is another one."""
    asked = await asked_of(request)
    if "pin" not in asked:
        raise RefusalError(100, "Nothing in the body can be changed.")
    numbers.set_pin(number_of(world, request), str(asked["pin"]))
    return JSONResponse({"success": True})


async def request_code(world: World, request: Request) -> Response:
    """A code is on its way."""
    numbers.send_code(number_of(world, request), world.rng, await asked_of(request))
    return JSONResponse({"success": True})


async def verify_code(world: World, request: Request) -> Response:
    """The number is verified."""
    numbers.verify(number_of(world, request), str((await asked_of(request)).get("code", "")))
    return JSONResponse({"success": True})


async def register(world: World, request: Request) -> Response:
    """The number is connected."""
    asked = await asked_of(request)
    if asked.get("messaging_product") != "whatsapp":
        raise RefusalError(100, "The parameter messaging_product is required.")
    number = number_of(world, request)
    numbers.register(number, str(asked.get("pin", "")), world.clock.now())
    return JSONResponse({"success": True})


async def deregister(world: World, request: Request) -> Response:
    """The number is connected no more."""
    number_of(world, request).status = "DISCONNECTED"
    return JSONResponse({"success": True})


def number_of(world: World, request: Request) -> Number:
    """The number that the address names."""
    return world.numbers[request.path_params["node"]]


async def asked_of(request: Request) -> dict[str, Any]:
    """The body of a request; nothing if it is none."""
    raw = await request.body()
    try:
        found = json.loads(raw) if raw else {}
    except ValueError:
        raise RefusalError(100, "The body is no JSON.") from None
    return found if isinstance(found, dict) else {}
