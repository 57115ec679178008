"""`/{phone}/block_users`: customers the business wants to hear nothing from."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator.identifiers import digits_of
from console.simulator.messages import Person
from console.simulator.refusals import RefusalError, failure
from console.simulator.world import World

_PARTIAL, _CANNOT = 139100, 139103
_PAGE = 10


async def list_blocked(world: World, request: Request) -> Response:
    """One page of those who are blocked."""
    rows = [
        {"messaging_product": "whatsapp", "wa_id": one.wa_id}
        for one in world.people.values()
        if one.blocked
    ]
    begin = int(request.query_params.get("after") or 0)
    end = begin + min(int(request.query_params.get("limit") or _PAGE), 100)
    paging: dict[str, Any] = {"cursors": {"before": str(begin), "after": str(end)}}
    if end < len(rows):
        paging["next"] = str(request.url.include_query_params(after=end))
    return JSONResponse({"data": rows[begin:end], "paging": paging})


async def block(world: World, request: Request) -> Response:
    """Who is blocked now; only who wrote within the last 24 hours can be."""
    done, failed = [], []
    for user, person in await _asked(world, request):
        fault = world.faults.take("block")
        if fault is not None:
            failed.append({"input": user, "errors": [failure(int(fault.number), "")]})
        elif person is None or not world.window_open(person, world.clock.now()):
            details = "The user has not written in the last 24 hours."
            failed.append({"input": user, "errors": [failure(_CANNOT, details)]})
        else:
            person.blocked = True
            done.append({"input": user, "wa_id": person.wa_id})
    answer: dict[str, Any] = {"messaging_product": "whatsapp"}
    if not failed:
        return JSONResponse(answer | {"block_users": {"added_users": done}})
    users = {"added_users": done, "failed_users": failed}
    refusal = RefusalError(_PARTIAL, "Failed to block some users.").reply(world.ids.trace())
    return JSONResponse(answer | {"block_users": users} | refusal, 400)


async def unblock(world: World, request: Request) -> Response:
    """Who is no longer blocked."""
    done = []
    for user, person in await _asked(world, request):
        if person is not None:
            person.blocked = False
            done.append({"input": user, "wa_id": person.wa_id})
    answer = {"messaging_product": "whatsapp", "block_users": {"removed_users": done}}
    return JSONResponse(answer)


async def _asked(world: World, request: Request) -> list[tuple[str, Person | None]]:
    try:
        rows = json.loads(await request.body())["block_users"]
        users = [str(row.get("user") or row.get("user_id")) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RefusalError(100, "The parameter block_users is required.") from None
    return [
        (user, world.person_by_user_id(user) or world.people.get(digits_of(user)))
        for user in users
    ]
