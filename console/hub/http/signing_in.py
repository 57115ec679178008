"""Hello, signing in and out, and the snapshot a desk starts from."""

from fastapi import APIRouter, Request, Response

from console import __version__
from console.hub import own_password, snapshot
from console.hub.auth import token_hash
from console.hub.http.answers import answer, nothing
from console.hub.http.inside import Here, Who, shown, signed_in_shown
from console.wire import requests

routes = APIRouter(tags=["desk"])


@routes.get(requests.HELLO, operation_id="hello", response_model=requests.Hello)
async def hello(here: Here) -> Response:
    """Who this hub is; the only answer that needs no token besides signing in."""
    clock = here.store.clock
    return answer(
        requests.Hello(
            name=here.settings.name,
            version=__version__,
            protocol=requests.PROTOCOL,
            now=clock.now(),
            clock_rate=clock.rate,
        )
    )


@routes.post(requests.SIGN_IN, operation_id="sign_in", response_model=requests.SignedIn)
async def sign_in(body: requests.SignIn, request: Request, here: Here) -> Response:
    """A token for this person at this desk, bound to the key of the `DPoP` header if any."""
    address = request.client.host if request.client else ""
    return answer(await here.auth.sign_in(body, address, shown(request.scope)))


@routes.post(requests.SIGN_OUT, operation_id="sign_out", status_code=204)
async def sign_out(request: Request, here: Here) -> Response:
    """The token is void."""
    await here.auth.sign_out(signed_in_shown(request.scope))
    return nothing()


@routes.post(requests.PASSWORD, operation_id="change_password", status_code=204)
async def change_password(
    body: requests.ChangePassword, request: Request, who: Who, here: Here
) -> Response:
    """The person has a new password; their sign-ins at other desks end."""
    token = token_hash(signed_in_shown(request.scope).token)
    await own_password.change(here.store, here.auth.passwords, who, token, body)
    return nothing()


@routes.get(requests.SNAPSHOT, operation_id="snapshot", response_model=requests.Snapshot)
async def take_snapshot(who: Who, here: Here) -> Response:
    """Everything this desk starts from."""
    return answer(await snapshot.take(here.store, who, hub_name=here.settings.name))
