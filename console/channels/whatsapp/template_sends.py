"""Template sends: a filled-in template as the components that Graph wants."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.domain.ids import MessageId
from console.domain.places import coordinates_in
from console.domain.templates import (
    VARIABLE,
    Button,
    Template,
    card_of,
    data_in,
    moment_in,
    values_of_card,
)

Content = dict[str, Any]
_FILES = frozenset({"image", "video", "document"})


def needs_file(template: Template) -> bool:
    """Whether the heading is a file, which has to be given each time."""
    return template.header_format in _FILES


def content(
    template: Template,
    values: Mapping[str, str],
    *,
    header_file: str,
    card_files: Sequence[str] = (),
    message_id: MessageId,
) -> Content:
    """The `template` part of a message; the files are the platform's ids of them."""
    components = list(_components(template, values, header_file, message_id))
    if template.cards:
        cards = [
            _card(template, values, place, file, message_id)
            for place, file in zip(range(len(template.cards)), card_files, strict=True)
        ]
        components.append({"type": "carousel", "cards": cards})
    made: Content = {"name": template.name, "language": {"code": template.language}}
    return made | ({"components": components} if components else {})


def _components(
    template: Template, values: Mapping[str, str], file: str, message_id: MessageId
) -> Iterator[Content]:
    parts = (
        _header(template, values, file),
        _offer(template, values),
        _body(template, values),
        *(_button(at, one, values, message_id) for at, one in enumerate(template.buttons)),
    )
    yield from (part for part in parts if part is not None)


def _card(
    template: Template, values: Mapping[str, str], place: int, file: str, message_id: MessageId
) -> Content:
    """A card; its quick replies say which card they were tapped on."""
    card = card_of(template, place)
    payloads = [
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": str(at),
            "parameters": [{"type": "payload", "payload": f"{place + 1}: {button.text}"}],
        }
        for at, button in enumerate(card.buttons)
        if button.kind == "quick_reply"
    ]
    mine = _components(card, values_of_card(values, place), file, message_id)
    return {"card_index": place, "components": [*mine, *payloads]}


def _offer(template: Template, values: Mapping[str, str]) -> Content | None:
    ends_at = moment_in(values.get("offer.ends", ""))
    if not template.offer_ends or ends_at is None:
        return None
    expires = {"expiration_time_ms": int(ends_at.timestamp() * 1000)}
    parameter = {"type": "limited_time_offer", "limited_time_offer": expires}
    return {"type": "limited_time_offer", "parameters": [parameter]}


def _header(template: Template, values: Mapping[str, str], file: str) -> Content | None:
    kind = template.header_format
    if kind in _FILES:
        return {"type": "header", "parameters": [{"type": kind, kind: {"id": file}}]}
    if kind == "location":
        return {"type": "header", "parameters": [{"type": kind, kind: _place(values)}]}
    if kind != "text" or not VARIABLE.search(template.header_text):
        return None
    return {
        "type": "header",
        "parameters": _texts(template, template.header_text, "header", values),
    }


def _place(values: Mapping[str, str]) -> Content:
    """The place of a heading; its values were checked before."""
    latitude, longitude = coordinates_in(values.get("header.where", "")) or (0.0, 0.0)
    name, address = values.get("header.place_name", ""), values.get("header.place_address", "")
    return {"latitude": latitude, "longitude": longitude, "name": name, "address": address}


def _body(template: Template, values: Mapping[str, str]) -> Content | None:
    if not VARIABLE.search(template.body):
        return None
    return {"type": "body", "parameters": _texts(template, template.body, "body", values)}


def _texts(
    template: Template, text: str, place: str, values: Mapping[str, str]
) -> list[Content]:
    """One parameter per variable: named ones by name, others in the order of their numbers."""
    names = list(dict.fromkeys(VARIABLE.findall(text)))
    if not template.named:
        names.sort(key=lambda name: (not name.isdigit(), int(name) if name.isdigit() else 0))
    return [
        {"type": "text", "text": values.get(f"{place}.{name}", "")}
        | ({"parameter_name": name} if template.named else {})
        for name in names
    ]


def _button(
    index: int, button: Button, values: Mapping[str, str], message_id: MessageId
) -> Content | None:
    value = values.get(f"button.{index}", "")
    kind = button.kind
    if kind == "copy_code":
        parameter: Content = {"type": "coupon_code", "coupon_code": value}
    elif kind == "otp" or (kind == "url" and VARIABLE.search(button.url)):
        kind, parameter = "url", {"type": "text", "text": value}
    elif kind == "flow":
        data = data_in(value)
        action = {"flow_token": message_id} | ({"flow_action_data": data} if data else {})
        parameter = {"type": "action", "action": action}
    else:
        return None
    return {"type": "button", "sub_type": kind, "index": str(index), "parameters": [parameter]}
