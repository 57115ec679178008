"""Media over Graph: upload, look up, download, delete."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from console.simulator import filetypes, forms
from console.simulator.media import PATH, UPLOAD_LIFE, MediaFile
from console.simulator.refusals import RefusalError, no_such_object
from console.simulator.weather import strikes
from console.simulator.world import World


async def upload(world: World, request: Request) -> Response:
    """The id of a file just uploaded."""
    parts = forms.parts(request.headers.get("content-type", ""), await request.body())
    if parts.get("messaging_product", forms.NOTHING).text != "whatsapp":
        raise RefusalError(100, "The parameter messaging_product is required.")
    file = parts.get("file")
    if file is None:
        raise RefusalError(100, "The parameter file is required.")
    mime = parts.get("type", forms.NOTHING).text or file.mime
    filetypes.check_upload(mime, file.content)
    kept = world.media.keep(file.content, mime, world.clock.now(), UPLOAD_LIFE)
    return JSONResponse({"id": kept.id})


async def describe(world: World, request: Request) -> Response:
    """Where a file can be fetched for the next five minutes, and what it is."""
    file = _found(world, request)
    key = world.media.key(file.id, world.clock.now())
    return JSONResponse(
        {
            "messaging_product": "whatsapp",
            "url": f"{request.base_url}{PATH[1:]}?mid={file.id}&ext=1&hash={key}",
            "mime_type": file.mime,
            "sha256": file.sha256_hex,
            "file_size": len(file.content),
            "id": file.id,
        }
    )


async def download(world: World, request: Request) -> Response:
    """The bytes of a file, or 404 once the address is over five minutes old."""
    fault = world.faults.take("media")
    file = world.media.open(request.query_params.get("hash", ""), world.clock.now())
    missing = fault is not None or strikes(world.rng, world.weather.media_404)
    if file is None or missing:
        return PlainTextResponse("Not Found", 404)
    return Response(file.content, media_type=file.mime)


async def delete(world: World, request: Request) -> Response:
    """Success; the file is gone."""
    world.media.forget(_found(world, request).id)
    return JSONResponse({"success": True})


def _found(world: World, request: Request) -> MediaFile:
    media_id = request.path_params["node"]
    number = request.query_params.get("phone_number_id", world.business.phone_number_id)
    file = world.media.find(media_id, world.clock.now())
    if file is None or number != world.business.phone_number_id:
        raise no_such_object(media_id, request.method.lower())
    return file
