"""Template webhooks: what Meta tells of a template as news of our own."""

from collections.abc import Callable
from datetime import datetime

from console.channels.whatsapp.elements import Element, moment, part, parts, text
from console.channels.whatsapp.facts import TemplateChanged
from console.channels.whatsapp.templates import buttons_of, category_of, reason_of, status_of
from console.domain.template_news import Pause, TemplateNews, Wording
from console.domain.templates import TemplateStatus

# Source: WhatsApp, "message_template_status_update": `other_info.title`
_PAUSES = {
    "FIRST_PAUSE": Pause.FIRST,
    "SECOND_PAUSE": Pause.SECOND,
    "RATE_LIMITING_PAUSE": Pause.PACING,
}
# these tell of the template but leave its status as it is
_NO_STATUS = frozenset({"FLAGGED"})


def fact(value: Element, waba_id: str, field: str, at: datetime | None) -> TemplateChanged:
    """A template that has moved; `at` is when the webhook was made."""
    return TemplateChanged(
        waba_id=waba_id,
        platform_id=text(value, "message_template_id"),
        name=text(value, "message_template_name"),
        language=text(value, "message_template_language"),
        event=text(value, "event") or field,
        news=_NEWS[field](value, at),
    )


def _status(value: Element, at: datetime | None) -> TemplateNews:
    event, other = text(value, "event").upper(), part(value, "other_info")
    known = status_of(event)
    quiet = event in _NO_STATUS or known is TemplateStatus.UNKNOWN
    rejected = part(value, "rejection_info")
    said = (text(rejected, "reason"), text(rejected, "recommendation"))
    words = " ".join(filter(None, said)) or text(other, "description")
    return TemplateNews(
        at=at,
        status=None if quiet else known,
        reason=words or reason_of(text(value, "reason")),
        pause=_PAUSES.get(text(other, "title").upper()),
        category=category_of(text(value, "message_template_category")),
    )


def _quality(value: Element, at: datetime | None) -> TemplateNews:
    return TemplateNews(at=at, quality=text(value, "new_quality_score").lower())


def _category(value: Element, at: datetime | None) -> TemplateNews:
    # Source: WhatsApp, "template_category_update": an impending change names the category to
    # come as `correct_category` and the present one as `new_category`
    to_come = category_of(text(value, "correct_category"))
    if to_come is None:
        return TemplateNews(at=at, category=category_of(text(value, "new_category")))
    effective_at = moment(value, "category_update_timestamp")
    return TemplateNews(at=at, becomes=to_come, becomes_at=effective_at)


def _components(value: Element, at: datetime | None) -> TemplateNews:
    buttons = {"buttons": list(map(_button, parts(value, "message_template_buttons")))}
    wording = Wording(
        header_text=text(value, "message_template_title"),
        body=text(value, "message_template_element"),
        footer=text(value, "message_template_footer"),
        buttons=buttons_of(buttons),
    )
    return TemplateNews(at=at, wording=wording if wording.body else None)


def _button(element: Element) -> Element:
    """A button of a webhook under the names that stored templates give its parts."""
    names = {
        "type": "message_template_button_type",
        "text": "message_template_button_text",
        "url": "message_template_button_url",
        "phone_number": "message_template_button_phone_number",
    }
    return {name: text(element, told) or text(element, name) for name, told in names.items()}


_NEWS: dict[str, Callable[[Element, datetime | None], TemplateNews]] = {
    "message_template_status_update": _status,
    "message_template_quality_update": _quality,
    "message_template_components_update": _components,
    "template_category_update": _category,
    "template_correct_category_detection": _category,
}
FIELDS = tuple(_NEWS)
