"""Template buttons: how many of which kind, in what order, and how customers are shown them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from console.domain.templates import VARIABLE, Button
from console.domain.texts import N_, _

MOST, LABEL_LIMIT, URL_LIMIT, PHONE_LIMIT = 10, 25, 2000, 20
# Source: WhatsApp, "Template components": at most so many of a kind
MOST_OF_KIND = {"quick_reply": 10, "url": 2, "phone_number": 1, "copy_code": 1}
_TOO_MANY = {
    "url": N_("A template can have two links at most."),
    "phone_number": N_("A template can have one phone number at most."),
    "copy_code": N_("A template can have one code to copy at most."),
}
_SHOWN_AT_ONCE = 3


def button_flaws(buttons: Sequence[Button]) -> Iterator[tuple[str, str]]:
    """What Meta refuses, as place and words."""
    if len(buttons) > MOST:
        yield "buttons", _("A template can have ten buttons at most.")
    for kind, count in Counter(button.kind for button in buttons).items():
        if kind in _TOO_MANY and count > MOST_OF_KIND[kind]:
            yield "buttons", _(_TOO_MANY[kind])
    if not _are_grouped(buttons):
        yield "buttons", _("Keep the quick replies together, before or after the others.")
    for index, button in enumerate(buttons):
        for words in (*_label(button), *_target(button)):
            yield f"button.{index}", words


def shown_words(buttons: Sequence[Button]) -> str:
    """How customers will see so many or such buttons; empty if simply all of them.

    Source: WhatsApp, "Template components": beyond three, two are shown and a list.
    """
    kinds = {button.kind == "quick_reply" for button in buttons}
    if len(buttons) > _SHOWN_AT_ONCE:
        return _(
            "Customers see two buttons and “See all options”; not in WhatsApp on desktops."
        )
    if len(kinds) > 1:
        return _(
            "Quick replies together with other buttons don’t show in WhatsApp on desktops."
        )
    return ""


def _are_grouped(buttons: Sequence[Button]) -> bool:
    kinds = [button.kind == "quick_reply" for button in buttons]
    return sum(one != other for one, other in pairwise(kinds)) <= 1


def _label(button: Button) -> Iterator[str]:
    if button.kind == "copy_code":
        return  # Meta writes its label
    if not button.text.strip():
        yield _("Write what the button says.")
    if len(button.text) > LABEL_LIMIT:
        yield _("A button’s words can have 25 characters at most.")
    if "{{" in button.text or "\n" in button.text:
        yield _("A button’s words can’t hold variables or line breaks.")


def _target(button: Button) -> Iterator[str]:
    if button.kind == "url":
        yield from _link(button.url)
    elif button.kind == "phone_number":
        digits = button.phone_number.removeprefix("+")
        international = button.phone_number.startswith("+") and digits.isdecimal()
        if not international or not 7 <= len(digits) < PHONE_LIMIT:
            yield _("Write the number with + and its country code, digits only.")


def _link(url: str) -> Iterator[str]:
    """Source: WhatsApp, "Template components": 2,000 characters, a variable at the end."""
    fixed = VARIABLE.split(url, maxsplit=1)[0]
    try:
        parts = urlsplit(fixed)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        whole = False
    if not whole or any(mark.isspace() for mark in url):
        yield _("Write the whole address of the link: https://example.com/orders")
    if len(url) > URL_LIMIT:
        yield _("A link can have 2,000 characters at most.")
    blanks = VARIABLE.findall(url)
    if blanks and (blanks != ["1"] or not url.endswith("{{1}}")):
        yield _("A link can hold {{1}} once, at its end.")
