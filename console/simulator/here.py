"""Who may move the customers: a caller on this machine, and no web page of another site."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator.world import World

Handler = Callable[[World, Request], Awaitable[Response]]


def guarded(world: World, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The handler behind that rule; what it can't do with a request is a 400 with words."""

    async def answer(request: Request) -> Response:
        if not is_here(request):
            return JSONResponse({"error": "Only this machine may move the customers."}, 403)
        try:
            return await handler(world, request)
        except KeyError as missing:
            return JSONResponse({"error": f"The field {missing} is missing."}, 400)
        except (LookupError, TypeError, ValueError) as wrong:
            return JSONResponse({"error": str(wrong)}, 400)

    return answer


def is_here(request: Request) -> bool:
    """True for a caller on this machine who is no web page of another site.

    The host must be this machine by name as well: else a site that lets its name point here
    could ask in a browser's name (DNS rebinding).
    """
    caller = request.client.host if request.client else ""
    origin = request.headers.get("origin")
    named = request.url.hostname or ""
    own = origin is None or origin == f"{request.url.scheme}://{request.url.netloc}"
    return _is_loopback(caller) and (named == "localhost" or _is_loopback(named)) and own


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
