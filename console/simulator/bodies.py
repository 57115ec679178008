"""The content of a free-form message, checked kind by kind as Meta checks it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from console.simulator import filetypes, interactives
from console.simulator.params import at_most, demand
from console.simulator.refusals import RefusalError, no_such_object
from console.simulator.world import World

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
CALLBACK_DATA_LENGTH = 512
CARDS = 257
_REACTION_HORIZON = timedelta(days=30)


def check(world: World, kind: str, body: dict[str, Any], at: datetime) -> None:
    """Passes a body that may be sent.

    Raises:
        RefusalError: With Meta's number.
    """
    checker = _CHECKS.get(kind)
    if checker is None:
        raise RefusalError(100, f"Param type must be one of {sorted(_CHECKS)} - got {kind!r}.")
    content = body.get(kind)
    if not isinstance(content, list if kind == "contacts" else dict) or not content:
        raise RefusalError(131008, f"Parameter {kind} is required for type {kind}.")
    if kind == "reaction" and "context" in body:
        raise RefusalError(100, "A reaction cannot carry a context.")
    checker(world, content, at)


def check_media(world: World, kind: str, content: dict[str, Any], at: datetime) -> None:
    """Passes a reference to a file: an id known here, or a link; never both.

    Raises:
        RefusalError: 100 (subcode 33 for an id that is unknown or gone), 131053 for the kind.
    """
    if ("id" in content) == ("link" in content):
        raise RefusalError(100, f"Param {kind} must have exactly one of id and link.")
    if "caption" in content:
        at_most(content["caption"], CAPTION_LENGTH, f"{kind}['caption']")
    if "link" in content:
        if not str(content["link"]).startswith(("https://", "http://")):
            raise RefusalError(100, f"Param {kind}['link'] is not a valid URL.")
        return
    file = world.media.find(str(content["id"]), at)
    if file is None:
        raise no_such_object(str(content["id"]), "post")
    if not filetypes.fits(kind, file.mime):
        raise RefusalError(131053, f"A file of type {file.mime} cannot be sent as {kind}.")
    if content.get("voice") and not filetypes.is_voice(file.content):
        raise RefusalError(131053, "A voice message must be OGG with Opus in mono.")


def _text(_world: World, content: dict[str, Any], _at: datetime) -> None:
    at_most(demand(content, "body", "text"), TEXT_LENGTH, "text['body']")


def _location(_world: World, content: dict[str, Any], _at: datetime) -> None:
    for key, limit in (("latitude", 90), ("longitude", 180)):
        try:
            degrees = float(demand(content, key, "location"))
        except (TypeError, ValueError):
            raise RefusalError(131009, f"Param location['{key}'] must be a number.") from None
        if abs(degrees) > limit:
            raise RefusalError(131009, f"Param location['{key}'] is out of range.")


def _contacts(_world: World, content: list[dict[str, Any]], _at: datetime) -> None:
    if len(content) > CARDS:
        raise RefusalError(100, f"Param contacts must have at most {CARDS} elements.")
    for card in content:
        name = demand(card, "name", "contacts")
        demand(name, "formatted_name", "contacts['name']")
        if len([key for key in name if name[key]]) < 2:
            raise RefusalError(131009, "A contact needs one more part of the name.")


def _reaction(world: World, content: dict[str, Any], at: datetime) -> None:
    if not isinstance(content.get("emoji"), str):
        raise RefusalError(131008, "Parameter reaction['emoji'] is required.")
    target = world.written.get(str(content.get("message_id")))
    if target is None or at - target.at > _REACTION_HORIZON:
        raise RefusalError(131009, "The message to react to is unknown or too old.")


def _media(kind: str) -> Callable[[World, Any, datetime], None]:
    def checked(world: World, content: dict[str, Any], at: datetime) -> None:
        check_media(world, kind, content, at)

    return checked


def _interactive(world: World, content: dict[str, Any], at: datetime) -> None:
    interactives.check(content)
    header = content.get("header", {})
    if header.get("type") in {"image", "video", "document"}:
        check_media(world, header["type"], header.get(header["type"], {}), at)


Check = Callable[[World, Any, datetime], None]
_FILES: dict[str, Check] = {
    kind: _media(kind) for kind in ("image", "video", "audio", "document", "sticker")
}
_CHECKS: dict[str, Check] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": _interactive,
    **_FILES,
}
