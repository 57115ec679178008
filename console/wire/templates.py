"""Templates on the wire: what administrators ask about them and what the hub answers."""

from dataclasses import dataclass

from console.domain.ids import TemplateId
from console.domain.templates import Button, Category

# POST CreateTemplate, EditTemplate, DeleteTemplate, ResumeTemplate -> Template (administrators)
CREATE_TEMPLATE = "/v1/templates"
EDIT_TEMPLATE, DELETE_TEMPLATE = "/v1/templates/edit", "/v1/templates/delete"
RESUME_TEMPLATE = "/v1/templates/resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateParts:
    """What a template says; `sample` is the hub's id of the file of its heading."""

    category: Category
    header_format: str = ""
    header_text: str = ""
    body: str
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    named: bool = False
    examples: tuple[tuple[str, str], ...] = ()
    sample: str = ""
    ttl_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTemplate:
    """A new template; `account` may be left out where the hub has one alone."""

    name: str
    language: str
    parts: TemplateParts
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTemplate:
    """All parts of a template anew; its name and language stay."""

    template_id: TemplateId
    parts: TemplateParts


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTemplate:
    """One language of a template goes."""

    template_id: TemplateId


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTemplate:
    """A template that Meta paused until somebody resumes it is sent again."""

    template_id: TemplateId
