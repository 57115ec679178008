"""Templates: their variables, whether they can be used, filling them in and checking that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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
    "carousel": N_("It has a carousel, which programs fill in"),
    "limited_time_offer": N_("It has an offer that ends, which programs fill in"),
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
    """One template button; `url` may hold a variable at its end."""

    kind: str  # quick_reply, url, phone_number, copy_code, flow, otp
    text: str
    url: str = ""
    phone_number: str = ""


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
        extras: parts that only the platform knows: "carousel", "limited_time_offer".
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
        key: place and name: "header.1", "body.2", "body.first_name", "button.0".
        label: what the form shows: "First name" or "Value 2".
        limit: most characters.
    """

    key: str
    label: str
    example: str = ""
    limit: int = VALUE_LIMIT


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
    parts = (template.header_format, *(button.kind for button in template.buttons))
    found = next((part for part in (*template.extras, *parts) if part in _BY_PROGRAMS), None)
    return "" if found is None else _(_BY_PROGRAMS[found])


def variables(template: Template) -> tuple[Variable, ...]:
    """The blanks of a template, in the order header, body, buttons."""
    examples = dict(template.examples)
    found: dict[str, Variable] = {}

    def add(key: str, name: str, limit: int) -> None:
        found.setdefault(
            key,
            Variable(
                key=key, label=_label(name, key), example=examples.get(key, ""), limit=limit
            ),
        )

    for name in _heading_blanks(template):
        add(f"header.{name}", name, VALUE_LIMIT if name in _PLACE else 60)
    for name in VARIABLE.findall(template.body):
        add(f"body.{name}", name, VALUE_LIMIT)
    for index, button in enumerate(template.buttons):
        if button.kind == "copy_code":
            add(f"button.{index}", "code", 15)
        elif VARIABLE.search(button.url):
            add(f"button.{index}", "link_ending", 2000)
    return tuple(found.values())


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
        return _("Fill in “{label}”.").format(label=variable.label)
    if "\n" in value or "\r" in value or "\t" in value:
        return _("Line breaks and tabs can’t be sent in a template. Write it on one line.")
    if variable.key == "header.where" and places.coordinates_in(value) is None:
        return _("There are no coordinates in this. Copy the link of the place on a map.")
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


def fill(text: str, place: str, values: Mapping[str, str]) -> str:
    """`text` with its variables replaced; unfilled ones stay as {{name}}."""
    return VARIABLE.sub(lambda m: values.get(f"{place}.{m[1]}") or m[0], text)


def problems(template: Template, values: Mapping[str, str], *, has_media: bool) -> list[str]:
    """Everything that keeps a filled-in template from being sent, as sentences."""
    found = [
        problem
        for variable in variables(template)
        if (problem := check_value(variable, values.get(variable.key, "")))
    ]
    if template.header_format in {"image", "video", "document"} and not has_media:
        found.append(_(CHOOSE_FILE[template.header_format]))
    if not found and len(fill(template.body, "body", values)) > BODY_LIMIT:
        found.append(_("The filled-in message is too long. Shorten the values."))
    return found
