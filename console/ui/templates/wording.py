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
        (_("Tried for"), life_words(template.ttl_s)),
    ]
    if template.sub_category not in {"", "custom"}:
        words = template.sub_category.replace("_", " ").capitalize()
        found.insert(3, (_("Kind"), words))
    next_edit_at = editable_at(template, now)
    if next_edit_at is not None:
        found.append((_("Next edit"), moment(next_edit_at, now)))
    if template.submitted_at is not None:
        found.append((_("Submitted"), moment(template.submitted_at, now)))
    return found


#: What no program can ask of Meta. Source: WhatsApp, "Template management".
_AT_META = {
    TemplateStatus.REJECTED: N_(
        "If Meta is wrong, appeal in WhatsApp Manager; else edit it and submit it again."
    ),
    TemplateStatus.IN_APPEAL: N_("How the appeal stands is shown in WhatsApp Manager."),
    TemplateStatus.DISABLED: N_(
        "Meta disabled it. Appeal in WhatsApp Manager, or make a new one."
    ),
    TemplateStatus.ARCHIVED: N_("Only WhatsApp Manager can take it out of the archive."),
}
#: Where people do that.
MANAGER = "https://business.facebook.com/latest/whatsapp_manager/message_templates"


def at_meta(template: Template) -> str:
    """What can be done about it in WhatsApp Manager alone; empty if nothing."""
    words = _AT_META.get(template.status)
    return _(words) if words and not template.asked else ""


def life_words(ttl_s: int | None) -> str:
    """How long the platform tries to deliver a message."""
    if ttl_s is None:
        return _("the usual time")
    if ttl_s == -1 or ttl_s % 86_400 == 0:
        days = 30 if ttl_s == -1 else ttl_s // 86_400
        return ngettext("{count} day", "{count} days", days).format(count=number(days))
    if ttl_s % 3600 == 0:
        hours = ttl_s // 3600
        return ngettext("{count} hour", "{count} hours", hours).format(count=number(hours))
    if ttl_s % 60 == 0:
        minutes = ttl_s // 60
        words = ngettext("{count} minute", "{count} minutes", minutes)
        return words.format(count=number(minutes))
    return ngettext("{count} second", "{count} seconds", ttl_s).format(count=number(ttl_s))


def trouble_words(template: Template, now: datetime) -> str:
    """What an administrator should know or mend; empty if all is well."""
    if template.refused:
        return _("Meta refused the last change: {words}").format(words=template.refused)
    if template.status is TemplateStatus.PENDING:
        return ""
    return reason_now(template, now) or remark(template, now)
