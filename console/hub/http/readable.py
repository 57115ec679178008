"""Readable: requests with text that no database keeps are refused before anything is done."""

from starlette.requests import Request

from console.domain.errors import InvalidInput
from console.domain.texts import _
from console.wire import requests


async def readable(request: Request) -> None:
    """Passes requests without U+0000 and halves of characters, in address and JSON.

    Raises:
        InvalidInput: there is one.
    """
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise _unreadable()
    if request.url.path == requests.MEDIA_UP or not _is_json(request):
        return
    # in JSON both can only stand as an escape; most requests have none
    if b"\\u" in await request.body() and _has_unkeepable(await request.json()):
        raise _unreadable()


def _is_json(request: Request) -> bool:
    return "json" in request.headers.get("content-type", "")


def _has_unkeepable(value: object) -> bool:
    rest = [value]
    while rest:  # not by recursion: it may be nested as deep as the parser goes
        one = rest.pop()
        if isinstance(one, dict):
            rest += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            rest += one
        elif isinstance(one, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in one):
            return True
    return False


def _unreadable() -> InvalidInput:
    return InvalidInput(
        _(
            "The text holds a character that can’t be kept (U+0000 or half of one). Take "
            "it out and send it again."
        )
    )
