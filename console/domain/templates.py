"""Templates: their variables, whether they can be used, filling them in and checking that."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from console.domain import places
from console.domain.directions import MediaKind
from console.domain.ids import TemplateId
from console.domain.texts import N_, _, ngettext

VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
VALUE_LIMIT = 1024
BODY_LIMIT = 1024


class Category(StrEnum):
    """What a template is for; it decides price and consent."""

    UTILITY = "utility"
    MARKETING = "marketing"
    AUTHENTICATION = "authentication"


class TemplateStatus(StrEnum):
    """The platform's status; only an approved one can be sent."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"
    IN_APPEAL = "in_appeal"
    ARCHIVED = "archived"
    DELETED = "deleted"
    UNKNOWN = "unknown"


_WHY_UNUSABLE = {
    TemplateStatus.PENDING: N_("Meta is still reviewing it"),
    TemplateStatus.REJECTED: N_("Meta rejected it"),
    TemplateStatus.PAUSED: N_("Meta paused it for low quality"),
    TemplateStatus.DISABLED: N_("Meta disabled it"),
    TemplateStatus.IN_APPEAL: N_("A rejection is being appealed"),
    TemplateStatus.ARCHIVED: N_("It is archived"),
    TemplateStatus.DELETED: N_("It was deleted"),
    TemplateStatus.UNKNOWN: N_("Its status at Meta isn’t known"),
}


# Source: WhatsApp, "Send a template": these take parameters that nobody types in
_BY_PROGRAMS = {
    # only in what a hub read that didn't know these parts yet
    "carousel": N_("It has to be read from Meta once more: ask an administrator"),
    "limited_time_offer": N_("It has to be read from Meta once more: ask an administrator"),
    "gif": N_("Its heading is an animation, which programs fill in"),
    "product": N_("Its heading is a product, which programs fill in"),
    "mpm": N_("It lists products, which programs fill in"),
    "spm": N_("It shows a product, which programs fill in"),
    "order_details": N_("It holds an order, which programs fill in"),
}


#: What a heading that is a place wants, by the second part of its keys.
_PLACE = {
    "where": places.COORDINATES,
    "place_name": places.NAME,
    "place_address": places.ADDRESS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One template button; `url` may hold a variable at its end.

    Attributes:
        action: of a flow: "data_exchange" if its first screen asks the business's server.
    """

    kind: str  # quick_reply, url, phone_number, copy_code, flow, otp
    text: str
    url: str = ""
    phone_number: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card of a carousel: a picture or video, words and buttons."""

    header_format: str
    body: str = ""
    buttons: tuple[Button, ...] = ()


#: What is asked for while the file of a heading is missing.
CHOOSE_FILE = {
    "image": N_("Choose the image for the heading."),
    "video": N_("Choose the video for the heading."),
    "document": N_("Choose the document for the heading."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One language of one pre-approved message.

    Attributes:
        title: the name in words, for lists: "Update on your claim".
        header_format: "", "text", "image", "video", "document" or "location".
        named: parameters carry names instead of numbers.
        examples: the platform's sample value by key, as in `Variable.key`.
        reason: the platform's words on a rejection or pause.
        pause: why it is paused, of `template_news.Pause`; empty if that isn't known.
        paused_until: when the pause ends by itself; None if it doesn't, or isn't known.
        cards: those of a carousel below the body.
        offer, offer_ends: the title of an offer, and whether each message says when it ends.
        ttl_s: how long the platform tries to deliver it; None for its usual time.
        sub_category: the platform's finer word, such as "order_status"; empty for none.
        extras: parts that only the platform knows.
        becomes, becomes_at: the category the platform will give it, and from when.
        told_at: of the newest status that the platform told.
        sample: the hub's id of the file that a header was reviewed with, or will be.
        submitted_at, edited_at: when this hub asked the platform for it.
        deleted_at: when it went, had it ever been approved: its name is locked for a while.
        asked: "create", "edit" or "delete" while the platform has not answered that.
        refused: why the last of these was refused, in words; empty if it wasn't.
    """

    template_id: TemplateId
    name: str
    language: str
    category: Category
    status: TemplateStatus
    title: str = ""
    header_format: str = ""
    header_text: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    named: bool = False
    examples: tuple[tuple[str, str], ...] = ()
    quality: str = "unknown"
    reason: str = ""
    pause: str = ""
    paused_until: datetime | None = None
    becomes: Category | None = None
    becomes_at: datetime | None = None
    told_at: datetime | None = None
    cards: tuple[Card, ...] = ()
    offer: str = ""
    offer_ends: bool = False
    ttl_s: int | None = None
    sub_category: str = ""
    extras: tuple[str, ...] = ()
    sample: str = ""
    submitted_at: datetime | None = None
    edited_at: tuple[datetime, ...] = ()
    deleted_at: datetime | None = None
    asked: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One blank to fill.

    Attributes:
        key: place and name: "header.1", "body.2", "body.first_name", "button.0",
            "card.1.body.2", "offer.ends".
        label: what the form shows: "First name" or "Value 2".
        limit: most characters.
        shape: "where", "moment" or "data" for what isn't any text.
        optional: it may stay blank.
    """

    key: str
    label: str
    example: str = ""
    limit: int = VALUE_LIMIT
    shape: str = ""
    optional: bool = False


def header_media(template: Template) -> MediaKind | None:
    """The kind of file its header takes; None if it takes none."""
    takes = {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT}
    return next((kind for kind in takes if kind.value == template.header_format), None)


def why_unusable(template: Template, *, marketing_allowed: bool = True) -> str:
    """Why a template can't be sent, in a short sentence; empty if it can."""
    if template.status is not TemplateStatus.APPROVED:
        return _(_WHY_UNUSABLE[template.status])
    if template.category is Category.AUTHENTICATION:
        return _("Login codes are sent by programs, not by hand")
    if template.category is Category.MARKETING and not marketing_allowed:
        return _("The customer hasn’t agreed to offers")
    of_cards = (part for card in template.cards for part in _parts(card))
    parts = (*template.extras, *_parts(template), *of_cards)
    found = next((part for part in parts if part in _BY_PROGRAMS), None)
    return "" if found is None else _(_BY_PROGRAMS[found])


def _parts(of: Template | Card) -> tuple[str, ...]:
    return (of.header_format, *(button.kind for button in of.buttons))


def file_kinds(template: Template) -> tuple[MediaKind, ...]:
    """The files it takes, in order: of its heading, and one for each card."""
    own = header_media(template)
    heads = (header_media(card_of(template, place)) for place in range(len(template.cards)))
    return tuple(kind for kind in (own, *heads) if kind is not None)


def card_of(template: Template, place: int) -> Template:
    """A card as a template of its own, whose keys have no "card.1." before them."""
    card, lead = template.cards[place], f"card.{place}."
    mine = ((key.removeprefix(lead), v) for key, v in template.examples if key.startswith(lead))
    return replace(
        template,
        header_format=card.header_format,
        header_text="",
        body=card.body,
        footer="",
        buttons=card.buttons,
        examples=tuple(mine),
        cards=(),
        offer="",
        offer_ends=False,
    )


def values_of_card(values: Mapping[str, str], place: int) -> dict[str, str]:
    """What is filled in on one card, as `card_of` knows it."""
    lead = f"card.{place}."
    return {key.removeprefix(lead): v for key, v in values.items() if key.startswith(lead)}


def variables(template: Template) -> tuple[Variable, ...]:
    """The blanks of a template, in the order header, body, offer, buttons, cards."""
    examples = dict(template.examples)
    found: dict[str, Variable] = {}
    for blank in (*_in_texts(template), *_in_buttons(template)):
        example = examples.get(blank.key) or _SHAPED.get(blank.shape, "")
        found.setdefault(blank.key, replace(blank, example=example))
    return (*found.values(), *_on_cards(template))


def _in_texts(template: Template) -> Iterator[Variable]:
    for name in _heading_blanks(template):
        is_place = template.header_format == "location"
        yield Variable(
            key=f"header.{name}",
            label=_label(name, f"header.{name}"),
            limit=VALUE_LIMIT if is_place else 60,
            shape="where" if is_place and name == "where" else "",
        )
    for name in VARIABLE.findall(template.body):
        yield Variable(key=f"body.{name}", label=_label(name, f"body.{name}"))
    if template.offer_ends:
        words = _("The offer ends")
        yield Variable(key="offer.ends", label=words, limit=40, shape="moment")


def _in_buttons(template: Template) -> Iterator[Variable]:
    for index, button in enumerate(template.buttons):
        key = f"button.{index}"
        if button.kind == "copy_code":
            yield Variable(key=key, label=_label("code", key), limit=15)
        elif button.kind == "flow" and button.action != "data_exchange":
            words = _("Data for the form")
            yield Variable(key=key, label=words, shape="data", optional=True)
        elif VARIABLE.search(button.url):
            yield Variable(key=key, label=_label("link_ending", key), limit=2000)


#: What a blank of a shape looks like, where the platform has no example.
_SHAPED = {"moment": "2026-12-24 18:00", "data": "order=AF-88213, city=Lyon"}


def _on_cards(template: Template) -> Iterator[Variable]:
    for place in range(len(template.cards)):
        for blank in variables(card_of(template, place)):
            words = _("Card {number}: {label}").format(number=place + 1, label=blank.label)
            yield replace(blank, key=f"card.{place}.{blank.key}", label=words)


def _heading_blanks(template: Template) -> list[str]:
    if template.header_format == "location":
        return list(_PLACE)
    return VARIABLE.findall(template.header_text) if template.header_format == "text" else []


def filled_heading(template: Template, values: Mapping[str, str]) -> str:
    """The filled-in heading in words; of a place its name."""
    if template.header_format == "location":
        return values.get("header.place_name", "")
    return fill(template.header_text, "header", values)


def _label(name: str, key: str) -> str:
    if name in _PLACE and key.startswith("header."):
        return _(_PLACE[name])
    if name.isdigit():
        words = _("Value {number}") if key.startswith("body.") else _("Heading value {number}")
        return words.format(number=name)
    return name.replace("_", " ").capitalize()


def check_value(variable: Variable, value: str) -> str:
    """What is wrong with one value, as a sentence; empty if nothing is.

    Source: WhatsApp refuses parameters with line breaks, tabs or more than four
    consecutive spaces (error 132012/132018).
    """
    if not value.strip():
        return "" if variable.optional else _("Fill in “{label}”.").format(label=variable.label)
    if "\n" in value or "\r" in value or "\t" in value:
        return _("Line breaks and tabs can’t be sent in a template. Write it on one line.")
    if wrong := _misshapen(variable.shape, value):
        return wrong
    if "     " in value:
        return _("At most four spaces in a row can be sent in a template.")
    if len(value) > variable.limit:
        over = len(value) - variable.limit
        words = ngettext(
            "“{label}” is {count} character too long.",
            "“{label}” is {count} characters too long.",
            over,
        )
        return words.format(label=variable.label, count=over)
    return ""


def _misshapen(shape: str, value: str) -> str:
    if shape == "where" and places.coordinates_in(value) is None:
        return _("There are no coordinates in this. Copy the link of the place on a map.")
    if shape == "moment" and moment_in(value) is None:
        return _("Write day and time as in 2026-12-24 18:00.")
    if shape == "data" and data_in(value) is None:
        return _("Write data as in order=AF-88213, city=Lyon.")
    return ""


def moment_in(value: str) -> datetime | None:
    """The moment that was typed, in this machine's time if it names no zone."""
    try:
        return datetime.fromisoformat(value.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def data_in(value: str) -> dict[str, str] | None:
    """Names and values typed as "order=AF-1, city=Lyon"; None if they aren't."""
    pairs = [part.partition("=") for part in value.split(",") if part.strip()]
    if not all(sign and name.strip() for name, sign, _value in pairs):
        return None
    return {name.strip(): given.strip() for name, _sign, given in pairs}


def fill(text: str, place: str, values: Mapping[str, str]) -> str:
    """`text` with its variables replaced; unfilled ones stay as {{name}}."""
    return VARIABLE.sub(lambda m: values.get(f"{place}.{m[1]}") or m[0], text)


def problems(
    template: Template, values: Mapping[str, str], *, files: int, now: datetime
) -> list[str]:
    """Everything that keeps a filled-in template from being sent, as sentences.

    `files` is how many have been chosen for it.
    """
    found = [
        problem
        for variable in variables(template)
        if (problem := check_value(variable, values.get(variable.key, "")))
    ]
    if files < len(file_kinds(template)):
        words = CHOOSE_FILE.get(template.header_format, N_("Choose a file for every card."))
        found.append(_(words))
    ends = moment_in(values.get("offer.ends", ""))
    if ends is not None and ends <= now:
        found.append(_("The offer would have ended already. Correct when it ends."))
    if not found and len(fill(template.body, "body", values)) > BODY_LIMIT:
        found.append(_("The filled-in message is too long. Shorten the values."))
    return found
