"""`/{phone}/thread_control`: which of the business's apps has a customer's thread."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator.identifiers import digits_of
from console.simulator.refusals import RefusalError
from console.simulator.world import World

_NOT_ALLOWED = 2494191


async def control(world: World, request: Request) -> Response:
    """Success: the thread is taken, by the escalation partner alone, or given back."""
    try:
        asked = json.loads(await request.body())
        whom, action = str(asked.get("recipient") or asked["to"]), asked["action"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RefusalError(100, "The parameters to and action are required.") from None
    person = world.person_by_user_id(whom) or world.people.get(digits_of(whom))
    if person is None or action not in {"take", "pass", "release"}:
        raise RefusalError(100, "No such customer or action.")
    if action == "take":
        if person.held_by and not world.is_escalation_partner:
            raise RefusalError(_NOT_ALLOWED, "Only the escalation partner can take control.")
        person.held_by = ""
    return JSONResponse({"success": True})
