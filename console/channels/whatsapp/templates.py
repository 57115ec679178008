"""Templates: Graph's JSON of a template as our own, and back; pages of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.elements import Element, cleaned, items, part, parts, text, whole
from console.domain.ids import TemplateId
from console.domain.template_limits import limit_of
from console.domain.templates import VARIABLE, Button, Card, Category, Template, TemplateStatus

FIELDS = (
    "id,name,language,status,category,sub_category,components,parameter_format,quality_score,"
    "rejected_reason,message_send_ttl_seconds"
)
_STATUSES = {status.value: status for status in TemplateStatus} | {
    "reinstated": TemplateStatus.APPROVED,
    "unarchived": TemplateStatus.APPROVED,
    "flagged": TemplateStatus.APPROVED,
    "pending_deletion": TemplateStatus.DELETED,
    "locked": TemplateStatus.DISABLED,
    "limit_exceeded": TemplateStatus.DISABLED,
}
_PARTS = frozenset({"header", "body", "footer", "buttons", "carousel", "limited_time_offer"})
_CATEGORIES = {category.value: category for category in Category}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of templates; `after` leads to the next one, empty on the last.

    Attributes:
        skipped: how many could not be read.
    """

    templates: tuple[tuple[Template, str], ...]  # with the platform's own id
    after: str
    skipped: int


def page_call(waba_id: str, after: str = "") -> GraphCall:
    """The call for one page of an account's templates."""
    query = {"fields": FIELDS, "limit": "100"} | ({"after": after} if after else {})
    return GraphCall(method="GET", path=f"/{waba_id}/message_templates", query=query)


def limit_calls(waba_id: str) -> tuple[GraphCall, GraphCall]:
    """The calls that tell what decides how many templates an account may have."""
    account = {"fields": "business_verification_status"}
    numbers = {"fields": "name_status", "limit": "100"}
    return (
        GraphCall(method="GET", path=f"/{waba_id}", query=account),
        GraphCall(method="GET", path=f"/{waba_id}/phone_numbers", query=numbers),
    )


def read_limit(account: Any, numbers: Any) -> int:
    """How many templates the account may have, by the answers to both calls."""
    verified = text(cleaned(account), "business_verification_status").lower() == "verified"
    names = {text(one, "name_status").upper() for one in parts(cleaned(numbers), "data")}
    return limit_of(verified=verified, name_approved="APPROVED" in names)


def read_page(waba_id: str, body: Any) -> Page:
    """The templates of one page; one that can't be read does not hide the others."""
    whole = cleaned(body) if isinstance(body, dict) else {}
    rows = items(whole, "data")
    found = [(read(waba_id, row), text(row, "id")) for row in parts(whole, "data")]
    kept = tuple((template, key) for template, key in found if template is not None)
    return Page(
        templates=kept, after=_after(part(whole, "paging")), skipped=len(rows) - len(kept)
    )


def _after(paging: Element) -> str:
    """Source: Graph API, "Paginated results": there is more while `next` is there."""
    following = text(paging, "next")
    if not following:
        return ""
    cursor = text(part(paging, "cursors"), "after")
    return cursor or dict(parse_qsl(urlsplit(following).query)).get("after", "")


def template_id(waba_id: str, name: str, language: str) -> TemplateId:
    """Our id of a template: names repeat across languages and accounts."""
    return TemplateId(f"{waba_id}/{name}/{language}")


def read(waba_id: str, element: Element) -> Template | None:
    """The template, or None if it has no name, language or known category."""
    name, language = text(element, "name"), text(element, "language")
    category = category_of(text(element, "category"))
    if not name or not language or category is None:
        return None
    by_type = {text(one, "type").lower(): one for one in parts(element, "components")}
    header, body = by_type.get("header", {}), by_type.get("body", {})
    offer = part(by_type.get("limited_time_offer", {}), "limited_time_offer")
    cards = [
        {text(one, "type").lower(): one for one in parts(card, "components")}
        for card in parts(by_type.get("carousel", {}), "cards")
    ]
    named = text(element, "parameter_format").lower() == "named"
    return Template(
        template_id=template_id(waba_id, name, language),
        name=name,
        language=language,
        category=category,
        status=status_of(text(element, "status")),
        title=title_of(name),
        header_format=text(header, "format").lower()
        or ("text" if text(header, "text") else ""),
        header_text=text(header, "text"),
        body=text(body, "text"),
        footer=text(by_type.get("footer", {}), "text"),
        buttons=buttons_of(by_type.get("buttons", {})),
        named=named,
        examples=(*_examples(by_type), *_examples_of(cards)),
        quality=text(part(element, "quality_score"), "score").lower() or "unknown",
        cards=tuple(map(_card, cards)),
        offer=text(offer, "text"),
        offer_ends=bool(offer.get("has_expiration")),
        ttl_s=whole(element, "message_send_ttl_seconds") or None,
        sub_category=text(element, "sub_category").lower(),
        extras=tuple(kind for kind in by_type if kind not in _PARTS and kind),
        reason=reason_of(text(element, "rejected_reason")),
    )


def status_of(status: str) -> TemplateStatus:
    """The status for Meta's word; unknown words are `unknown`, which can't be sent."""
    return _STATUSES.get(status.lower(), TemplateStatus.UNKNOWN)


def category_of(word: str) -> Category | None:
    """The category for Meta's word; None for one that isn't known."""
    return _CATEGORIES.get(word.lower())


def reason_of(word: str) -> str:
    """Meta's word for a reason as people read it: "INVALID_FORMAT" is "Invalid format"."""
    return "" if word.upper() == "NONE" else word.replace("_", " ").capitalize()


def title_of(name: str) -> str:
    """A technical name in words: "claim_update" is "Claim update"."""
    return name.replace("_", " ").strip().capitalize() or name


def buttons_of(component: Element) -> tuple[Button, ...]:
    """The buttons of a stored component, in order."""
    return tuple(
        Button(
            kind=text(button, "type").lower(),
            text=text(button, "text"),
            url=text(button, "url"),
            phone_number=text(button, "phone_number"),
            action=text(button, "flow_action").lower(),
        )
        for button in parts(component, "buttons")
    )


def _card(by_type: dict[str, Element]) -> Card:
    return Card(
        header_format=text(by_type.get("header", {}), "format").lower(),
        body=text(by_type.get("body", {}), "text"),
        buttons=buttons_of(by_type.get("buttons", {})),
    )


def _examples_of(cards: list[dict[str, Element]]) -> Iterator[tuple[str, str]]:
    for place, by_type in enumerate(cards):
        for key, value in _examples(by_type):
            yield f"card.{place}.{key}", value


def _examples(by_type: dict[str, Element]) -> Iterator[tuple[str, str]]:
    header, body = by_type.get("header", {}), by_type.get("body", {})
    buttons = by_type.get("buttons", {})
    shown = part(header, "example")
    yield from _numbered("header", items(shown, "header_text"))
    yield from _by_name("header", shown, "header_text_named_params")
    shown = part(body, "example")
    rows = items(shown, "body_text")
    yield from _numbered("body", rows[0] if rows and isinstance(rows[0], list) else rows)
    yield from _by_name("body", shown, "body_text_named_params")
    for index, button in enumerate(parts(buttons, "buttons")):
        sample = items(button, "example")
        value = sample[0] if sample else button.get("example")
        if isinstance(value, str) and value:
            fixed = VARIABLE.split(text(button, "url"), maxsplit=1)[0]
            yield f"button.{index}", value.removeprefix(fixed)


def _numbered(place: str, values: list[Any]) -> Iterator[tuple[str, str]]:
    for number, value in enumerate(values, 1):
        if isinstance(value, str):
            yield f"{place}.{number}", value


def _by_name(place: str, shown: Element, key: str) -> Iterator[tuple[str, str]]:
    for one in parts(shown, key):
        if text(one, "param_name"):
            yield f"{place}.{text(one, 'param_name')}", text(one, "example")


def to_graph(template: Template, handle: str = "") -> dict[str, Any]:
    """The JSON that creates a template; `read` makes the same template of it again.

    `handle` is of the file that a header is reviewed with.
    """
    examples = dict(template.examples)
    components: list[dict[str, Any]] = []
    if template.header_format:
        shown: dict[str, Any] = {"type": "HEADER", "format": template.header_format.upper()}
        shown |= {"text": template.header_text} if template.header_text else {}
        shown |= {"example": {"header_handle": [handle]}} if handle else {}
        components.append(shown | _sample(template, "header", template.header_text, examples))
    body = {"type": "BODY", "text": template.body}
    components.append(body | _sample(template, "body", template.body, examples))
    if template.footer:
        components.append({"type": "FOOTER", "text": template.footer})
    if template.buttons:
        buttons = [_button(i, one, examples) for i, one in enumerate(template.buttons)]
        components.append({"type": "BUTTONS", "buttons": buttons})
    return {
        "name": template.name,
        "language": template.language,
        "category": template.category.value.upper(),
        "parameter_format": "NAMED" if template.named else "POSITIONAL",
        "components": components,
    } | ({} if template.ttl_s is None else {"message_send_ttl_seconds": template.ttl_s})


def _sample(
    template: Template, place: str, words: str, examples: dict[str, str]
) -> dict[str, Any]:
    names = [n for n in dict.fromkeys(VARIABLE.findall(words)) if f"{place}.{n}" in examples]
    if not names:
        return {}
    if template.named:
        rows = [{"param_name": n, "example": examples[f"{place}.{n}"]} for n in names]
        return {"example": {f"{place}_text_named_params": rows}}
    values = [examples[f"{place}.{n}"] for n in sorted(names, key=lambda n: n.rjust(9))]
    return {"example": {f"{place}_text": [values] if place == "body" else values}}


def _button(index: int, button: Button, examples: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": button.kind.upper(), "text": button.text}
    made |= {"url": button.url} if button.url else {}
    made |= {"phone_number": button.phone_number} if button.phone_number else {}
    example = examples.get(f"button.{index}", "")
    if example and button.url:
        made["example"] = [VARIABLE.split(button.url, maxsplit=1)[0] + example]
    elif example:
        made["example"] = example
    return made
