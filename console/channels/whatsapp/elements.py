"""Elements of a webhook, read tolerantly: whatever is absent or odd becomes empty."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

Element = Mapping[str, Any]
_NOTHING: Element = {}


def _finite(written: str) -> float | None:
    found = float(written)
    return found if math.isfinite(found) else None


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=lambda _name: None)


def parsed(raw: bytes) -> Any:
    """JSON, cleaned like any other value.

    Raises:
        ValueError, RecursionError: it is none, or nested too deeply.
    """
    text = raw.decode(json.detect_encoding(raw), "surrogatepass")
    value = _DECODER.decode(text)
    # plain ASCII holds what databases don't take only as one of these
    is_clean = text.isascii() and not any(mark in text for mark in ("\\u0000", "\\uD", "\\ud"))
    return value if is_clean else cleaned(value)


def cleaned(value: Any) -> Any:
    """The value with text that databases take: no U+0000, no lone surrogates, no NaN."""
    match value:
        case str():
            return clean_text(value)
        case dict():
            return {clean_text(key): cleaned(one) for key, one in value.items()}
        case list():
            return [cleaned(one) for one in value]
        case float() if not math.isfinite(value):
            return None
    return value


def clean_text(text: str) -> str:
    """Text without U+0000, with U+FFFD for each lone surrogate."""
    if text.isascii():
        return text.replace("\0", "")
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\0", "")


def part(element: Element, key: str) -> Element:
    """The object under `key`, or an empty one."""
    found = element.get(key)
    return found if isinstance(found, dict) else _NOTHING


def parts(element: Element, key: str) -> Iterator[Element]:
    """The objects in the array under `key`; what is no object is passed over."""
    found = element.get(key)
    return (one for one in (found if isinstance(found, list) else []) if isinstance(one, dict))


def items(element: Element, key: str) -> list[Any]:
    """The array under `key`, whatever it holds."""
    found = element.get(key)
    return found if isinstance(found, list) else []


def text(element: Element, key: str) -> str:
    """The text under `key`; a number as its digits; else empty."""
    found = element.get(key)
    if isinstance(found, str):
        return found
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return str(found) if is_number else ""


def number(element: Element, key: str) -> float | None:
    """The finite number under `key`, also when it is written as text."""
    try:
        found = float(text(element, key))
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def whole(element: Element, key: str) -> int:
    """The whole number under `key`, or 0; at most what 53 bits hold."""
    found = number(element, key)
    return 0 if found is None or abs(found) > 2**53 else int(found)


def moment(element: Element, key: str = "timestamp") -> datetime | None:
    """The moment under `key`, in seconds since 1970; None if it can't be read."""
    seconds = whole(element, key)
    if not 0 < seconds < 253_402_300_800:  # year 10000
        return None
    return datetime.fromtimestamp(seconds, UTC)
