"""Templates: made, edited and deleted by administrators."""

from fastapi import APIRouter, Response

from console.domain.ids import TemplateId
from console.domain.templates import Template
from console.hub import access, template_commands
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.views import team
from console.wire import templates as wire

routes = APIRouter(tags=["administration"])


async def _shown(here: Inside, template_id: TemplateId) -> Response:
    async with here.store.reading() as connection:
        return answer((await team.templates(connection, [template_id]))[template_id])


@routes.post(wire.CREATE_TEMPLATE, operation_id="create_template", response_model=Template)
async def create_template(body: wire.CreateTemplate, who: Who, here: Here) -> Response:
    """The template is on its way to Meta; its status follows by the feed."""
    access.administrator(who)
    return await _shown(here, await template_commands.create(here.store, who, body))


@routes.post(wire.EDIT_TEMPLATE, operation_id="edit_template", response_model=Template)
async def edit_template(body: wire.EditTemplate, who: Who, here: Here) -> Response:
    """The change is on its way to Meta; what comes of it follows by the feed."""
    access.administrator(who)
    return await _shown(here, await template_commands.edit(here.store, who, body))


@routes.post(wire.DELETE_TEMPLATE, operation_id="delete_template", response_model=Template)
async def delete_template(body: wire.DeleteTemplate, who: Who, here: Here) -> Response:
    """The template is on its way out; what comes of it follows by the feed."""
    access.administrator(who)
    return await _shown(here, await template_commands.delete(here.store, who, body))


@routes.post(wire.RESUME_TEMPLATE, operation_id="resume_template", response_model=Template)
async def resume_template(body: wire.ResumeTemplate, who: Who, here: Here) -> Response:
    """The template is about to be sent again; what comes of it follows by the feed."""
    access.administrator(who)
    return await _shown(here, await template_commands.resume(here.store, who, body))
