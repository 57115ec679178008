"""An OpenAPI document, and where a request and its answer differ from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml  # type: ignore[import-untyped]

from tests.conform.recording import Recorded

#: What the document calls the things whose ids stand in paths
_NOUNS = {
    "Phone-Number-ID": "phone",
    "WABA-ID": "account",
    "TEMPLATE_ID": "template",
    "Media-ID": "media",
    "Media-URL": "file",
    "Application-ID": "app",
    "QR-Code-ID": "code",
    "Message-History-ID": "history",
}
_PARAMETER = re.compile(r"\{([^}]+)\}")
_METHODS = frozenset({"get", "post", "delete"})
_HOME = "urn:document"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing the document says otherwise.

    Attributes:
        place: "request", "query" or "answer", then the way to it: "request/location/latitude".
        rule: the rule of the schema that it breaks: "type", "required".
        words: what the validator says of it.
    """

    operation: str
    place: str
    rule: str
    words: str


class _Loader(yaml.CSafeLoader):  # type: ignore[misc]
    """Reads YAML as JSON would be read: days stay texts."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class Document:
    """The operations of a document, by "POST /{phone}/messages"."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self._whole = whole
        components = self._meant(whole.get("components", {}))
        self._registry = jsonschema_rs.Registry([(_HOME, {"components": components})])

    @classmethod
    def read(cls, path: Path) -> Document:
        """The document of a YAML or JSON file."""
        return cls(yaml.load(path.read_text(encoding="utf-8"), _Loader))

    @cached_property
    def operations(self) -> dict[str, Mapping[str, Any]]:
        """Each operation with the parameters it shares with its path."""
        return {
            f"{method.upper()} {_named(path)}": {
                **operation,
                "parameters": [
                    self._resolved(one)
                    for one in (*at.get("parameters", ()), *operation.get("parameters", ()))
                ],
            }
            for path, at in self._whole["paths"].items()
            for method, operation in at.items()
            if method in _METHODS
        }

    def differences(self, recorded: Recorded) -> list[Difference] | None:
        """Where a request or its answer differs; None if there is no such operation."""
        name = f"{recorded.method} {recorded.path}"
        operation = self.operations.get(name)
        if operation is None:
            return None
        found = [
            *self._of_query(operation, recorded),
            *self._of_request(operation, recorded),
            *self._of_answer(operation, recorded),
        ]
        return [Difference(name, *one) for one in dict.fromkeys(found)]

    def _of_query(self, operation: Mapping[str, Any], recorded: Recorded) -> Iterator[_Found]:
        known = {
            one["name"]: one.get("schema", {})
            for one in operation["parameters"]
            if one["in"] == "query"
        }
        for name, value in recorded.query.items():
            if name not in known:
                yield f"query/{name}", "unknown", "The document has no such parameter."
                continue
            number = known[name].get("type") == "integer" and value.isdecimal()
            yield from self._errors(
                known[name], int(value) if number else value, f"query/{name}"
            )
        for one in operation["parameters"]:
            if (
                one["in"] == "query"
                and one.get("required")
                and one["name"] not in recorded.query
            ):
                yield f"query/{one['name']}", "required", "The document requires it."

    def _of_request(self, operation: Mapping[str, Any], recorded: Recorded) -> Iterator[_Found]:
        content = self._resolved(operation.get("requestBody", {})).get("content", {})
        if not recorded.media_type:
            if operation.get("requestBody", {}).get("required"):
                yield "request", "required", "The document requires a body."
            return
        if recorded.media_type not in content:
            yield "request", "unknown", f"The document has no {recorded.media_type} here."
            return
        schema = content[recorded.media_type].get("schema", {})
        yield from self._errors(schema, recorded.body, "request")

    def _of_answer(self, operation: Mapping[str, Any], recorded: Recorded) -> Iterator[_Found]:
        answers = operation.get("responses", {})
        answer = answers.get(str(recorded.status)) or answers.get("default")
        if answer is None:
            words = f"The document has no answer {recorded.status}."
            yield f"answer {recorded.status}", "unknown", words
            return
        content = self._resolved(answer).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        yield from self._errors(schema, recorded.answer, "answer")

    def _resolved(self, element: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in element:
            return element
        found: Any = self._whole
        for step in element["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return self._resolved(found)

    def _errors(self, schema: Any, value: Any, place: str) -> Iterator[_Found]:
        if not schema:
            return
        meant = _homed(self._meant(schema))
        validator = jsonschema_rs.Draft202012Validator(meant, registry=self._registry)
        for error in _innermost(list(validator.iter_errors(value))):
            steps = ["*" if isinstance(one, int) else one for one in error.instance_path]
            for named in _named_by(error):
                yield "/".join([place, *steps, *named]), error.kind.name, error.message

    def _meant(self, schema: Any) -> Any:
        """The schema with closed parts of an `allOf` closing the whole.

        By the letter each part forbids what the others require, which nothing can fulfil.
        """
        match schema:
            case {"allOf": [*parts], **rest} if any(map(_is_closed, parts)):
                names = {name for one in parts for name in self._names(one)}
                opened = [
                    {key: one for key, one in part.items() if key != "additionalProperties"}
                    for part in parts
                ]
                shut = {"propertyNames": {"enum": sorted(names)}}
                return self._meant({"allOf": opened, **rest}) | shut
            case dict():
                return {key: self._meant(one) for key, one in schema.items()}
            case list():
                return [self._meant(one) for one in schema]
        return schema

    def _names(self, schema: Any) -> Iterator[str]:
        whole = self._resolved(schema)
        yield from whole.get("properties", {})
        for part in whole.get("allOf", ()):
            yield from self._names(part)


_Found = tuple[str, str, str]


def _named(path: str) -> str:
    whole = path.removeprefix("/{Version}")
    return _PARAMETER.sub(lambda found: f"{{{_NOUNS.get(found[1], found[1])}}}", whole)


def _is_closed(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("additionalProperties") is False


def _named_by(error: jsonschema_rs.ValidationError) -> list[list[str]]:
    """The properties that are missing or too many, each as the last step of a way."""
    kind: Any = error.kind
    match kind.name:
        case "required":
            return [[kind.property]]
        case "propertyNames":
            return [[kind.error.instance]]
        case "additionalProperties":
            return [[name] for name in kind.unexpected]
    return [[]]


def _homed(schema: Any) -> Any:
    """The schema with its references leading into the registry's document."""
    match schema:
        case dict():
            return {
                key: _HOME + one if key == "$ref" and isinstance(one, str) else _homed(one)
                for key, one in schema.items()
            }
        case list():
            return [_homed(one) for one in schema]
    return schema


def _innermost(
    errors: list[jsonschema_rs.ValidationError],
) -> Iterator[jsonschema_rs.ValidationError]:
    """Instead of "fits none of these", what the nearest of them has against it."""
    for error in errors:
        branches = getattr(error.kind, "context", None)
        if not branches or error.kind.name not in {"oneOf", "anyOf"}:
            yield error
            continue
        own_type = [*error.instance_path, "type"]
        yield from _innermost(min(branches, key=lambda one: _distance(one, own_type)))


def _distance(
    branch: list[jsonschema_rs.ValidationError], own_type: list[str | int]
) -> tuple[bool, int]:
    """A branch that is of another `type` is the farthest."""
    return any(error.instance_path == own_type for error in branch), len(branch)
