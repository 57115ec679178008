"""The hub's ASGI application: FastAPI for the API, plain ASGI for feed and webhooks."""

import logging
import secrets
import traceback

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from console import __version__
from console.domain import texts
from console.domain.errors import InvalidInput, NotFound, RuleBroken
from console.domain.texts import N_, _
from console.hub import outage
from console.hub.http import (
    administration,
    customers,
    dead_letters,
    document,
    health,
    media,
    messages,
    money,
    notifications,
    number_profile,
    numbers,
    sessions,
    signing_in,
    templates,
)
from console.hub.http.answers import PROBLEMS, WrongMethod, problem
from console.hub.http.inside import Inside, room
from console.hub.http.readable import readable
from console.hub.http.stream import Stream
from console.hub.http.webhooks import PATH, Webhooks
from console.wire import requests

_log = logging.getLogger(__name__)


class Unexpected(RuleBroken):
    """A fault of the hub's own."""

    code, title, status = "unexpected", N_("Something went wrong in the hub"), 500


def build(inside: Inside) -> ASGIApp:
    """The application over the parts of one hub."""
    api = FastAPI(
        title="Rep Console hub",
        version=__version__,
        responses=PROBLEMS,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        dependencies=[Depends(readable), Depends(room)],
        redirect_slashes=False,  # each address has one spelling; others are not found
    )
    api.state.inside = inside
    for part in (
        *(signing_in, sessions, messages, dead_letters, media, customers),
        *(administration, money, templates, notifications),
        *(numbers, number_profile, health),
    ):
        api.include_router(part.routes)
    document.complete(api)
    _answer_problems(api, inside)
    return _doors(inside, api)


def _doors(inside: Inside, api: ASGIApp) -> ASGIApp:
    stream, webhooks = Stream(inside), Webhooks(inside)

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _api(api, scope, receive, send)
        elif scope["path"].startswith(PATH):
            await webhooks(scope, receive, send)
        else:
            accepted = Headers(scope=scope).get("accept-language", "")
            with texts.spoken(texts.best(accepted, inside.languages)):
                if scope["path"] == requests.FEED:
                    await stream(scope, receive, send)
                else:
                    await _api(api, scope, receive, send)

    return door


async def _api(api: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await api(scope, receive, send)
    except Exception:  # noqa: BLE001 - the request boundary: answered and logged already
        return


def _answer_problems(api: FastAPI, inside: Inside) -> None:
    @api.exception_handler(RuleBroken)
    async def refused(_request: Request, refusal: RuleBroken) -> Response:
        inside.counts.refused.labels(refusal.code).inc()
        return problem(refusal)

    @api.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:]) or _("the body")
        return problem(
            InvalidInput(
                _("{place}: {problem}. Correct it and send it again.").format(
                    place=place, problem=first["msg"]
                )
            )
        )

    @api.exception_handler(HTTPException)
    async def no_route(_request: Request, error: HTTPException) -> Response:
        return problem(_refusal(error))

    async def unexpected(request: Request, error: Exception) -> Response:
        if not outage.is_outage(error):
            return _unexpected(inside, request, error)
        _log.error("database or disk: %s", outage.name_of(error))
        return problem(outage.refusal(error))

    # the first two by name, so that an outage isn't raised again once it is answered
    for kind in (*outage.FAULTS, Exception):
        api.add_exception_handler(kind, unexpected)


def _refusal(error: HTTPException) -> RuleBroken:
    if error.status_code == 404:
        return NotFound(_("There is nothing at this address."))
    if error.status_code == 405:
        return WrongMethod((error.headers or {}).get("Allow"))
    if error.status_code == 400:
        return InvalidInput(_("The body isn’t JSON. Correct it and send it again."))
    refusal = RuleBroken(_("The hub doesn’t take this request. Correct it and send it again."))
    refusal.status = error.status_code
    return refusal


def _unexpected(inside: Inside, request: Request, error: Exception) -> Response:
    fault_id = secrets.token_hex(4)
    inside.counts.failed.inc()
    route = request.scope.get("route")
    _log.error(
        "request failed (%s): %s in %s\n%s",
        fault_id,
        type(error).__name__,
        getattr(route, "name", "?"),
        # where, but not the error's own words: they may quote a text or a number
        "".join(traceback.format_tb(error.__traceback__)),
    )
    return problem(
        Unexpected(
            _(
                "The hub made a mistake and nothing was changed. Try again; if it stays, "
                "tell your administrator this number: {fault_id}."
            ).format(fault_id=fault_id),
            fault_id=fault_id,
        )
    )
