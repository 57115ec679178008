"""Template rules: what Meta refuses in a template that is written, each flaw with its place."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from console.domain.template_buttons import button_flaws
from console.domain.template_languages import LANGUAGES
from console.domain.template_life import life_flaw
from console.domain.templates import (
    BODY_LIMIT,
    VARIABLE,
    Category,
    Template,
    header_media,
    variables,
)
from console.domain.texts import N_, _, ngettext

NAME_LIMIT, HEADER_LIMIT, FOOTER_LIMIT = 512, 60, 60
_NAME = re.compile(r"[a-z0-9_]+")
_BLANK_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SIDE_BY_SIDE = re.compile(r"\}\}\s*\{\{")
_MARKS = frozenset("*~`")
_EXAMPLE = N_("Give an example of “{label}”: Meta reviews the template with it.")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at one place of a template.

    Attributes:
        place: "name", "language", "category", "header", "body", "footer", "life",
            "button.0" or, for an example, "example." and the key of its variable.
    """

    place: str
    words: str


def flaws(template: Template) -> list[Flaw]:
    """Everything Meta would refuse in it, in the order of the form; empty if nothing is."""
    found = [
        *_name(template.name),
        *_kind(template),
        *_header(template),
        *_body(template.body, named=template.named),
        *_footer(template.footer),
        *(Flaw(place, words) for place, words in button_flaws(template.buttons)),
        *_life(template),
    ]
    return found + _examples(template)


def _life(template: Template) -> Iterator[Flaw]:
    if words := life_flaw(template.category, template.ttl_s):
        yield Flaw("life", words)


def _name(name: str) -> Iterator[Flaw]:
    """Source: WhatsApp, "Templates": at most 512 of a–z, 0–9 and underscores."""
    if not name:
        yield Flaw("name", _("Give it a name."))
    elif not _NAME.fullmatch(name):
        words = _("Only a to z, 0 to 9 and “_” can stand in a name: “order_delayed”.")
        yield Flaw("name", words)
    if len(name) > NAME_LIMIT:
        yield Flaw("name", too_long(_("The name"), len(name) - NAME_LIMIT))


def _kind(template: Template) -> Iterator[Flaw]:
    if template.language not in LANGUAGES:
        yield Flaw("language", _("Choose a language that WhatsApp knows."))
    if template.category is Category.AUTHENTICATION:
        words = _("Login codes have a fixed form: make them in WhatsApp Manager.")
        yield Flaw("category", words)


def _header(template: Template) -> Iterator[Flaw]:
    """Source: WhatsApp, "Template components": 60 characters, one variable, no marks."""
    if header_media(template) is not None:
        if not template.sample:
            words = _("Choose a sample file: Meta reviews the template with it.")
            yield Flaw("header", words)
        return
    if template.header_format != "text":
        return
    text = template.header_text
    if not text.strip():
        yield Flaw("header", _("Write the heading, or choose to have none."))
    if len(text) > HEADER_LIMIT:
        yield Flaw("header", too_long(_("The heading"), len(text) - HEADER_LIMIT))
    if len(set(VARIABLE.findall(text))) > 1:
        yield Flaw("header", _("A heading can hold one variable at most."))
    if _is_decorated(text):
        words = _("Line breaks, emoji and marks such as * can’t stand in a heading.")
        yield Flaw("header", words)
    yield from _blanks("header", text, named=template.named)


def _body(text: str, *, named: bool) -> Iterator[Flaw]:
    """Source: WhatsApp, errors 2388040, 2388293 and 2388299."""
    if not text.strip():
        yield Flaw("body", _("Write the text of the message."))
        return
    if len(text) > BODY_LIMIT:
        yield Flaw("body", too_long(_("The text"), len(text) - BODY_LIMIT))
    stripped = text.strip()
    if stripped.startswith("{{"):
        yield Flaw("body", _("The text can’t begin with a variable. Write a word before it."))
    if stripped.endswith("}}"):
        yield Flaw("body", _("The text can’t end with a variable. Write a word after it."))
    if _SIDE_BY_SIDE.search(text):
        yield Flaw("body", _("Two variables can’t stand side by side. Write a word between."))
    blanks = len(VARIABLE.findall(text))
    if blanks > len(re.findall(r"\w+", VARIABLE.sub(" ", text))):
        words = _("There are too many variables for so few words. Write more around them.")
        yield Flaw("body", words)
    yield from _blanks("body", text, named=named)


def _blanks(place: str, text: str, *, named: bool) -> Iterator[Flaw]:
    """Source: WhatsApp, "Template components": {{1}}, {{2}} … in order, or {{order_id}}."""
    names = list(dict.fromkeys(VARIABLE.findall(text)))
    left = VARIABLE.sub("", text)
    if "{{" in left or "}}" in left or any(f"{{{{{name}}}}}" not in text for name in names):
        yield Flaw(place, _("Write variables as {{1}} or {{order_id}}, without spaces."))
    elif named and not all(_BLANK_NAME.fullmatch(name) for name in names):
        words = _("Names of variables begin with a to z: {{first_name}}, {{order_id}}.")
        yield Flaw(place, words)
    elif not named and sorted(names, key=_number) != [
        str(number) for number in range(1, len(names) + 1)
    ]:
        yield Flaw(place, _("Number the variables from {{1}} on, without gaps."))


def _number(name: str) -> tuple[bool, int]:
    return not name.isdecimal(), int(name) if name.isdecimal() else 0


def _footer(text: str) -> Iterator[Flaw]:
    """Source: WhatsApp, "Template components": 60 characters without variables."""
    if len(text) > FOOTER_LIMIT:
        yield Flaw("footer", too_long(_("The footer"), len(text) - FOOTER_LIMIT))
    if "{{" in text or "}}" in text:
        yield Flaw("footer", _("A footer can’t hold variables."))
    if _is_decorated(text):
        words = _("Line breaks, emoji and marks such as * can’t stand in a footer.")
        yield Flaw("footer", words)


def _examples(template: Template) -> list[Flaw]:
    examples = dict(template.examples)
    return [
        Flaw(f"example.{blank.key}", _(_EXAMPLE).format(label=blank.label))
        for blank in variables(template)
        if not examples.get(blank.key, "").strip()
    ]


def _is_decorated(text: str) -> bool:
    return any(mark in _MARKS or unicodedata.category(mark) in {"So", "Cc"} for mark in text)


def too_long(what: str, over: int) -> str:
    """That a text is so many characters too long."""
    words = ngettext(
        "{what} is {count} character too long.", "{what} is {count} characters too long.", over
    )
    return words.format(what=what, count=over)
