"""Small checks on parameters, refused in Meta's words."""

from typing import Any

from console.simulator.refusals import RefusalError


def length_of(text: str) -> int:
    """Characters as counted here: UTF-16 units, the stricter reading of Meta's limit."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def demand(content: dict[str, Any], key: str, within: str) -> Any:
    """The value of a required parameter.

    Raises:
        RefusalError: 131008 when it is missing or empty.
    """
    value = content.get(key)
    if value in (None, "", [], {}):
        raise RefusalError(131008, f"Parameter {within}['{key}'] is required.")
    return value


def at_most(text: object, limit: int, name: str) -> None:
    """Passes a text within the limit.

    Raises:
        RefusalError: 100 when it is longer, or no text.
    """
    if not isinstance(text, str) or length_of(text) > limit:
        raise RefusalError(100, f"Param {name} must be a string of at most {limit} characters.")
