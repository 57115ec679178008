"""Resumable uploads over Graph: begun, continued from where they stopped, ended."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator import filetypes
from console.simulator.graph_messages import LostReply
from console.simulator.refusals import RefusalError, no_such_object
from console.simulator.uploads import Session
from console.simulator.world import World


async def begin(world: World, request: Request) -> Response:
    """A session for a file of this length and type."""
    asked = request.query_params
    try:
        size = int(asked.get("file_length", ""))
    except ValueError:
        raise RefusalError(100, "The parameter file_length is required.") from None
    mime = asked.get("file_type", "")
    if filetypes.kind_of(mime) not in {"image", "video", "document"}:
        raise RefusalError(100, f"Param file_type: {mime} isn't supported.")
    return JSONResponse({"id": world.uploads.begin(mime, size)})


async def proceed(world: World, request: Request) -> Response:
    """The handle once the whole file is there."""
    session, key = _found(world, request)
    try:
        offset = int(request.headers.get("file_offset", ""))
    except ValueError:
        raise RefusalError(100, "The header file_offset is required.") from None
    if offset != len(session.content):
        raise RefusalError(100, f"file_offset must be {len(session.content)}.")
    content = await request.body()
    fault = world.faults.take("upload")
    if fault is not None:
        session.content += content[: len(content) // 2]
        return LostReply()
    session.content += content
    if len(session.content) != session.size_bytes:
        return JSONResponse({"id": key, "file_offset": len(session.content)})
    if not filetypes.is_what_it_says(session.mime, bytes(session.content)):
        raise RefusalError(100, "The file isn't of the type it was said to be.")
    return JSONResponse({"h": world.uploads.handle(key)})


async def describe(world: World, request: Request) -> Response:
    """How much of the file is there."""
    session, key = _found(world, request)
    return JSONResponse({"id": key, "file_offset": len(session.content)})


def _found(world: World, request: Request) -> tuple[Session, str]:
    key = request.path_params["node"]
    session = world.uploads.sessions.get(key)
    if session is None:
        raise no_such_object(key, request.method.lower())
    return session, key
