"""Nothing the hub can ask Graph is left out, and the checker finds what differs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

import yaml  # type: ignore[import-untyped]

from console.channels import whatsapp
from console.channels.whatsapp.calls import GraphCall, Piece, Upload
from console.domain import messages
from console.domain.directions import MediaKind
from console.domain.interactives import SHAPES
from console.domain.messages import Body, Interactive, Media, TemplateMessage
from console.domain.template_buttons import MOST_OF_KIND
from tests.conform.checking import check, told
from tests.conform.collecting import collected
from tests.conform.document import Document
from tests.conform.known import Known
from tests.conform.messages import BODIES, TEMPLATES
from tests.conform.recording import Recorded

_MADE = {GraphCall, Piece, Upload}
_NEVER_SENT = {
    messages.Choice,
    messages.Form,
    messages.Order,
    messages.Call,
    messages.Unsupported,
    messages.SystemEvent,
    messages.NoteText,
}


def _makers() -> Iterator[Callable[..., Any]]:
    """Every public function that makes a call."""
    for found in pkgutil.iter_modules(whatsapp.__path__):
        module = importlib.import_module(f"{whatsapp.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and _MADE & set(_flat(get_type_hints(function).get("return"))):
                yield function


def _flat(hint: object) -> Iterator[object]:
    yield hint
    for part in get_args(hint):
        yield from _flat(part)


async def test_every_call_of_the_hub_is_collected() -> None:
    taken, player = await collected()
    assert player.played == set(_makers())
    assert len({one.name for one in taken}) > len(BODIES) + len(TEMPLATES)
    assert "/{file}" in {one.path for one in taken}


def test_every_body_that_is_sent_is_among_the_messages() -> None:
    assert isinstance(Body, UnionType)
    sent = {type(one) for one in BODIES.values()} | {TemplateMessage}
    assert sent | _NEVER_SENT == set(get_args(Body))
    assert not sent & _NEVER_SENT
    styles = {one.style for one in BODIES.values() if isinstance(one, Interactive)}
    assert styles == set(SHAPES)
    media = {one.media for one in BODIES.values() if isinstance(one, Media)}
    assert media == set(MediaKind)


def test_every_part_of_a_template_is_among_the_messages() -> None:
    buttons = {button.kind for one in TEMPLATES for button in one.buttons}
    assert buttons >= set(MOST_OF_KIND)
    assert {one.header_format for one in TEMPLATES} == {
        "", "text", "image", "video", "document", "location",
    }  # fmt: skip


_DOCUMENT = {
    "paths": {
        "/{Version}/{Phone-Number-ID}/messages": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Message"}}
                    }
                },
                "responses": {"200": {"$ref": "#/components/responses/Taken"}},
            }
        },
        "/{Version}/{WABA-ID}": {
            "parameters": [
                {"name": "fields", "in": "query", "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}},
            ],
            "get": {"responses": {"200": {"description": "of any shape"}}},
        },
    },
    "components": {
        "responses": {
            "Taken": {"content": {"application/json": {"schema": {"required": ["messages"]}}}}
        },
        "schemas": {
            "Message": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Text"},
                    {"$ref": "#/components/schemas/Place"},
                ]
            },
            "Head": {"properties": {"to": {"type": "string"}}, "required": ["to"]},
            "Text": {
                "allOf": [
                    {"$ref": "#/components/schemas/Head"},
                    {
                        "additionalProperties": False,
                        "properties": {
                            "type": {"enum": ["text"]},
                            "text": {"type": "string"},
                        },
                        "required": ["text"],
                    },
                ]
            },
            "Place": {"properties": {"type": {"enum": ["place"]}}, "required": ["place"]},
        },
    },
}


def _document(folder: Path) -> Document:
    path = folder / "document.yaml"
    path.write_text(yaml.safe_dump(_DOCUMENT), encoding="utf-8")
    return Document.read(path)


def _post(**body: object) -> Recorded:
    return Recorded(
        name="sent",
        method="POST",
        path="/{phone}/messages",
        media_type="application/json",
        body=body,
        answer={"messages": []},
    )


def test_what_fits_the_document_has_no_difference(tmp_path: Path) -> None:
    document = _document(tmp_path)
    assert document.differences(_post(type="text", to="1", text="Hi")) == []
    asked = Recorded(name="a", method="GET", path="/{account}", query={"limit": "9"})
    assert document.differences(asked) == []


def test_what_differs_is_told_with_its_place(tmp_path: Path) -> None:
    document = _document(tmp_path)

    def places(recorded: Recorded) -> list[str]:
        return [one.place for one in document.differences(recorded) or ()]

    two = _post(type="text", to=1, text="Hi", more=2)
    assert sorted(places(two)) == ["request/more", "request/to"]
    assert places(_post(type="place", to="1")) == ["request/place"]
    asked = Recorded(
        name="a",
        method="GET",
        path="/{account}",
        query={"limit": "10", "sort": "x"},
        status=400,
    )
    assert places(asked) == ["query/limit", "query/sort", "answer 400"]
    form = Recorded(
        name="f", method="POST", path="/{phone}/messages", media_type="text/plain", answer={}
    )
    assert places(form) == ["request", "answer/messages"]
    assert document.differences(Recorded(name="x", method="GET", path="/app")) is None


def test_only_differences_of_the_list_pass_and_the_list_holds_no_others(
    tmp_path: Path,
) -> None:
    document = _document(tmp_path)
    operation = "POST /{phone}/messages"
    reason = Known(operation, ("request/more",), "it is newer", "a guide")
    newer = _post(type="text", to="1", text="Hi", more=2)
    good = check(document, [newer, Recorded(name="x", method="GET", path="/app")], [reason])
    assert good.is_good
    assert "\n".join(told(good)).splitlines() == [
        "GET /app                  1  not in the document",
        "POST /{phone}/messages    1  differs: 1 known",
        "",
        "POST /{phone}/messages: request/more",
        "  it is newer (a guide)",
    ]
    unknown = check(document, [newer], [])
    assert not unknown.is_good
    assert any(line.startswith("\nnot on the list: ") for line in told(unknown))
    idle = check(document, [_post(type="text", to="1", text="Hi")], [reason])
    assert not idle.is_good
    assert list(told(idle))[-1].startswith("\non the list, but no longer so")
