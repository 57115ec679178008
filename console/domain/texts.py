"""Texts: what people read, in the language of who reads it.

`_("Sent to {name}.").format(name=name)` where a text is shown; `N_("Sent")` marks one in a
table that is filled at import, and whoever shows it asks `_` for it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

#: The texts as they stand in the code.
ENGLISH = NullTranslations()
_of_program = [ENGLISH]
#: Of one request at a hub, whose readers differ.
_of_reader: ContextVar[NullTranslations | None] = ContextVar("of_reader", default=None)


def speak(translations: NullTranslations) -> None:
    """From here on the whole program's texts are these."""
    _of_program[0] = translations


@contextmanager
def spoken(translations: NullTranslations) -> Iterator[None]:
    """Inside, this task's texts are these."""
    before = _of_reader.set(translations)
    try:
        yield
    finally:
        _of_reader.reset(before)


def _present() -> NullTranslations:
    return _of_reader.get() or _of_program[0]


def language() -> str:
    """The language of the texts, such as "de"."""
    return _present().info().get("language", "en")


def _(text: str) -> str:
    """The text as the reader reads it; an empty one stays empty."""
    return _present().gettext(text) if text else ""


def kept(text: str, **values: str) -> str:
    """A text that was kept in English, with these values in it, as the reader reads it.

    Each of its lines is a text, in which {name} stood where the value stands.
    """
    return " ".join(_kept_line(line, values) for line in text.split("\n"))


def _kept_line(text: str, values: Mapping[str, str]) -> str:
    marked = text
    for name, value in values.items():
        marked = marked.replace(value, f"{{{name}}}") if value else marked
    told = _(marked)
    for name, value in values.items():
        told = told.replace(f"{{{name}}}", value)
    return told


def N_(text: str) -> str:  # noqa: N802 - gettext's own name
    """The text as it is: marked for translation, and translated where it is shown."""
    return text


def ngettext(one: str, more: str, count: int) -> str:
    """The form that goes with the count, with {count} still in it."""
    return _present().ngettext(one, more, count)


def pgettext(context: str, text: str) -> str:
    """The text as it is read in this context, for words that mean several things."""
    return _present().pgettext(context, text)


def number(value: float, decimals: int = 0) -> str:
    """The number as it is written: its decimal mark, its thousands apart."""
    marks = {
        ",": pgettext("between thousands", ","),
        ".": pgettext("decimal mark", "."),
    }
    return "".join(marks.get(each, each) for each in f"{value:,.{decimals}f}")


def best(accepted: str, known: Mapping[str, NullTranslations]) -> NullTranslations:
    """What an Accept-Language header likes best of the known languages; else English."""
    found = [
        translations for wanted in _by_liking(accepted) for translations in _of(wanted, known)
    ]
    return found[0] if found else ENGLISH


def _of(wanted: str, known: Mapping[str, NullTranslations]) -> list[NullTranslations]:
    main = wanted.partition("-")[0]
    if main == "en":
        return [ENGLISH]
    return [known[name] for name in (wanted, main) if name in known]


def _by_liking(accepted: str) -> list[str]:
    """The languages of the header in lower case, the most liked first, no refused ones."""
    liked = []
    for part in accepted.lower().split(","):
        name, _semicolon, quality = part.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if name.strip() and weight > 0:
            liked.append((-weight, name.strip()))
    return [name for _weight, name in sorted(liked, key=lambda each: each[0])]
