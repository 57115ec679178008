"""What a customer's phone shows: the conversation with the business, oldest first."""

import re
from dataclasses import dataclass
from typing import Any

from console.simulator.customers import Customer, choices_of, has_arrived
from console.simulator.messages import SentMessage, Written
from console.simulator.template_sends import cards_in
from console.simulator.world import CARE_WINDOW, World

Shown = dict[str, Any]
_FILES = {"image", "video", "audio", "document", "sticker"}
_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def screen(world: World, customer: Customer) -> Shown:
    """The phone: who holds it, how it is set, and every bubble."""
    person, now = customer.person, world.clock.now()
    typing = world.typing_until.get(person.wa_id)
    ends_at = person.last_wrote_at + CARE_WINDOW if person.last_wrote_at else None
    return {
        "business": {"name": world.business.verified_name, "number": world.business.wa_id},
        "now": now.isoformat(),
        "typing": typing is not None and now < typing,
        "online": person.online,
        "auto_read": person.auto_read,
        "wants_offers": person.wants_offers,
        "window_ends_at": ends_at.isoformat() if ends_at else None,
        "bubbles": bubbles(world, customer),
    }


def bubbles(world: World, customer: Customer) -> list[Shown]:
    """Everything written and received, with reactions as badges of what they are about."""
    mine = [one for one in world.written.values() if one.by == customer.person.wa_id]
    theirs = customer.received()
    shown = [
        *(_written(world, one) for one in mine if one.message["type"] != "reaction"),
        *(_received(world, one) for one in theirs if one.type != "reaction"),
    ]
    badges = _badges(mine, theirs)
    for bubble in shown:
        bubble["reactions"] = badges.get(bubble["id"], [])
    return sorted(shown, key=lambda bubble: str(bubble["at"]))


@dataclass(slots=True)
class LastLine:
    """What the list of phones says of one: the last bubble, and how many are unread."""

    words: str = ""
    unread: int = 0


NOTHING = LastLine()


def last_lines(world: World) -> dict[str, LastLine]:
    """By number, in one walk through all that was written and has arrived."""
    newest: dict[str, Written | SentMessage] = {}
    lines: dict[str, LastLine] = {}
    for written in world.written.values():
        if not _reacts(written):
            newest[written.by] = written  # they stand in the order of their time
    for message in world.sent:
        if message.type == "reaction" or not has_arrived(message):
            continue
        lines.setdefault(message.to, LastLine()).unread += message.read_at is None
        before = newest.get(message.to)
        if before is None or before.at <= message.at:
            newest[message.to] = message
    for wa_id, one in newest.items():
        shown = _written(world, one) if isinstance(one, Written) else _received(world, one)
        lines.setdefault(wa_id, LastLine()).words = str(shown["text"] or shown["kind"])
    return lines


def _written(world: World, one: Written) -> Shown:
    kind = one.message["type"]
    return {
        **_body(kind, one.message.get(kind)),
        "id": one.wamid,
        "mine": True,
        "at": one.at.isoformat(),
        "state": "read" if one.wamid in world.read_marks else "delivered",
        "quote": _quote(world, one.message.get("context", {}).get("id")),
    }


def _received(world: World, message: SentMessage) -> Shown:
    content = message.body.get(message.type)
    body = _template(world, message) if message.type == "template" else None
    return {
        **(body or _body(message.type, content)),
        "id": message.wamid,
        "mine": False,
        "at": message.at.isoformat(),
        "state": message.state,
        "choices": _choices(world, message),
        "quote": _quote(world, message.body.get("context", {}).get("message_id")),
    }


def _body(kind: str, content: Any) -> Shown:
    bubble: Shown = {"kind": kind, "text": "", "file": None, "links": [], "choices": []}
    if kind in _FILES:
        return bubble | {"text": content.get("caption", ""), "file": _file(kind, content)}
    if kind == "interactive":
        return bubble | _interactive(content)
    return bubble | {"text": _words(kind, content)}


def _words(kind: str, content: Any) -> str:
    match kind:
        case "text":
            return str(content["body"])
        case "location":
            named = ", ".join(filter(None, (content.get("name"), content.get("address"))))
            return named or f"{content['latitude']}, {content['longitude']}"
        case "contacts":
            cards = [(one.get("name", {}), one.get("phones", [])) for one in content]
            return "\n".join(
                " ".join(
                    [name.get("formatted_name", ""), *(p["phone"] for p in phones)]
                ).strip()
                for name, phones in cards
            )
        case "button":
            return str(content["text"])
    return f"({kind.replace('_', ' ')})"


def _card(card: Shown) -> str:
    name = card.get("name", {}).get("formatted_name", "")
    return " ".join([name, *(phone["phone"] for phone in card.get("phones", []))]).strip()


def _interactive(content: Shown) -> Shown:
    answer = content.get(content.get("type", ""))
    if isinstance(answer, dict) and "title" in answer:  # the customer's own tap
        return {"text": answer["title"]}
    header, action = content.get("header", {}), content.get("action", {})
    parameters, kind = action.get("parameters", {}), header.get("type", "")
    link = {"title": parameters.get("display_text", ""), "url": parameters.get("url", "")}
    return {
        "heading": header.get("text", ""),
        "text": content.get("body", {}).get("text", ""),
        "footer": content.get("footer", {}).get("text", ""),
        "file": _file(kind, header[kind]) if kind in _FILES else None,
        "links": [link] if link["url"] else [],
    }


def _choices(world: World, message: SentMessage) -> list[str]:
    asked = message.body.get("interactive", {}).get("type")
    if asked == "request_contact_info":
        return ["Share my number"]
    return choices_of(world, message)


def _template(world: World, message: SentMessage) -> Shown:
    """The template with its blanks filled, as the phone puts it together."""
    asked = message.body["template"]
    stored = world.templates.find(asked["name"], asked["language"]["code"]) or {}
    given = {
        str(part.get("type", "")).upper(): part.get("parameters", [])
        for part in asked.get("components", [])
    }
    parts = {part["type"].upper(): part for part in stored.get("components", [])}
    heading, file = parts.get("HEADER", {}), None
    for parameter in given.get("HEADER", []):
        kind = str(parameter.get("type", "")).lower()
        file = _file(kind, parameter[kind]) if kind in _FILES else file
    buttons = parts.get("BUTTONS", {}).get("buttons", [])
    return {
        "kind": "template",
        "heading": _filled(heading.get("text", ""), given.get("HEADER", [])),
        "text": _filled(parts.get("BODY", {}).get("text", ""), given.get("BODY", [])),
        "cards": _cards(parts.get("CAROUSEL", {}), asked),
        "footer": parts.get("FOOTER", {}).get("text", ""),
        "file": file,
        "links": [
            {"title": button["text"], "url": button.get("url", "")}
            for button in buttons
            if button["type"] in {"URL", "PHONE_NUMBER"}
        ],
    }


def _cards(carousel: Shown, asked: Shown) -> list[Shown]:
    """What stands on each card of a carousel: its file and its words."""
    shown = []
    sent = cards_in(asked.get("components", []))
    for stored, card in zip(carousel.get("cards", []), sent, strict=False):
        given = {one["type"].upper(): one.get("parameters", []) for one in card["components"]}
        words = next((p["text"] for p in stored["components"] if p["type"] == "BODY"), "")
        header: Shown = next(iter(given.get("HEADER", [])), {})
        kind = str(header.get("type", ""))
        file = _file(kind, header[kind]) if kind in _FILES else None
        shown.append({"file": file, "text": _filled(words, given.get("BODY", []))})
    return shown


def _filled(text: str, parameters: list[Shown]) -> str:
    blanks = list(dict.fromkeys(_BLANK.findall(text)))
    values = {
        parameter.get("parameter_name", blank): str(parameter.get("text", ""))
        for blank, parameter in zip(blanks, parameters, strict=False)
    }
    return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)


def _file(kind: str, content: Shown) -> Shown:
    name = content.get("filename", "")
    return {"id": content.get("id"), "url": content.get("link", ""), "kind": kind, "name": name}


def _quote(world: World, wamid: str | None) -> Shown | None:
    if wamid is None:
        return None
    if wamid in world.written:
        one = world.written[wamid]
        body = _body(one.message["type"], one.message.get(one.message["type"]))
    else:
        message = world.message(wamid)
        if message is None:
            return {"mine": False, "text": "An older message"}
        body = _received(world, message)
    mine = wamid in world.written
    return {"mine": mine, "text": body["text"] or body["kind"]}


def _badges(mine: list[Written], theirs: list[SentMessage]) -> dict[str, list[str]]:
    """The standing reactions of either side, by the message they are about."""
    told = [("me", one.at, one.message["reaction"]) for one in mine if _reacts(one)]
    told += [("them", one.at, one.body["reaction"]) for one in theirs if one.type == "reaction"]
    standing: dict[tuple[str, str], str] = {}
    for who, _, reaction in sorted(told, key=lambda one: one[1]):
        standing[(reaction["message_id"], who)] = reaction.get("emoji", "")
    badges: dict[str, list[str]] = {}
    for (wamid, _), emoji in standing.items():
        if emoji:
            badges.setdefault(wamid, []).append(emoji)
    return badges


def _reacts(one: Written) -> bool:
    return bool(one.message["type"] == "reaction")
