"""What administrators do to templates, at the desk in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from console.desk.changes import Changes, DirectoryChanged
from console.domain.errors import RuleBroken
from console.domain.ids import MediaId, SessionId, TemplateId
from console.domain.templates import Template
from console.wire.requests import TemplatesSynced, Uploaded


class FakeTemplating:
    """A part of the desk in memory; `template_problem` is what the hub says next."""

    asked: list[tuple[object, ...]]
    all_templates: list[Template]
    changes: Changes
    template_problem: RuleBroken | None = None

    def templates_for(self, session_id: SessionId) -> list[Template]:
        return self.all_templates

    async def create_template(self, template: Template, account: str = "") -> Template:
        self.asked.append(("create_template", template, account))
        self._refuse()
        made = replace(
            template,
            template_id=TemplateId(f"waba/{template.name}/{template.language}"),
            title=template.name.replace("_", " ").capitalize(),
            asked="create",
        )
        self._put(made)
        return made

    async def edit_template(self, template: Template) -> Template:
        self.asked.append(("edit_template", template))
        self._refuse()
        self._put(replace(template, asked="edit"))
        return template

    async def delete_template(self, template_id: TemplateId) -> Template:
        self.asked.append(("delete_template", template_id))
        self._refuse()
        found = next(one for one in self.all_templates if one.template_id == template_id)
        self._put(replace(found, asked="delete"))
        return found

    async def resume_template(self, template_id: TemplateId) -> Template:
        self.asked.append(("resume_template", template_id))
        return next(one for one in self.all_templates if one.template_id == template_id)

    async def sync_templates(self) -> TemplatesSynced:
        self.asked.append(("sync_templates",))
        self._refuse()
        return TemplatesSynced(total=len(self.all_templates), usable=0)

    async def upload_sample(self, path: str) -> Uploaded:
        self.asked.append(("upload_sample", path))
        name = Path(path).name
        return Uploaded(media_id=MediaId("m1"), mime="image/png", size_bytes=1, name=name)

    def _refuse(self) -> None:
        problem, self.template_problem = self.template_problem, None
        if problem is not None:
            raise problem

    def _put(self, template: Template) -> None:
        others = [one for one in self.all_templates if one.template_id != template.template_id]
        self.all_templates = [*others, template]
        self.changes.tell(DirectoryChanged())
