"""The control door `/simulated/…`: a caller on this machine moves the customers."""

import base64
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from console.simulator import phone
from console.simulator.customers import Customer
from console.simulator.here import guarded
from console.simulator.identifiers import digits_of
from console.simulator.incidents import Incidents
from console.simulator.messages import Person, SentMessage
from console.simulator.scenarios import RESOURCES
from console.simulator.world import CARE_WINDOW, World

Asked = dict[str, Any]
Verb = Callable[[Customer, Asked], object]


def routes(world: World) -> list[BaseRoute]:
    """The control door's routes."""
    return [
        Mount(
            "/simulated",
            routes=[
                Route("/customers", guarded(world, _list_customers)),
                Route("/customers/{phone}/{verb}", guarded(world, _move), methods=["POST"]),
                Route("/customers/{phone}/received", guarded(world, _received)),
                Route("/sent", guarded(world, _list_sent)),
                Route("/webhook", guarded(world, _set_webhook), methods=["POST"]),
                Route("/templates", guarded(world, _change_template), methods=["POST"]),
                Route("/faults/{name}", guarded(world, _queue_fault), methods=["POST"]),
                *phone.routes(world),
            ],
        )
    ]


async def _list_customers(world: World, _request: Request) -> Response:
    return JSONResponse({"customers": [_shown(one) for one in world.people.values()]})


async def _list_sent(world: World, _request: Request) -> Response:
    return JSONResponse({"sent": [_shown_message(one) for one in world.sent]})


async def _received(world: World, request: Request) -> Response:
    customer = _customer(world, request, {})
    return JSONResponse({"received": [_shown_message(one) for one in customer.received()]})


async def _move(world: World, request: Request) -> Response:
    asked = await _asked(request)
    verb = _VERBS.get(request.path_params["verb"])
    if verb is None:
        return JSONResponse({"error": f"A customer can do: {', '.join(_VERBS)}."}, 404)
    outcome = verb(_customer(world, request, asked), asked)
    return JSONResponse({"id": outcome}, 201)


async def _queue_fault(world: World, request: Request) -> Response:
    name = request.path_params["name"]
    if name.startswith("_") or name == "take" or not hasattr(world.faults, name):
        raise LookupError(f"There is no fault called {name}.")
    getattr(world.faults, name)(**await _asked(request))
    return JSONResponse({}, 201)


async def _set_webhook(world: World, request: Request) -> Response:
    world.courier.url = (await _asked(request))["url"]
    world.bell.set()
    return JSONResponse({}, 201)


async def _change_template(world: World, request: Request) -> Response:
    asked = await _asked(request)
    incidents, which = Incidents(world), (asked["name"], asked["language"])
    if "quality" in asked:
        incidents.template_quality(*which, asked["quality"])
    elif "category" in asked:
        incidents.template_category(*which, asked["category"])
    else:
        incidents.template_becomes(*which, asked["status"])
    return JSONResponse({}, 201)


async def _asked(request: Request) -> Asked:
    raw = await request.body()
    asked = json.loads(raw) if raw else {}
    if not isinstance(asked, dict):
        raise TypeError("Send a JSON object.")
    return asked


def _customer(world: World, request: Request, asked: Asked) -> Customer:
    wa_id = digits_of(request.path_params["phone"])
    if len(wa_id) < 7:
        raise ValueError("Give the customer's whole number, with its country code.")
    return Customer(world, world.person(wa_id, asked.get("name_of_customer")))


def _shown(person: Person) -> dict[str, Any]:
    wrote_at = person.last_wrote_at
    return {
        "phone": f"+{person.wa_id}",
        "name": person.name,
        "user_id": person.user_id,
        "online": person.online,
        "auto_read": person.auto_read,
        "window_ends_at": (wrote_at + CARE_WINDOW).isoformat() if wrote_at else None,
    }


def _shown_message(message: SentMessage) -> dict[str, Any]:
    return {
        "id": message.wamid,
        "to": f"+{message.to}",
        "at": message.at.isoformat(),
        "state": message.state,
        "body": message.body,
    }


def _bytes(asked: Asked, folder: str, default: str) -> bytes:
    if "base64" in asked:
        return base64.b64decode(str(asked["base64"]))
    name = str(asked.get("file", default))
    place = (RESOURCES / folder / name).resolve()
    if place.parent != (RESOURCES / folder).resolve() or not place.is_file():
        raise LookupError(f"There is no file {name} among the simulator's files.")
    return place.read_bytes()


_VERBS: dict[str, Verb] = {
    "writes": lambda who, asked: who.writes(asked["text"], reply_to=asked.get("reply_to")),
    "sends_image": lambda who, asked: who.sends_image(
        _bytes(asked, "img", "table-corner.jpg"),
        asked.get("caption", ""),
        mime=asked.get("mime", "image/jpeg"),
    ),
    "sends_document": lambda who, asked: who.sends_document(
        _bytes(asked, "files", "Facture_AF-88213.pdf"),
        asked.get("filename", "Facture_AF-88213.pdf"),
        asked.get("mime", "application/pdf"),
    ),
    "sends_voice": lambda who, asked: who.sends_voice(_bytes(asked, "files", "voice-note.ogg")),
    "sends_video": lambda who, asked: who.sends_video(
        _bytes(asked, "files", "walkaround-living-room.mp4"), asked.get("caption", "")
    ),
    "sends_sticker": lambda who, asked: who.sends_sticker(
        _bytes(asked, "files", "sticker.webp")
    ),
    "shares_location": lambda who, asked: who.shares_location(
        asked["latitude"], asked["longitude"], asked.get("name", ""), asked.get("address", "")
    ),
    "shares_contact": lambda who, asked: who.shares_contact(asked["name"], asked["phone"]),
    "sends_unsupported": lambda who, asked: who.sends_unsupported(
        asked.get("kind", "poll_creation")
    ),
    "reacts": lambda who, asked: who.reacts(asked["to"], asked.get("emoji", "")),
    "taps": lambda who, asked: who.taps(asked["on"], asked["title"]),
    "calls": lambda who, _asked: who.calls(),
    "reads_by_itself": lambda who, asked: setattr(who, "auto_read", bool(asked["on"])),
    "reads": lambda who, _asked: who.reads(),
    "goes_quiet": lambda who, _asked: who.goes_quiet(),
    "comes_back": lambda who, _asked: who.comes_back(),
    "wants_offers": lambda who, asked: who.wants_offers(bool(asked["wanted"])),
}
