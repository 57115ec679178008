"""A template that is created or edited, judged as Meta judges it before anybody reviews it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from console.simulator.params import length_of
from console.simulator.refusals import RefusalError
from console.simulator.world import World

Part = dict[str, Any]
_NAME = re.compile(r"^[a-z0-9_]{1,512}$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(_[A-Z]{2})?$")
_BLANK = re.compile(r"\{\{([^{}]*)\}\}")
_CATEGORIES = frozenset({"UTILITY", "MARKETING", "AUTHENTICATION"})
_FORMATS = frozenset({"TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"})
_MOST_OF_KIND = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1}
_LIVES = {
    "AUTHENTICATION": (30, 900),
    "UTILITY": (30, 43_200),
    "MARKETING": (43_200, 2_592_000),
}
#: Source: Meta's error reference for templates
HEADER, BODY, FOOTER, LENGTH = 2388047, 2388072, 2388073, 2388040
DENSE, EDGES = 2388293, 2388299


def refused(words: str, subcode: int | None = None) -> RefusalError:
    """Meta's no to a template, with words for people as it gives them."""
    return RefusalError(100, message="Invalid parameter", subcode=subcode, told=words)


def check_name(body: Part) -> tuple[str, str, str]:
    """Name, language and category of a template that is to be made.

    Raises:
        RefusalError: One of them is none.
    """
    name, language = str(body.get("name", "")), str(body.get("language", ""))
    category = str(body.get("category", "")).upper()
    if not _NAME.match(name):
        raise refused("Message template name can only have lowercase letters and underscores.")
    if not _LANGUAGE.match(language):
        raise refused("Message template language isn't supported.")
    if category not in _CATEGORIES:
        raise refused("Choose a category: MARKETING, UTILITY or AUTHENTICATION.")
    return name, language, category


def check_life(category: str, body: Part) -> Part:
    """How long its messages are tried, if that is said.

    Raises:
        RefusalError: It is shorter or longer than the category allows.
    """
    seconds = body.get("message_send_ttl_seconds")
    if seconds is None:
        return {}
    least, most = _LIVES[category]
    if seconds != -1 and not (isinstance(seconds, int) and least <= seconds <= most):
        raise refused(f"message_send_ttl_seconds must lie between {least} and {most}.")
    return {"message_send_ttl_seconds": seconds}


def check_components(world: World, body: Part) -> list[Part]:
    """The components, as they will be stored.

    Raises:
        RefusalError: With Meta's numbers; nothing is stored.
    """
    components = body.get("components")
    if not isinstance(components, list) or not all(isinstance(c, dict) for c in components):
        raise refused("components must be an array of objects.")
    kinds = [str(part.get("type", "")).upper() for part in components]
    if kinds.count("BODY") != 1 or len(set(kinds)) != len(kinds):
        raise refused("A template has one body, and each other component at most once.")
    named = str(body.get("parameter_format", "POSITIONAL")).upper() == "NAMED"
    for kind, part in zip(kinds, components, strict=True):
        check = {"HEADER": _header, "BODY": _body, "FOOTER": _footer, "BUTTONS": _buttons}
        if kind not in check:
            raise refused(f"Components of type {kind} aren't taken here.")
        check[kind](world, part, named)
    return [part | {"type": kind} for kind, part in zip(kinds, components, strict=True)]


def _header(world: World, part: Part, named: bool) -> None:
    form = str(part.get("format", "TEXT")).upper()
    if form not in _FORMATS:
        raise refused(f"Header format {form} isn't supported.", HEADER)
    if form == "TEXT":
        text = str(part.get("text", ""))
        if not text or length_of(text) > 60 or set(text) & set("\n*~`"):
            raise refused(
                "The message header can't have any new lines, formatting characters, emojis "
                "or asterisks, and has 60 characters at most.",
                HEADER,
            )
        if len(_names(text, named)) > 1:
            raise refused("The message header can have one variable at most.", HEADER)
        _check_examples(part, "header", text, named)
    elif form != "LOCATION":
        handles = part.get("example", {}).get("header_handle", [])
        if len(handles) != 1 or world.uploads.finished(str(handles[0])) is None:
            raise refused("Add a sample of the media: header_handle is missing or unknown.")


def _body(_world: World, part: Part, named: bool) -> None:
    text = str(part.get("text", ""))
    if not text.strip():
        raise refused("The message body is empty.", BODY)
    if length_of(text) > 1024:
        raise refused("The message body has 1,024 characters at most.", LENGTH)
    names = _names(text, named)
    if text.strip().startswith("{{") or text.strip().endswith("}}"):
        raise refused("Variables can't be at the start or end of the template.", EDGES)
    if len(_BLANK.sub(" ", text).split()) < len(names) or re.search(r"\}\}\s*\{\{", text):
        raise refused(
            "This template has too many variables for its length. Reduce the number of "
            "variables or increase the message length.",
            DENSE,
        )
    _check_examples(part, "body", text, named)


def _footer(_world: World, part: Part, _named: bool) -> None:
    text = str(part.get("text", ""))
    if not text or length_of(text) > 60 or "{{" in text or "\n" in text:
        raise refused("The footer is one line of 60 characters without variables.", FOOTER)


def _buttons(_world: World, part: Part, _named: bool) -> None:
    buttons = [one for one in part.get("buttons", []) if isinstance(one, dict)]
    kinds = [str(one.get("type", "")).upper() for one in buttons]
    if not 1 <= len(buttons) <= 10:
        raise refused("A template has ten buttons at most.")
    for kind, most in _MOST_OF_KIND.items():
        if kinds.count(kind) > most:
            raise refused(f"A template has {most} buttons of type {kind} at most.")
    quick = [kind == "QUICK_REPLY" for kind in kinds]
    if sum(one != other for one, other in pairwise(quick)) > 1:
        raise refused("Quick reply buttons must be grouped together.")
    for problem in filter(None, map(_button, buttons)):
        raise refused(problem)


def _button(button: Part) -> str:
    kind, text = str(button.get("type", "")).upper(), str(button.get("text", ""))
    url = str(button.get("url", ""))
    if kind != "COPY_CODE" and not 1 <= length_of(text) <= 25:
        return "The button's text has 1 to 25 characters."
    if kind == "URL" and (not re.match(r"https?://\S+$", url) or length_of(url) > 2000):
        return "The button's link isn't a valid address."
    if kind == "URL" and "{{" in url and not (url.endswith("{{1}}") and button.get("example")):
        return "A variable stands at the end of a link, and needs an example."
    if kind == "PHONE_NUMBER" and not re.match(r"\+\d{7,19}$", str(button.get("phone_number"))):
        return "The button's phone number isn't valid."
    if kind == "COPY_CODE" and not 1 <= length_of(str(button.get("example") or "")) <= 15:
        return "A code to copy needs an example of 15 characters at most."
    return ""


def _names(text: str, named: bool) -> list[str]:
    names = list(dict.fromkeys(_BLANK.findall(text)))
    rest = _BLANK.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise refused("The variables of the template are malformed.")
    right = (
        all(re.match(r"[a-z][a-z0-9_]*$", name) for name in names)
        if named
        else sorted(names) == sorted(str(n) for n in range(1, len(names) + 1))
    )
    if not right:
        raise refused("Variables are numbered {{1}}, {{2}} … or named in lower case.")
    return names


def _check_examples(part: Part, place: str, text: str, named: bool) -> None:
    names = _names(text, named)
    if len(list(_examples(part.get("example") or {}, place, named))) != len(names):
        raise refused(
            f"component of type {place.upper()} is missing expected field(s) (example)"
        )


def _examples(example: Part, place: str, named: bool) -> Iterator[Any]:
    if named:
        yield from example.get(f"{place}_text_named_params", [])
        return
    values = example.get(f"{place}_text", [])
    yield from values[0] if values and isinstance(values[0], list) else values
