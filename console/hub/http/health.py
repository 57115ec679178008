"""Whether the hub lives, is ready, and how it has been doing."""

from contextlib import suppress

import sqlalchemy as sa
from fastapi import APIRouter, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import PlainTextResponse

from console.hub import groups
from console.hub.http.inside import Here

routes = APIRouter(tags=["operation"])


@routes.get("/healthz", operation_id="healthz", response_class=PlainTextResponse)
async def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("alive")


@routes.get("/readyz", operation_id="readyz", response_class=PlainTextResponse)
async def readyz(here: Here) -> Response:
    """The database answers too, and there is room on the disk; else 503 says why not."""
    here.reserve.refuse_if_gone()
    async with here.store.reading() as connection:
        await connection.execute(sa.select(1))
    return PlainTextResponse("ready")


@routes.get("/metrics", operation_id="metrics", response_class=PlainTextResponse)
async def metrics(here: Here) -> Response:
    """Counts in Prometheus' text format, without names, numbers or texts."""
    with suppress(SQLAlchemyError):  # the others are wanted most while the database is away
        async with here.store.reading() as connection:
            here.counts.groups.set(await groups.total(connection))
    return Response(here.counts.text(), media_type="text/plain; version=0.0.4")
