"""`/{phone}/whatsapp_business_profile` and `/{phone}/message_qrdls`."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator.graph_numbers import asked_of, number_of
from console.simulator.refusals import RefusalError, no_such_object
from console.simulator.world import World

_LIMITS = {"about": 139, "address": 256, "description": 512, "email": 128}
_MOST, _PREFILLED = 2000, 140
_PAGE = 25


async def profile(world: World, request: Request) -> Response:
    """The profile, as asked for."""
    number = number_of(world, request)
    asked = (request.query_params.get("fields") or "about").split(",")
    row = {key: number.profile[key] for key in asked if key in number.profile}
    return JSONResponse({"data": [row | {"messaging_product": "whatsapp"}]})


async def change_profile(world: World, request: Request) -> Response:
    """The profile has what was given."""
    asked = await asked_of(request)
    number = number_of(world, request)
    if asked.pop("messaging_product", "") != "whatsapp":
        raise RefusalError(100, "The parameter messaging_product is required.")
    for key, most in _LIMITS.items():
        if len(str(asked.get(key, ""))) > most:
            raise RefusalError(100, f"Param {key} must be at most {most} characters.")
    if asked.get("about") == "":
        raise RefusalError(100, "Param about must not be empty.")
    if len(asked.get("websites", [])) > 2:
        raise RefusalError(100, "Param websites can have 2 at most.")
    handle = asked.pop("profile_picture_handle", "")
    if handle:
        if world.uploads.finished(handle) is None:
            raise RefusalError(100, "Param profile_picture_handle is no handle of a file.")
        asked["profile_picture_url"] = f"{world.base_url or ''}/pictures/{number.id}"
    number.profile |= asked
    return JSONResponse({"success": True})


async def links(world: World, request: Request) -> Response:
    """One page of the links, newest first."""
    number = number_of(world, request)
    rows = [_row(number.id, code, words) for code, words in reversed(number.links.items())]
    begin = int(request.query_params.get("after") or 0)
    size = min(int(request.query_params.get("limit") or _PAGE), 25)
    paging: dict[str, Any] = {"cursors": {"after": str(begin + size)}}
    if begin + size < len(rows):
        paging["next"] = str(request.url.include_query_params(after=begin + size))
    return JSONResponse({"data": rows[begin : begin + size], "paging": paging})


async def write_link(world: World, request: Request) -> Response:
    """A link with these words; with a code, the one there is has them."""
    asked = await asked_of(request)
    number = number_of(world, request)
    words, code = str(asked.get("prefilled_message", "")), str(asked.get("code", ""))
    if not words or len(words) > _PREFILLED:
        raise RefusalError(100, "Param prefilled_message must have 1 to 140 characters.")
    if code and code not in number.links:
        raise no_such_object(code, "post")
    if not code and len(number.links) >= _MOST:
        raise RefusalError(100, "The number has 2000 message links already.")
    code = code or world.ids.link_code()
    number.links[code] = words
    row = _row(number.id, code, words)
    if asked.get("generate_qr_image"):
        row["qr_image_url"] = f"{world.base_url or ''}/qr/{code}.svg"
    return JSONResponse(row)


async def drop_link(world: World, request: Request) -> Response:
    """The link is gone."""
    number, code = number_of(world, request), request.path_params["code"]
    if number.links.pop(code, None) is None:
        raise no_such_object(code, "delete")
    return JSONResponse({"success": True})


def _row(number_id: str, code: str, words: str) -> dict[str, Any]:
    url = f"https://wa.me/message/{code}"
    return {"code": code, "prefilled_message": words, "deep_link_url": url}
