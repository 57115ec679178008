"""Which templates are offered, in what order, and why some can't be used: pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QLocale

from console.domain.messages import TemplateMessage
from console.domain.template_filling import sent_cards
from console.domain.templates import (
    VARIABLE,
    Template,
    TemplateStatus,
    Variable,
    check_value,
    file_kinds,
    fill,
    filled_heading,
    header_media,
    moment_in,
    variables,
    why_unusable,
)
from console.domain.texts import N_, _, language, ngettext
from console.ui.picker.categories import category_name
from console.ui.picker.standing import reason_now
from console.ui.titles import first_name

_WORD = re.compile(r"\w{4,}")
_MOST_SUGGESTED = 3
_NAMES = ("first_name", "name", "customer_name", "full_name")
_GREETED = re.compile(r"^\W*\w+\s+\{\{\s*([A-Za-z0-9_]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the list: a heading, or one template in all its languages.

    Attributes:
        reason: why it can't be used; empty if it can.
    """

    heading: str = ""
    languages: tuple[Template, ...] = ()
    reason: str = ""

    @property
    def template(self) -> Template:
        """The template in its preferred language."""
        return self.languages[0]

    @property
    def title(self) -> str:
        """The name in words."""
        if self.heading:
            return self.heading
        return self.template.title or self.template.name.replace("_", " ").capitalize()

    @property
    def detail(self) -> str:
        """The second line: category and fields, or why it can't be used."""
        if self.heading:
            return ""
        if self.reason:
            return self.reason
        category = category_name(self.template.category)
        count = len(variables(self.template))
        none = _("no fields")
        fields = ngettext("{count} field", "{count} fields", count).format(count=count)
        return f"{category} · {fields}" if count else f"{category} · {none}"

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return f"{self.title}, {self.detail}" if self.detail else self.title

    @property
    def able(self) -> bool:
        """Whether it can be chosen: it is no heading, and nothing speaks against it."""
        return not self.heading and not self.reason


#: What Qt calls the languages that templates are mostly written in.
_LANGUAGES = (
    N_("Arabic"),
    N_("Chinese"),
    N_("Croatian"),
    N_("Czech"),
    N_("Danish"),
    N_("Dutch"),
    N_("English"),
    N_("Finnish"),
    N_("French"),
    N_("German"),
    N_("Greek"),
    N_("Hebrew"),
    N_("Hindi"),
    N_("Hungarian"),
    N_("Indonesian"),
    N_("Italian"),
    N_("Japanese"),
    N_("Korean"),
    N_("Norwegian"),
    N_("Norwegian Bokmål"),
    N_("Polish"),
    N_("Portuguese"),
    N_("Romanian"),
    N_("Russian"),
    N_("Spanish"),
    N_("Swedish"),
    N_("Turkish"),
    N_("Ukrainian"),
    N_("Welsh"),
)


def language_name(code: str) -> str:
    """A language code in words: "pt_BR" is "Portuguese (Brazil)"; unknown ones stay codes."""
    locale = QLocale(code)
    if locale.language() == QLocale.Language.C:
        return code
    name = _(QLocale.languageToString(locale.language()))
    place = QLocale.territoryToString(locale.territory())
    if language() != "en":  # Qt knows a country's name in English and in its own language alone
        place = code.rpartition("_")[2].upper()
    return f"{name} ({place})" if "_" in code else name


def choices(
    templates: Iterable[Template],
    now: datetime,
    *,
    search: str = "",
    last_texts: Sequence[str] = (),
    preferred: str = "",
    why_not: Callable[[Template], str] | None = None,
) -> list[Choice]:
    """The list: suggested, all others, and last those that can't be used.

    Suggested are those that share words with the customer's last messages. `preferred` is
    the language shown first where a template has it; `why_not` says why one can't be used.
    Deleted ones are left out.
    """

    def why_now(template: Template) -> str:
        return reason_now(template, now)

    there = [one for one in templates if one.status is not TemplateStatus.DELETED]
    grouped = _grouped(there, preferred)
    word = search.casefold()
    found = [
        Choice(
            languages=group,
            reason=(why_not or why_now)(group[0]),
        )
        for group in grouped
        if word in _searched(group)
    ]
    usable = sorted((c for c in found if not c.reason), key=lambda c: c.title.casefold())
    unusable = sorted((c for c in found if c.reason), key=lambda c: c.title.casefold())
    suggested = [] if word else _suggested(usable, last_texts)
    others = [choice for choice in usable if choice not in suggested]
    listed: list[Choice] = []
    for heading, part in (
        (_("Suggested"), suggested),
        (_("All templates") if suggested else "", others),
        (_("Can’t be used now"), unusable),
    ):
        if part and heading:
            listed.append(Choice(heading=heading))
        listed.extend(part)
    return listed


def _grouped(templates: Iterable[Template], preferred: str) -> list[tuple[Template, ...]]:
    by_name: dict[str, list[Template]] = {}
    for template in templates:
        by_name.setdefault(template.name, []).append(template)

    def rank(template: Template) -> tuple[bool, bool, bool, str]:
        code = template.language
        short = preferred.partition("_")[0]
        return (
            bool(why_unusable(template)),
            code != preferred and code.partition("_")[0] != short,
            not code.startswith("en"),
            code,
        )

    return [tuple(sorted(group, key=rank)) for group in by_name.values()]


def _searched(group: tuple[Template, ...]) -> str:
    return "\n".join(f"{t.title}\n{t.name}\n{t.body}" for t in group).casefold()


def _suggested(usable: Sequence[Choice], last_texts: Sequence[str]) -> list[Choice]:
    said = {word for text in last_texts for word in _WORD.findall(text.casefold())}

    def shared(choice: Choice) -> int:
        own: set[str] = set()
        for template in choice.languages:
            samples = " ".join(value for _, value in template.examples)
            own |= set(_WORD.findall(f"{template.title} {template.body} {samples}".casefold()))
        return len(own & said)

    ranked = sorted(((shared(c), c) for c in usable), key=lambda pair: -pair[0])
    return [choice for score, choice in ranked[:_MOST_SUGGESTED] if score]


def prefilled(template: Template, known: Mapping[str, str]) -> dict[str, str]:
    """Values that are known: by the name of the variable, or where the text greets."""
    values = {
        variable.key: known[name]
        for variable in variables(template)
        if (name := variable.key.partition(".")[2]) in known
    }
    greeted = _GREETED.match(template.body)
    if greeted and known.get("first_name"):
        values.setdefault(f"body.{greeted[1]}", known["first_name"])
    return values


def same_blanks(one: Template, other: Template) -> bool:
    """Whether what is filled in for one stays right where it is for the other."""
    return (
        variables(one) == variables(other)
        and one.header_format == other.header_format
        and file_kinds(one) == file_kinds(other)
        and free_text_variable(one) == free_text_variable(other)
    )


def free_text_variable(template: Template) -> Variable | None:
    """The variable meant for the most text: the body's with the longest example, the last.

    A variable for the name is never meant.
    """
    greeted = _GREETED.match(template.body)
    named = {f"body.{name}" for name in (*_NAMES, greeted[1] if greeted else "")}
    body = [v for v in variables(template) if v.key.startswith("body.") and v.key not in named]
    if not body:
        return None
    return max(enumerate(body), key=lambda pair: (len(pair[1].example), pair[0]))[1]


def fits(variable: Variable, draft: str) -> bool:
    """Whether a draft may be that variable's value as it is."""
    return not check_value(variable, draft)


def known_of(name: str) -> dict[str, str]:
    """What is known of a customer for variables and quick replies."""
    short = first_name(name)
    return dict.fromkeys(_NAMES, name) | {"first_name": short}


def message_of(template: Template, values: Mapping[str, str]) -> TemplateMessage:
    """The filled-in message as it will be sent and shown."""
    kept = {v.key: values.get(v.key, "").strip() for v in variables(template)}
    ends_at = moment_in(kept.get("offer.ends", ""))
    if ends_at is not None:  # the hub stands in another zone
        kept["offer.ends"] = ends_at.isoformat()
    return TemplateMessage(
        template_id=template.template_id,
        name=template.name,
        language=template.language,
        title=template.title,
        values=kept,
        header_media=header_media(template),
        header_text=filled_heading(template, kept),
        text=fill(template.body, "body", kept),
        footer=template.footer,
        buttons=tuple(button.text for button in template.buttons),
        cards=sent_cards(template, kept),
        offer=template.offer,
        offer_ends_at=ends_at,
    )


def marked(text: str, place: str, values: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Stretches of a filled-in text; true for what a variable put there."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for found in VARIABLE.finditer(text):
        if found.start() > end:
            parts.append((text[end : found.start()], False))
        parts.append((values.get(f"{place}.{found[1]}") or found[0], True))
        end = found.end()
    if end < len(text):
        parts.append((text[end:], False))
    return parts
