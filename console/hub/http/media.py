"""Files: taken in as a stream, given out so that no browser would ever run them."""

import asyncio

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse
from starlette.types import Message, Receive, Scope, Send

from console.domain.errors import InvalidInput, NotFound, RuleBroken, TooLarge, Unavailable
from console.domain.ids import ChannelId, MediaId
from console.domain.texts import N_, _
from console.hub import access, media, previewing, previews
from console.hub.files import Incoming, Kept
from console.hub.http.answers import answer, problem
from console.hub.http.inside import Here, Who
from console.wire import requests

MOST_BYTES = 100 * 1024 * 1024
_GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}
routes = APIRouter(tags=["files"])


class BadRange(RuleBroken):
    """The file has no such part; facts: content_range."""

    code, title, status = "bad_range", N_("No such part of the file"), 416

    def __init__(self, content_range: str) -> None:
        super().__init__(
            _("The part asked for is not in this file. Ask for the whole file."),
            content_range=content_range,
        )


@routes.post(
    requests.MEDIA_UP,
    operation_id="upload",
    response_model=requests.Uploaded,
    openapi_extra={"requestBody": {"content": {"*/*": {}}, "required": True}},
)
async def upload(request: Request, who: Who, here: Here, name: str = "") -> Response:
    """The file is the hub's; its type is what its bytes say, not what was claimed."""
    claimed = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:18]) > MOST_BYTES:
        raise _too_large()
    with here.files.incoming() as incoming:
        kept = await _take_in(request, incoming)
        async with here.store.transaction() as tx:
            media_id = await media.keep_upload(
                tx,
                kept,
                channel_id=ChannelId(""),  # known once a message carries it
                uploaded_by=who.rep_id,
                name=name,
                claimed_mime=claimed,
            )
    async with here.store.reading() as connection:
        file = await access.file(connection, who, media_id)
    return answer(
        requests.Uploaded(
            media_id=media_id, mime=file.mime, size_bytes=file.size_bytes, name=file.name
        )
    )


async def _take_in(request: Request, incoming: Incoming) -> Kept:
    async for chunk in request.stream():
        if incoming.size_bytes + len(chunk) > MOST_BYTES:
            raise _too_large()
        await asyncio.to_thread(incoming.write, chunk)
    if not incoming.size_bytes:
        raise InvalidInput(_("The file is empty. Choose another one."))
    return await asyncio.to_thread(incoming.keep)


def _too_large() -> TooLarge:
    return TooLarge(_("A file may have 100 MB. Send it as a link or make it smaller."))


@routes.head(requests.MEDIA, operation_id="download_head", response_class=FileResponse)
@routes.get(
    requests.MEDIA,
    operation_id="download",
    response_class=FileResponse,
    responses={206: {"description": "The part asked for by Range"}},
)
async def download(media_id: str, who: Who, here: Here) -> Response:
    """The bytes, or the part of them that `Range` asks for."""
    async with here.store.reading() as connection:
        file = await access.file(connection, who, MediaId(media_id))
    if file.state == media.WANTED:
        raise Unavailable(_("This file is still on its way. Try again."), retry_after_s=5)
    path = here.files.path(file.sha256)
    if file.state != media.KEPT or path is None:
        words = _("This file is gone. Ask the customer to send it again.")
        raise NotFound(_(file.trouble) or words)
    return _File(path, media_type=file.mime, filename=file.name or None, headers=_GUARDS)


@routes.get(requests.PREVIEW, operation_id="preview", response_class=FileResponse)
async def preview(media_id: str, who: Who, here: Here) -> Response:
    """A small picture of a picture, made by the hub; desks decode nothing else."""
    async with here.store.reading() as connection:
        file = await access.file(connection, who, MediaId(media_id))
    if file.state == media.MISSING or file.trouble:
        raise NotFound(_(file.trouble or previews.NOT_A_PICTURE))
    if file.mime not in previews.SHOWN and file.state == media.KEPT:
        raise NotFound(_(previews.NOT_A_PICTURE))
    path = here.previews.path(file.sha256)
    if path is None:
        if file.state == media.KEPT:
            await previewing.want(here.store, file.media_id)
        raise Unavailable(_("This picture is still on its way. Try again."), retry_after_s=5)
    return _File(path, media_type=previews.TYPE, headers=_GUARDS)


class _File(FileResponse):
    """A file whose refusals of a `Range` are problem documents like all others."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file, the part asked for, or why there is no such part."""
        refused = False

        async def tell(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] in {400, 416}:
                refused = True
                whole = f"bytes */{self.headers['content-length']}"
                await problem(BadRange(whole))(scope, receive, send)
            elif not refused:
                await send(message)

        await super().__call__(scope, receive, tell)
