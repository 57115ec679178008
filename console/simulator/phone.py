"""A page that plays a customer's phone, for training: `/simulated/phone`."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from console.simulator import filetypes, here
from console.simulator.customers import Customer
from console.simulator.identifiers import digits_of
from console.simulator.messages import Person
from console.simulator.scenarios import RESOURCES
from console.simulator.screen import NOTHING, LastLine, last_lines, screen
from console.simulator.world import World

PATH = "/simulated/phone"
_PAGE = RESOURCES / "phone"
_ASSETS = {"": "index.html", "phone.css": "phone.css", "phone.js": "phone.js"}
_IN_PLACE = ("image/", "audio/", "video/")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " media-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
        " form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def routes(world: World) -> list[Route]:
    """The page, what it shows, and the files in it."""
    return [
        Route("/phone", here.guarded(world, _asset)),
        Route("/phone/people", here.guarded(world, _people)),
        Route("/phone/people/{phone}", here.guarded(world, _screen)),
        Route("/phone/media/{media_id}", here.guarded(world, _media)),
        Route("/phone/{asset}", here.guarded(world, _asset)),
    ]


async def _asset(_world: World, request: Request) -> Response:
    name = _ASSETS.get(request.path_params.get("asset", ""))
    if name is None:
        raise HTTPException(404)
    return FileResponse(_PAGE / name, headers=_HEADERS)


async def _people(world: World, _request: Request) -> Response:
    lines = last_lines(world)
    people = [_listed(one, lines.get(one.wa_id, NOTHING)) for one in world.people.values()]
    return JSONResponse({"people": people})


async def _screen(world: World, request: Request) -> Response:
    wa_id = digits_of(request.path_params["phone"])
    if wa_id not in world.people:
        raise LookupError("Nobody has this number yet.")
    return JSONResponse(screen(world, Customer(world, world.people[wa_id])))


async def _media(world: World, request: Request) -> Response:
    file = world.media.find(request.path_params["media_id"], world.clock.now())
    if file is None:
        raise HTTPException(404)
    mime = file.mime.partition(";")[0]
    plain = mime.startswith(_IN_PLACE) and filetypes.is_what_it_says(mime, file.content)
    headers = dict(_HEADERS) if plain else _HEADERS | {"Content-Disposition": "attachment"}
    kind = mime if plain else "application/octet-stream"
    return Response(file.content, media_type=kind, headers=headers)


def _listed(person: Person, line: LastLine) -> dict[str, Any]:
    return {
        "phone": f"+{person.wa_id}",
        "name": person.name,
        "online": person.online,
        "unread": line.unread,
        "last": line.words,
    }
