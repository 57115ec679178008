"""How a template's status, quality and dates are said on the administrators' page: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from console.domain.template_limits import editable_at, used
from console.domain.templates import Template, TemplateStatus
from console.domain.texts import N_, _, ngettext, number
from console.ui.picker.categories import category_name
from console.ui.picker.choices import language_name
from console.ui.picker.standing import reason_now, remark
from console.ui.titles import moment

_STATUSES = {
    TemplateStatus.APPROVED: N_("Approved"),
    TemplateStatus.PENDING: N_("In review"),
    TemplateStatus.REJECTED: N_("Rejected"),
    TemplateStatus.PAUSED: N_("Paused"),
    TemplateStatus.DISABLED: N_("Disabled"),
    TemplateStatus.IN_APPEAL: N_("In appeal"),
    TemplateStatus.ARCHIVED: N_("Archived"),
    TemplateStatus.DELETED: N_("Deleted"),
    TemplateStatus.UNKNOWN: N_("Unknown"),
}
_TONES = {
    TemplateStatus.APPROVED: "success",
    TemplateStatus.PAUSED: "warning",
    TemplateStatus.REJECTED: "danger",
    TemplateStatus.DISABLED: "danger",
}
_QUALITIES = {"green": N_("High"), "yellow": N_("Medium"), "red": N_("Low")}
_ASKED = {
    "create": N_("Being submitted"),
    "edit": N_("Being changed"),
    "delete": N_("Being deleted"),
    "resume": N_("Being resumed"),
}


def status_words(template: Template) -> str:
    """Where it stands: "Approved", or what is being asked of Meta."""
    return _(_ASKED.get(template.asked) or _STATUSES[template.status])


def tone(template: Template) -> str:
    """The ink of its status: "success", "warning", "danger" or "" for a quiet one."""
    return "" if template.asked else _TONES.get(template.status, "")


def quality_words(template: Template) -> str:
    """How customers take it."""
    return _(_QUALITIES.get(template.quality, N_("Not rated yet")))


def line_words(template: Template) -> str:
    """The second line in the list."""
    words = f"{language_name(template.language)} · {category_name(template.category)}"
    if template.quality in {"yellow", "red"}:
        low = _("quality {quality}").format(quality=quality_words(template).lower())
        words = f"{words} · {low}"
    return words


def count_words(templates: Iterable[Template], limit: int) -> str:
    """How many of an account's places are taken."""
    count = used(templates)
    words = ngettext("{count} of {limit} template", "{count} of {limit} templates", limit)
    return words.format(count=number(count), limit=number(limit))


def facts(template: Template, now: datetime) -> list[tuple[str, str]]:
    """What is known of it, as label and words."""
    found = [
        (_("Name"), template.name),
        (_("Language"), language_name(template.language)),
        (_("Category"), category_name(template.category)),
        (_("Quality"), quality_words(template)),
    ]
    next_edit_at = editable_at(template, now)
    if next_edit_at is not None:
        found.append((_("Next edit"), moment(next_edit_at, now)))
    if template.submitted_at is not None:
        found.append((_("Submitted"), moment(template.submitted_at, now)))
    return found


def trouble_words(template: Template, now: datetime) -> str:
    """What an administrator should know or mend; empty if all is well."""
    if template.refused:
        return _("Meta refused the last change: {words}").format(words=template.refused)
    if template.status is TemplateStatus.PENDING:
        return ""
    return reason_now(template, now) or remark(template, now)
