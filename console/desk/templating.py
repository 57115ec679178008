"""What administrators ask about templates; what comes of it comes back by the feed."""

import asyncio
from pathlib import Path

from console.desk.seat import Seat
from console.domain import attachments
from console.domain.errors import InvalidInput
from console.domain.ids import TemplateId
from console.domain.templates import Template
from console.domain.texts import _
from console.wire import requests
from console.wire import templates as wire
from console.wire.templates import (
    CreateTemplate,
    DeleteTemplate,
    EditTemplate,
    ResumeTemplate,
    TemplateParts,
)


class Templating(Seat):
    """The part of `Desk` that changes templates; all raise `RuleBroken` with words."""

    async def create_template(self, template: Template, account: str = "") -> Template:
        """The template, on its way to Meta."""
        request = CreateTemplate(
            name=template.name,
            language=template.language,
            parts=_parts(template),
            account=account,
        )
        client = self._seated().client
        return await client.ask(Template, "POST", wire.CREATE_TEMPLATE, request)

    async def edit_template(self, template: Template) -> Template:
        """The template, its change on the way to Meta."""
        request = EditTemplate(template_id=template.template_id, parts=_parts(template))
        client = self._seated().client
        return await client.ask(Template, "POST", wire.EDIT_TEMPLATE, request)

    async def delete_template(self, template_id: TemplateId) -> Template:
        """The template, on its way out."""
        request = DeleteTemplate(template_id=template_id)
        client = self._seated().client
        return await client.ask(Template, "POST", wire.DELETE_TEMPLATE, request)

    async def resume_template(self, template_id: TemplateId) -> Template:
        """The template, about to be sent again."""
        request = ResumeTemplate(template_id=template_id)
        client = self._seated().client
        return await client.ask(Template, "POST", wire.RESUME_TEMPLATE, request)

    async def sync_templates(self) -> requests.TemplatesSynced:
        """How many there are, read from the platform anew."""
        client = self._seated().client
        return await client.ask(requests.TemplatesSynced, "POST", requests.SYNC_TEMPLATES)

    async def upload_sample(self, path: str) -> requests.Uploaded:
        """The file of a heading, at the hub."""
        file = Path(path)
        try:
            await asyncio.to_thread(file.stat)
            return await self._seated().client.upload(
                file, attachments.mime_at(file.name), lambda _n: None
            )
        except OSError:
            words = _("“{name}” can’t be read. Choose another file.")
            raise InvalidInput(words.format(name=file.name)) from None


def _parts(template: Template) -> TemplateParts:
    return TemplateParts(
        category=template.category,
        header_format=template.header_format,
        header_text=template.header_text,
        body=template.body,
        footer=template.footer,
        buttons=template.buttons,
        named=template.named,
        examples=template.examples,
        sample=template.sample,
        ttl_s=template.ttl_s,
    )
