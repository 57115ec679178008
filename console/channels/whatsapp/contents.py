"""Contents: the body of one WhatsApp message as one of our own bodies."""

import json
from collections.abc import Callable
from typing import Any

from console.channels.whatsapp.elements import (
    Element,
    cleaned,
    items,
    number,
    part,
    parts,
    whole,
)
from console.channels.whatsapp.elements import text as text_of
from console.channels.whatsapp.facts import MediaRef
from console.channels.whatsapp.unsupported import unsupported
from console.domain.directions import MediaKind
from console.domain.ids import MediaId
from console.domain.messages import (
    Body,
    Choice,
    ContactCard,
    Contacts,
    Form,
    Location,
    Media,
    Order,
    OrderLine,
    Text,
)
from console.domain.texts import N_

_MEDIA = frozenset(kind.value for kind in MediaKind)
_FORM_TITLES = {"address_message": N_("Address"), "flow": N_("Form")}


def body_of(message: Element) -> Body:
    """What the customer sent; `Unsupported` for whatever can't be shown."""
    kind = text_of(message, "type")
    found: Body | None = None
    if kind in _MEDIA and part(message, kind):
        found = _media(MediaKind(kind), part(message, kind))
    elif kind in _READERS:
        found = _READERS[kind](message)
    return found if found is not None else _unsupported(message, kind)


def media_of(message: Element) -> MediaRef | None:
    """The file that belongs to a message, if it has one that can be fetched."""
    kind = text_of(message, "type")
    file = part(message, kind)
    if kind not in _MEDIA or not text_of(file, "id"):
        return None
    return MediaRef(
        platform_id=text_of(file, "id"),
        mime=_mime(file),
        sha256=text_of(file, "sha256"),
        name=text_of(file, "filename"),
    )


def _unsupported(message: Element, kind: str) -> Body:
    code = next((whole(error, "code") for error in parts(message, "errors")), 0)
    inner = text_of(part(message, "unsupported"), "type")
    return unsupported(inner if kind == "unsupported" else kind, code)


def _mime(file: Element) -> str:
    return text_of(file, "mime_type") or "application/octet-stream"


def _media(kind: MediaKind, file: Element) -> Media:
    return Media(
        media=kind,
        media_id=MediaId(""),
        mime=_mime(file).partition(";")[0].strip(),
        name=text_of(file, "filename"),
        caption=text_of(file, "caption"),
        voice=file.get("voice") is True,
        animated=file.get("animated") is True,
        missing="" if text_of(file, "id") else N_("WhatsApp did not hand this file over."),
    )


def _text(message: Element) -> Body | None:
    content = part(message, "text")
    return Text(text=text_of(content, "body")) if "body" in content else None


def _location(message: Element) -> Body | None:
    place = part(message, "location")
    latitude, longitude = number(place, "latitude"), number(place, "longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Location(
        latitude=latitude,
        longitude=longitude,
        name=text_of(place, "name"),
        address=text_of(place, "address"),
    )


def _contacts(message: Element) -> Body | None:
    shared = list(parts(message, "contacts"))
    if not shared:
        return None
    asked = any(text_of(card, "origin") == "contact_request" for card in shared)
    return Contacts(cards=tuple(_card(card) for card in shared), answers_request=asked)


def _card(card: Element) -> ContactCard:
    name = part(card, "name")
    names = (text_of(name, key) for key in ("first_name", "middle_name", "last_name"))
    phones = tuple(
        text_of(phone, "phone") or text_of(phone, "wa_id") for phone in parts(card, "phones")
    )
    org = part(card, "org")
    return ContactCard(
        name=text_of(name, "formatted_name") or " ".join(filter(None, names)) or N_("No name"),
        phones=tuple(filter(None, phones)),
        emails=_each_of(card, "emails", "email"),
        organisation=text_of(org, "company"),
        role=", ".join(filter(None, (text_of(org, "title"), text_of(org, "department")))),
        urls=_each_of(card, "urls", "url"),
        addresses=tuple(filter(None, map(_address, parts(card, "addresses")))),
        birthday=text_of(card, "birthday"),
    )


def _each_of(card: Element, array: str, key: str) -> tuple[str, ...]:
    return tuple(filter(None, (text_of(one, key) for one in parts(card, array))))


def _address(told: Element) -> str:
    """In one line; the country's code alone where no name of it is told."""
    place = " ".join(filter(None, (text_of(told, "zip"), text_of(told, "city"))))
    country = text_of(told, "country") or text_of(told, "country_code")
    lines = (text_of(told, "street"), place, text_of(told, "state"), country)
    return ", ".join(filter(None, lines))


def _button(message: Element) -> Body | None:
    tapped = part(message, "button")
    title = text_of(tapped, "text") or text_of(tapped, "payload")
    return Choice(title=title, choice_id=text_of(tapped, "payload")) if title else None


def _interactive(message: Element) -> Body | None:
    answer = part(message, "interactive")
    kind = text_of(answer, "type")
    content = part(answer, kind)
    if kind in {"button_reply", "list_reply"} and content:
        return Choice(
            title=text_of(content, "title") or text_of(content, "id"),
            choice_id=text_of(content, "id"),
            description=text_of(content, "description"),
        )
    if kind == "nfm_reply" and content:
        return _form(content)
    if kind == "call_permission_reply" and content:
        accepted = text_of(content, "response") == "accept"
        return Choice(
            title=N_("Allowed calls") if accepted else N_("Declined calls"), choice_id=kind
        )
    return None


def _form(content: Element) -> Form:
    name = text_of(content, "name")
    title = text_of(content, "body") or _FORM_TITLES.get(name, "Form")
    return Form(title=title, lines=tuple(_lines(text_of(content, "response_json"))))


def _lines(response: str) -> list[tuple[str, str]]:
    try:
        # a second layer of JSON brings its own escapes
        answered = cleaned(json.loads(response))
    except (ValueError, RecursionError):
        return [(N_("Answer"), response)] if response else []
    if not isinstance(answered, dict):
        return [(N_("Answer"), _shown(answered))]
    return [
        (key.replace("_", " ").capitalize(), _shown(value))
        for key, value in _laid_flat(answered).items()
        if key != "flow_token"
    ]


def _laid_flat(answered: dict[str, Any]) -> dict[str, Any]:
    """What lies one level down, as the parts of an address do, beside the rest."""
    flat: dict[str, Any] = {}
    for key, value in answered.items():
        flat |= value if isinstance(value, dict) and value else {key: value}
    return flat


def _shown(value: Any) -> str:
    """A value as people read it; ticks need no language."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if value is None:
        return "–"
    if isinstance(value, list) and not any(isinstance(one, list | dict) for one in value):
        return ", ".join(_shown(one) for one in value)
    return json.dumps(value, ensure_ascii=False)


def _order(message: Element) -> Body | None:
    order = part(message, "order")
    if not items(order, "product_items"):
        return None
    lines = tuple(
        OrderLine(
            product=text_of(item, "product_retailer_id"),
            quantity=whole(item, "quantity"),
            price=number(item, "item_price") or 0.0,
            currency=text_of(item, "currency"),
        )
        for item in parts(order, "product_items")
    )
    return Order(lines=lines, text=text_of(order, "text"))


_READERS: dict[str, Callable[[Element], Body | None]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
}
