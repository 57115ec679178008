"""Lengths as the platform counts them, and how far a text is over its limit, in words."""

from console.domain.texts import _, ngettext, number

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def text_length(text: str) -> int:
    """Length as the platform may count it: UTF-16 units, the larger of the readings."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def over(label: str, text: str, limit: int) -> str:
    """How far a text, called `label`, is over its limit, as a sentence; empty if it fits."""
    count = text_length(text) - limit
    if count <= 0:
        return ""
    return ngettext(
        "“{label}” is {count} character too long: {limit} at most.",
        "“{label}” is {count} characters too long: {limit} at most.",
        count,
    ).format(label=label, count=number(count), limit=number(limit))


def missing(label: str, text: str) -> str:
    """That a text, called `label`, is needed, as a sentence; empty if it is there."""
    return "" if text.strip() else _("Fill in “{label}”.").format(label=label)
