"""Dataclass to JSON and back, strict on the way in."""

import json
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from console.domain.errors import InvalidInput
from console.domain.texts import _

T = TypeVar("T")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(shape: Any) -> TypeAdapter[Any]:
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def to_json(value: object, shape: Any = None) -> bytes:
    """UTF-8 JSON of a dataclass, or of any `shape` pydantic knows: `list[QueueView]`."""
    adapter = _adapter(shape if shape is not None else type(value))
    try:
        return adapter.dump_json(value)
    except PydanticSerializationError:
        # half a character: one broken text must not keep all that follows it from the desks
        plain = adapter.dump_python(value, mode="json")
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def to_plain(value: object, shape: Any = None) -> Any:
    """The value as dicts, lists, strings and numbers, ready for a JSON column."""
    return _adapter(shape if shape is not None else type(value)).dump_python(value, mode="json")


def from_json(shape: type[T], data: bytes | str) -> T:
    """A `shape` read from JSON.

    Raises:
        InvalidInput: it is not JSON or not of that shape; the message names the field.
    """
    try:
        return cast(T, _adapter(shape).validate_json(data))
    except ValidationError as error:
        raise _refusal(error) from None


def from_plain(shape: Any, data: Any) -> Any:
    """A `shape` read from dicts and lists; raises `InvalidInput` like `from_json`."""
    try:
        return _adapter(shape).validate_python(data)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> InvalidInput:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or _("the body")
    return InvalidInput(
        _("{place}: {problem}. Correct it and send it again.").format(
            place=place, problem=first["msg"]
        )
    )
