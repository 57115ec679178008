"""Template news: what the platform tells of a template, and our copy of it afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.templates import Button, Category, Template, TemplateStatus


class Pause(StrEnum):
    """Why a template is paused, which decides for how long."""

    FIRST = "first"
    SECOND = "second"
    PACING = "pacing"  # ends only when somebody unpauses it at the platform


_APPROVED_ONCE = frozenset(
    {TemplateStatus.APPROVED, TemplateStatus.PAUSED, TemplateStatus.DISABLED}
)
# Source: WhatsApp, "Template pausing": 3 hours, then 6 hours, then disabled
LASTS = {Pause.FIRST: timedelta(hours=3), Pause.SECOND: timedelta(hours=6)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts of a template after a change; the kind of its header stays."""

    header_text: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateNews:
    """One piece of news; whatever is None or empty is not told by it.

    Attributes:
        at: when it happened, as far as the platform says.
        reason: the platform's words on a rejection or pause.
        becomes, becomes_at: the category it will have, and from when.
    """

    at: datetime | None = None
    status: TemplateStatus | None = None
    reason: str = ""
    pause: Pause | None = None
    quality: str = ""
    category: Category | None = None
    becomes: Category | None = None
    becomes_at: datetime | None = None
    wording: Wording | None = None


def told(template: Template, news: TemplateNews, now: datetime) -> Template:
    """The template after the news; an older piece that comes late changes no status."""
    at = news.at or now
    late = template.told_at is not None and at < template.told_at
    if news.status is not None and not late:
        template = _status(template, news, at)
    if news.quality:
        template = replace(template, quality=news.quality)
    if news.category is not None:
        template = replace(template, category=news.category, becomes=None, becomes_at=None)
    if news.becomes is not None and news.becomes is not template.category:
        template = replace(template, becomes=news.becomes, becomes_at=news.becomes_at)
    return template if news.wording is None else _worded(template, news.wording)


def gone(template: Template, at: datetime) -> Template:
    """The template after it was deleted."""
    locks = template.status in _APPROVED_ONCE
    return replace(
        template,
        status=TemplateStatus.DELETED,
        deleted_at=at if locks else template.deleted_at,
        asked="",
        refused="",
    )


def _status(template: Template, news: TemplateNews, at: datetime) -> Template:
    assert news.status is not None
    if news.status is TemplateStatus.DELETED:
        return replace(gone(template, at), told_at=at)
    pause = news.pause if news.status is TemplateStatus.PAUSED else None
    lasts = LASTS.get(pause) if pause else None
    after = replace(
        template,
        status=news.status,
        reason=news.reason,
        paused_until=at + lasts if lasts else None,
        pause=pause.value if pause else "",
        told_at=at,
    )
    # told once more, a pause has not begun anew
    repeated = replace(after, paused_until=template.paused_until, told_at=template.told_at)
    return template if repeated == template and template.told_at else after


def _worded(template: Template, wording: Wording) -> Template:
    return replace(
        template,
        header_text=wording.header_text or template.header_text,
        body=wording.body or template.body,
        footer=wording.footer,
        buttons=wording.buttons,
    )


def carried(known: Template, read: Template) -> Template:
    """A template as it was just read, with what only webhooks and this hub know of it."""
    still_paused = read.status is TemplateStatus.PAUSED
    moves = known.becomes not in {None, read.category}
    return replace(
        read,
        paused_until=known.paused_until if still_paused else None,
        pause=known.pause if still_paused else "",
        reason=read.reason or (known.reason if read.status is known.status else ""),
        told_at=known.told_at,
        sample=known.sample,
        submitted_at=known.submitted_at,
        edited_at=known.edited_at,
        asked=known.asked,
        refused=known.refused,
        becomes=known.becomes if moves else None,
        becomes_at=known.becomes_at if moves else None,
    )
