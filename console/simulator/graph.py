"""The Graph API: routes, versions, tokens, and refusals as JSON."""

import hmac
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from console.simulator import (
    graph_account,
    graph_blocks,
    graph_media,
    graph_messages,
    graph_numbers,
    graph_profiles,
    graph_templates,
    graph_threads,
    graph_uploads,
)
from console.simulator.media import PATH
from console.simulator.refusals import RefusalError, no_such_object
from console.simulator.uploads import PREFIX
from console.simulator.world import World

Handler = Callable[[World, Request], Awaitable[Response]]
VERSIONS = frozenset({"v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0"})

_PHONE_EDGES: dict[tuple[str, str], Handler] = {
    ("POST", "messages"): graph_messages.post,
    ("GET", "whatsapp_business_profile"): graph_profiles.profile,
    ("POST", "whatsapp_business_profile"): graph_profiles.change_profile,
    ("GET", "message_qrdls"): graph_profiles.links,
    ("POST", "message_qrdls"): graph_profiles.write_link,
    ("POST", "request_code"): graph_numbers.request_code,
    ("POST", "verify_code"): graph_numbers.verify_code,
    ("POST", "register"): graph_numbers.register,
    ("POST", "deregister"): graph_numbers.deregister,
    ("POST", "thread_control"): graph_threads.control,
    ("POST", "media"): graph_media.upload,
    ("GET", "block_users"): graph_blocks.list_blocked,
    ("POST", "block_users"): graph_blocks.block,
    ("DELETE", "block_users"): graph_blocks.unblock,
}
_ACCOUNT_EDGES: dict[tuple[str, str], Handler] = {
    ("GET", "message_templates"): graph_account.templates,
    ("POST", "message_templates"): graph_templates.create,
    ("DELETE", "message_templates"): graph_templates.delete,
    ("GET", "phone_numbers"): graph_account.phone_numbers,
    ("GET", "subscribed_apps"): graph_account.subscriptions,
    ("POST", "subscribed_apps"): graph_account.subscribe,
}
_APP_EDGES: dict[tuple[str, str], Handler] = {("POST", "uploads"): graph_uploads.begin}
_UPLOAD: dict[str, Handler] = {"GET": graph_uploads.describe, "POST": graph_uploads.proceed}
_NUMBER: dict[str, Handler] = {
    "GET": graph_account.phone_number,
    "POST": graph_numbers.change,
}
_TEMPLATE = {"GET": graph_templates.describe, "POST": graph_templates.edit}
_MEDIA: dict[str, Handler] = {"GET": graph_media.describe, "DELETE": graph_media.delete}


def routes(world: World) -> list[BaseRoute]:
    """The platform's side of the house."""
    return [
        Route(PATH, _guarded(world, graph_media.download), methods=["GET"]),
        Route("/{version}/debug_token", _guarded(world, graph_account.debug_token)),
        Route(
            "/{version}/{node}/message_qrdls/{code}",
            _guarded(world, _link),
            methods=["DELETE"],
        ),
        Route("/{version}/{node}", _guarded(world, _node), methods=["GET", "POST", "DELETE"]),
        Route(
            "/{version}/{node}/{edge}",
            _guarded(world, _edge),
            methods=["GET", "POST", "DELETE"],
        ),
    ]


def _guarded(world: World, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        try:
            _check_version(world, request)
            _check_token(world, request)
            await _strike(world)
            return await handler(world, request)
        except RefusalError as refusal:
            body = refusal.reply(world.ids.trace())
            return JSONResponse(body, refusal.http_status, {"x-fb-trace-id": world.ids.trace()})

    return guarded


def _check_version(world: World, request: Request) -> None:
    version = request.path_params.get("version")
    if version is None:
        return
    if version not in VERSIONS or not world.versions_served:
        raise RefusalError(2500, message=f"Unknown path components: /{version}")


def _check_token(world: World, request: Request) -> None:
    scheme, _space, given = request.headers.get("authorization", "").partition(" ")
    given = given.strip() if scheme in {"Bearer", "OAuth"} else ""
    given = given or request.query_params.get("access_token", "")
    if not hmac.compare_digest(given.encode(), world.business.access_token.encode()):
        raise RefusalError(
            190, message="Invalid OAuth access token - Cannot parse access token", status=401
        )


def _check_proof(world: World, request: Request) -> None:
    proof = request.query_params.get("appsecret_proof")
    keys = world.courier.app_secret.encode(), world.business.access_token.encode()
    if proof not in {None, hmac.new(*keys, "sha256").hexdigest()}:
        raise RefusalError(100, message="Invalid appsecret_proof provided in the API argument")


def _accounts(world: World) -> set[str]:
    return {one.waba_id for one in world.numbers.values()}


async def _strike(world: World) -> None:
    fault = world.faults.take("any")
    if fault is None:
        return
    if fault.name == "hold":
        await world.clock.sleep(fault.number)
        return
    raise RefusalError(
        190,
        message="Error validating access token: Session has expired.",
        subcode=463,
        status=401,
    )


async def _node(world: World, request: Request) -> Response:
    node = request.path_params["node"]
    _check_proof(world, request)
    if node in world.numbers and request.method in _NUMBER:
        return await _NUMBER[request.method](world, request)
    if request.method == "GET" and node in _accounts(world):
        return await graph_account.account(world, request)
    if request.method == "GET" and node == "app":
        return JSONResponse({"id": world.business.app_id, "name": "Rep Console"})
    template = world.templates.by_id(node)
    if template is not None and request.method in _TEMPLATE:
        return await _TEMPLATE[request.method](world, request, template)
    nodes = _UPLOAD if node.startswith(PREFIX) else _MEDIA
    handler = nodes.get(request.method)
    if handler is None:
        raise no_such_object(node, request.method.lower())
    return await handler(world, request)


async def _link(world: World, request: Request) -> Response:
    if request.path_params["node"] not in world.numbers:
        raise no_such_object(request.path_params["node"], "delete")
    return await graph_profiles.drop_link(world, request)


async def _edge(world: World, request: Request) -> Response:
    node, edge = request.path_params["node"], request.path_params["edge"]
    template = world.templates.by_id(node)
    if template is not None and (request.method, edge) == ("POST", "unpause"):
        return await graph_templates.unpause(world, template)
    edges = (
        dict.fromkeys(world.numbers, _PHONE_EDGES)
        | dict.fromkeys(_accounts(world), _ACCOUNT_EDGES)
        | {world.business.app_id: _APP_EDGES}
    ).get(node)
    if edges is None:
        raise no_such_object(node, request.method.lower())
    handler = edges.get((request.method, edge))
    if handler is None:
        raise RefusalError(2500, message=f"Unknown path components: /{edge}")
    return await handler(world, request)
