"""A template send checked against the stored template: language, state, parameters."""

import re
from datetime import datetime
from typing import Any

from console.simulator import bodies
from console.simulator.messages import SentMessage
from console.simulator.params import demand, length_of
from console.simulator.refusals import RefusalError
from console.simulator.world import World

Part = dict[str, Any]
_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BAD_SPACE = re.compile(r"[\n\r\t]| {5,}")
_LIMITS = {"BODY": 1024, "HEADER": 60}
_REFUSALS = {"PAUSED": 132015, "DISABLED": 132016}


def check(world: World, content: Any, at: datetime) -> str:
    """The category of a template that may be sent so, in lower case.

    Raises:
        RefusalError: With Meta's number.
    """
    if not isinstance(content, dict):
        raise RefusalError(131008, "Parameter template is required for type template.")
    name = str(demand(content, "name", "template"))
    language = demand(content, "language", "template")
    code = str(demand(language, "code", "template['language']"))
    stored = world.templates.find(name, code)
    if stored is None or stored["status"] not in {"APPROVED", *_REFUSALS}:
        raise RefusalError(132001, f"template name ({name}) does not exist in {code}")
    if stored["status"] in _REFUSALS:
        raise RefusalError(_REFUSALS[stored["status"]], f"template ({name}) cannot be sent now")
    _check_components(world, stored, stored["components"], content.get("components", []), at)
    return str(stored["category"]).lower()


def is_held(world: World, message: SentMessage) -> bool:
    """Whether the message waits until the quality of its template has been judged."""
    stored = stored_of(world, message)
    return stored is not None and bool(stored.get("paced"))


def stored_of(world: World, message: SentMessage) -> Part | None:
    """The template that a message was made from; None if it is gone, or it is no template."""
    if message.type != "template":
        return None
    content = message.body["template"]
    return world.templates.find(content["name"], content["language"]["code"])


def _given(components: list[Part]) -> dict[str, list[Part]]:
    """Parameters by place: `HEADER`, `BODY`, `BUTTON 0` …."""
    given: dict[str, list[Part]] = {}
    for part in components:
        kind = str(part.get("type", "")).upper()
        place = f"BUTTON {part.get('index', '')}" if kind == "BUTTON" else kind
        given[place] = list(part.get("parameters", []))
    return given


def _check_components(
    world: World, stored: Part, parts: list[Part], components: list[Part], at: datetime
) -> None:
    given = _given(components)
    for part in parts:
        kind = part["type"].upper()
        if kind == "CAROUSEL":
            _check_cards(world, stored, part["cards"], cards_in(components), at)
        elif kind == "LIMITED_TIME_OFFER":
            _check_offer(part["limited_time_offer"], given.get(kind, []), at)
        else:
            _check_part(world, stored, part, given, at)


def cards_in(components: list[Part]) -> list[Part]:
    """The cards of the carousel among components, stored or sent; none if there is none."""
    carousels = (one for one in components if one.get("type", "").upper() == "CAROUSEL")
    return list(next(carousels, {}).get("cards", []))


def _check_cards(
    world: World, stored: Part, cards: list[Part], sent: list[Part], at: datetime
) -> None:
    if [card.get("card_index") for card in sent] != list(range(len(cards))):
        raise RefusalError(132012, f"carousel: expected {len(cards)} cards in their order")
    for card, one in zip(cards, sent, strict=True):
        _check_components(world, stored, card["components"], one.get("components", []), at)


def _check_offer(offer: Part, given: list[Part], at: datetime) -> None:
    if not offer.get("has_expiration"):
        return
    if len(given) != 1 or given[0].get("type", "").lower() != "limited_time_offer":
        raise RefusalError(132012, "limited_time_offer: expected a parameter of its type")
    ends_ms = given[0].get("limited_time_offer", {}).get("expiration_time_ms")
    if not isinstance(ends_ms, int) or ends_ms <= at.timestamp() * 1000:
        raise RefusalError(131009, "limited_time_offer: expiration_time_ms is in the past.")


def _check_part(
    world: World, stored: Part, part: Part, given: dict[str, list[Part]], at: datetime
) -> None:
    kind = part["type"].upper()
    if kind == "BUTTONS":
        for index, button in enumerate(part["buttons"]):
            _check_button(button, given.get(f"BUTTON {index}", []), index)
    elif kind == "HEADER" and part["format"].upper() != "TEXT":
        _check_media_header(world, part["format"].lower(), given.get("HEADER", []), at)
    elif kind in _LIMITS:
        _check_text(stored, part, kind, given.get(kind, []))


def _check_text(stored: Part, part: Part, kind: str, given: list[Part]) -> None:
    blanks = list(dict.fromkeys(_BLANK.findall(part["text"])))
    if len(given) != len(blanks):
        raise RefusalError(
            132000,
            f"{kind.lower()}: number of localizable_params ({len(given)}) does not match the"
            f" expected number of params ({len(blanks)})",
        )
    named = stored.get("parameter_format", "POSITIONAL") == "NAMED"
    values = [_text_of(one, named, kind) for one in given]
    if named and {one["parameter_name"] for one in given} != set(blanks):
        raise RefusalError(100, f"{kind.lower()}: parameter_name must be one of {blanks}")
    filled = len(_BLANK.sub("", part["text"])) + sum(map(length_of, values))
    if filled > _LIMITS[kind]:
        raise RefusalError(132005, f"{kind.lower()}: translated text is too long")


def _text_of(parameter: Part, named: bool, kind: str) -> str:
    text = parameter.get("text")
    if parameter.get("type", "").lower() != "text" or not isinstance(text, str) or not text:
        raise RefusalError(132012, f"{kind.lower()}: expected a parameter of type text")
    if named != ("parameter_name" in parameter):
        raise RefusalError(
            100,
            "Parameter name is missing or empty"
            if named
            else "Parameter names are not expected by a positional template",
        )
    if _BAD_SPACE.search(text):
        raise RefusalError(
            132018,
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        )
    return text


def _check_media_header(world: World, kind: str, given: list[Part], at: datetime) -> None:
    if len(given) != 1 or given[0].get("type", "").lower() != kind or kind not in given[0]:
        found = given[0].get("type", "nothing") if given else "nothing"
        raise RefusalError(
            132012,
            f"header: Format mismatch, expected {kind.upper()}, received {found.upper()}",
        )
    if kind != "location":
        bodies.check_media(world, kind, given[0][kind], at)
        return
    bodies.check(world, kind, given[0], at)
    for key in ("name", "address"):
        demand(given[0][kind], key, "location")


def _check_button(button: Part, given: list[Part], index: int) -> None:
    needs_text = button["type"] == "OTP" or bool(_BLANK.search(button.get("url", "")))
    if button["type"] == "FLOW" and given:
        _check_flow(given[0], index)
    if button["type"] == "COPY_CODE":
        wanted = "coupon_code"
    elif needs_text:
        wanted = "text"
    else:
        return
    if len(given) != 1:
        raise RefusalError(
            131008, f"buttons: Button at index {index} of type Url requires a parameter"
        )
    if given[0].get("type") != wanted or not given[0].get(wanted):
        raise RefusalError(
            132012, f"buttons: Button at index {index} expects a parameter {wanted}"
        )


def _check_flow(given: Part, index: int) -> None:
    data = given.get("action", {}).get("flow_action_data", {"": ""})
    if given.get("type") != "action" or not isinstance(data, dict) or not data:
        raise RefusalError(132012, f"buttons: Button at index {index} expects an action")
