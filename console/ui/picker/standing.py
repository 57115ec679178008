"""What speaks against a template now, and what should be known of one that can go: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain import holds
from console.domain.holds import Hold
from console.domain.template_news import Pause
from console.domain.templates import Category, Template, TemplateStatus, why_unusable
from console.domain.texts import N_, _
from console.ui.picker.categories import category_name
from console.ui.titles import moment

_WITH_REASON = {
    TemplateStatus.REJECTED: N_("Meta rejected it: {reason}"),
    TemplateStatus.DISABLED: N_("Meta disabled it: {reason}"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What bears on a template besides itself: consent, holds, the window, the language."""

    marketing_allowed: bool = True
    held: tuple[Hold, ...] = ()
    window_open: bool = False
    language: str = ""


_NOTHING = Around()


def reason_now(template: Template, now: datetime, around: Around = _NOTHING) -> str:
    """Why it can't be sent, and until when if that is known; empty if it can."""
    if template.status is TemplateStatus.PAUSED and template.paused_until is not None:
        words = _("Meta paused it for low quality until {until}")
        return words.format(until=moment(template.paused_until, now))
    if template.status is TemplateStatus.PAUSED and template.pause == Pause.PACING:
        return _("Meta stopped it while judging its quality; an administrator can resume it")
    if template.reason and template.status in _WITH_REASON:
        return _(_WITH_REASON[template.status]).format(reason=template.reason)
    unusable = why_unusable(template, marketing_allowed=around.marketing_allowed)
    return unusable or _why_held(template, now, around)


def _why_held(template: Template, now: datetime, around: Around) -> str:
    is_offer = template.category is Category.MARKETING
    found = holds.binding(
        around.held, is_offer=is_offer, now=now, window_open=around.window_open
    )
    return "" if found is None else holds.words_with(found, moment(found[1], now))


def remark(template: Template, now: datetime) -> str:
    """What whoever sends it should know; empty if nothing is out of the ordinary.

    Source: WhatsApp, "Template pacing": marketing templates that are new or of less than
    high quality may be held for an hour while the first answers are judged.
    """
    if template.becomes is not None:
        category = category_name(template.becomes)
        if template.becomes_at is None:
            return _("Meta will count it as {category}.").format(category=category)
        words = _("Meta counts it as {category} from {at} on.")
        return words.format(category=category, at=moment(template.becomes_at, now))
    if template.category is Category.MARKETING and template.quality != "green":
        return _("Meta may hold it for up to an hour while it judges the quality.")
    if template.quality == "red":
        return _("Customers rate it low: Meta may pause it soon.")
    return ""
