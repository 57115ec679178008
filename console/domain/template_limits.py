"""Template limits: how many an account may have, when one may be edited, a name used again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain.template_buttons import MOST_OF_KIND
from console.domain.template_news import Pause
from console.domain.templates import Category, Template, TemplateStatus
from console.domain.texts import N_, _

# Source: WhatsApp, "Template management": 250, or 6,000 once the business is verified and a
# number has an approved display name
FEW, MANY = 250, 6000
PER_HOUR = 100
EDITS, EDITS_WITHIN, EDITS_APART = 10, timedelta(days=30), timedelta(hours=24)
NAME_LOCKED = timedelta(days=30)
_HEADERS = frozenset({"", "text", "image", "video", "document"})
ON_ITS_WAY = N_("A change of it is on its way to Meta. Wait for the answer.")
_EDITABLE = frozenset({TemplateStatus.APPROVED, TemplateStatus.REJECTED, TemplateStatus.PAUSED})
_WHY_NOT = {
    TemplateStatus.PENDING: N_("Meta is reviewing it. Edit it after that."),
    TemplateStatus.IN_APPEAL: N_(
        "Its rejection is being appealed. It can be edited after that."
    ),
    TemplateStatus.DISABLED: N_("Meta disabled it, so it can’t be edited. Make a new one."),
    TemplateStatus.DELETED: N_("It was deleted."),
    TemplateStatus.ARCHIVED: N_("It is archived. Take it out of the archive at Meta first."),
    TemplateStatus.UNKNOWN: N_("Its status at Meta isn’t known."),
}


def limit_of(*, verified: bool, name_approved: bool) -> int:
    """How many templates an account may have, every language counted."""
    return MANY if verified and name_approved else FEW


def used(templates: Iterable[Template]) -> int:
    """How many of these count against the limit."""
    return sum(one.status is not TemplateStatus.DELETED for one in templates)


def creation_flaw(
    templates: Iterable[Template], name: str, language: str, limit: int, now: datetime
) -> str:
    """Why no template of this name can be made in an account now; empty if it can.

    `templates` are all of the account.
    """
    there = list(templates)
    same = [one for one in there if (one.name, one.language) == (name, language)]
    if any(one.status is not TemplateStatus.DELETED for one in same):
        return _("There is a template of this name in this language already. Edit that one.")
    if name_is_locked(same, now):
        return _(
            "A template of this name was deleted less than 30 days ago. Choose another name."
        )
    if used(there) >= limit:
        words = _("The account has its {limit} templates. Delete some that nobody uses.")
        return words.format(limit=limit)
    hour_ago = now - timedelta(hours=1)
    if sum(bool(one.submitted_at and one.submitted_at > hour_ago) for one in there) >= PER_HOUR:
        return _("WhatsApp takes 100 new templates an hour. Try again in an hour.")
    return ""


def name_is_locked(same: Iterable[Template], now: datetime) -> bool:
    """Whether one of these, all of a name and language, was deleted too short a time ago."""
    return any(one.deleted_at and now < one.deleted_at + NAME_LOCKED for one in same)


def editable_at(template: Template, now: datetime) -> datetime | None:
    """When Meta takes the next edit of an approved template; None if it does now.

    Source: WhatsApp, "Edit a template": an approved one once in 24 hours and ten times in 30
    days, rejected and paused ones without limit.
    """
    if template.status is not TemplateStatus.APPROVED:
        return None
    lately = sorted(at for at in template.edited_at if at > now - EDITS_WITHIN)
    waits = [lately[-1] + EDITS_APART] if lately else []
    if len(lately) >= EDITS:
        waits.append(lately[-EDITS] + EDITS_WITHIN)
    return max((at for at in waits if at > now), default=None)


def edit_flaw(template: Template, now: datetime) -> str:
    """Why it can't be edited now; empty if it can."""
    if template.status not in _EDITABLE:
        return _(_WHY_NOT[template.status])
    if _has_more(template):
        return _("It has parts that can be edited only in WhatsApp Manager.")
    if template.asked:
        return _(ON_ITS_WAY)
    if editable_at(template, now) is not None:
        return _(
            "An approved template can be edited once in 24 hours and ten times in 30 days. "
            "Try again later."
        )
    return ""


def _has_more(template: Template) -> bool:
    """Whether an edit would lose what isn't known of it here."""
    return (
        template.category is Category.AUTHENTICATION
        or bool(template.extras or template.cards or template.offer)
        or template.header_format not in _HEADERS
        or any(button.kind not in MOST_OF_KIND for button in template.buttons)
    )


def resume_flaw(template: Template) -> str:
    """Why it can't be resumed by hand; empty if it can.

    Source: WhatsApp, "Template pacing": a pause made by pacing ends only by hand.
    """
    if template.asked:
        return _(ON_ITS_WAY)
    if template.status is not TemplateStatus.PAUSED:
        return _("It isn’t paused.")
    if template.pause != Pause.PACING:
        return _("Meta ends this pause by itself.")
    return ""


def change_flaw(before: Template, after: Template) -> str:
    """What an edit changes that can't be changed; empty if it may go."""
    if (before.name, before.language) != (after.name, after.language):
        return _("Name and language stay. Make a new template for another name.")
    if before.status is TemplateStatus.APPROVED and before.category is not after.category:
        return _("The category of an approved template can’t be changed.")
    if same_content(before, after):
        return _("Nothing has changed.")
    return ""


def same_content(one: Template, other: Template) -> bool:
    """Whether customers and reviewers see the same in both."""
    return _content(one) == _content(other)


def _content(template: Template) -> tuple[object, ...]:
    return (
        template.category,
        template.header_format,
        template.header_text,
        template.body,
        template.footer,
        template.buttons,
        template.named,
        tuple(sorted(template.examples)),
        template.sample,
        template.ttl_s,
    )


def edited(before: Template, after: Template, now: datetime) -> Template:
    """The template once Meta has taken the edit in: it is reviewed again."""
    recent = tuple(at for at in before.edited_at if at > now - EDITS_WITHIN)
    counts = before.status is TemplateStatus.APPROVED
    return replace(
        after,
        status=TemplateStatus.PENDING,
        reason="",
        edited_at=(*recent, now) if counts else recent,
        asked="",
        refused="",
        submitted_at=before.submitted_at,
        quality=before.quality,
        told_at=before.told_at,
    )
