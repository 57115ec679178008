"""What the doors lead to, and the person who stands at one."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Annotated

from fastapi import Depends, Request
from prometheus_client import CollectorRegistry
from starlette.datastructures import Headers
from starlette.types import Scope

from console.domain.errors import NotSignedIn
from console.domain.texts import _
from console.hub.auth import Auth
from console.hub.feed import Feed
from console.hub.files import FileStore
from console.hub.gateway import Gateway
from console.hub.http.counts import Counts
from console.hub.numbers import Numbers
from console.hub.previews import Previews
from console.hub.principal import Principal
from console.hub.proving import Shown
from console.hub.reserve import Reserve
from console.hub.settings import Settings
from console.hub.store.store import Store
from console.wire import requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """The parts of a hub that requests are answered with."""

    store: Store
    settings: Settings
    numbers: Numbers
    auth: Auth
    feed: Feed
    files: FileStore
    previews: Previews
    reserve: Reserve
    sync_templates: Callable[[], Awaitable[None]]
    gateway: Callable[[], Gateway]
    languages: Mapping[str, NullTranslations] = field(default_factory=dict)
    counts: Counts = field(default_factory=lambda: Counts(CollectorRegistry()))


def shown(scope: Scope) -> Shown:
    """What a request shows of who sent it; an empty token before somebody is signed in."""
    headers = Headers(scope=scope)
    scheme, _space, token = headers.get("authorization", "").partition(" ")
    known = scheme.lower() in {"bearer", requests.DPOP.lower()}
    return Shown(
        token=token.strip() if known else "",
        proof=headers.get(requests.DPOP, ""),
        method=scope["method"],
        path=scope["raw_path"].decode("ascii", "replace"),
    )


def signed_in_shown(scope: Scope) -> Shown:
    """The same; raises `NotSignedIn` if there is no token."""
    found = shown(scope)
    if not found.token:
        raise NotSignedIn(_("Sign in first."))
    return found


def inside(request: Request) -> Inside:
    """The hub this request came to."""
    found: Inside = request.app.state.inside
    return found


Here = Annotated[Inside, Depends(inside)]


async def signed_in(request: Request, here: Here) -> Principal:
    """Who asks; raises `NotSignedIn` if that can't be told."""
    return await here.auth.principal(signed_in_shown(request.scope))


async def room(request: Request, here: Here) -> None:
    """Passes what only reads, and all else while there is room to keep it."""
    if request.method not in {"GET", "HEAD"}:
        here.reserve.refuse_if_gone()


Who = Annotated[Principal, Depends(signed_in)]
