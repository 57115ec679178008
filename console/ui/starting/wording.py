"""Words of the page on which customers are written to first: pure."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QLocale

from console.domain.charges import WORDS
from console.domain.delivery import Delivery
from console.domain.notifications import Check, Hours, State, Verdict
from console.domain.texts import N_, _, ngettext, number
from console.ui.titles import called, moment
from console.wire.notifications import CustomerHit, NotificationView, Outlook

_PASSED = {
    Check.CONSENT: N_("Consent covers it"),
    Check.TEMPLATE: N_("Template approved in {language}"),
    Check.HOURS: N_("Inside {opens}–{closes} local time"),
}
_HOURS = Hours()
_DELIVERED = {
    Delivery.SENT: N_("Sent"),
    Delivery.DELIVERED: N_("Delivered"),
    Delivery.READ: N_("Read"),
    Delivery.FAILED: N_("Not delivered"),
    Delivery.EXPIRED: N_("Not delivered"),
    Delivery.DEAD: N_("Not delivered"),
    Delivery.UNKNOWN: N_("May have arrived"),
}


def passed_words(verdict: Verdict, language: str) -> str:
    """What is said of a check that was passed; empty for those that go without saying."""
    words = _PASSED.get(verdict.check, "")
    if not words or (verdict.check is Check.TEMPLATE and not language):
        return ""
    return _(words).format(
        language=language, opens=f"{_HOURS.opens:%H:%M}", closes=f"{_HOURS.closes:%H:%M}"
    )


def reach_note(outlook: Outlook, name: str, now: datetime) -> str:
    """What this one does to the limit, and how many places are left."""
    if not outlook.counts:
        first = _("{name} is counted already or wrote lately: no further place is taken.")
    else:
        first = _("{name} is one more.")
    words = first.format(name=called(name))
    if outlook.reach_limit is None:
        return words
    left = max(outlook.reach_limit - outlook.reached - outlook.counts, 0)
    if outlook.frees_at is None:
        more = ngettext("{count} place left.", "{count} places left.", left)
        return f"{words} {more.format(count=number(left))}"
    more = ngettext(
        "{count} place left until {time}.", "{count} places left until {time}.", left
    )
    return f"{words} {more.format(count=number(left), time=moment(outlook.frees_at, now))}"


def zone_of(outlook: Outlook) -> tzinfo:
    """Where the customer is taken to be."""
    try:
        return ZoneInfo(outlook.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC  # a zone that is newer than this machine


def hours_note(outlook: Outlook, hit: CustomerHit | None, now: datetime) -> str:
    """What time it is where the customer is, and when messages go out."""
    local = now.astimezone(zone_of(outlook))
    return _(
        "It’s {time} in {place}. Messages go out between {opens} and {closes} local time."
    ).format(
        time=f"{local:%H:%M}",
        place=_place(outlook, hit),
        opens=f"{_HOURS.opens:%H:%M}",
        closes=f"{_HOURS.closes:%H:%M}",
    )


def cost_words(outlook: Outlook, category: str) -> tuple[str, str]:
    """What the message costs, and what for; both empty where nobody counts money."""
    quote = outlook.quote
    if quote is None or (quote.price is None and quote.credits_left is None):
        return "", ""
    about = ", ".join(filter(None, (category, _country(outlook))))
    if quote.free is not None:
        return _("Free"), f"{about} · {_(WORDS[quote.free])}"
    price = "" if quote.price is None else f"{quote.price.normalize():f} {quote.currency}"
    if quote.credits_left is None:
        return price, about
    words = ngettext("{count} credit", "{count} credits", quote.credits)
    left = max(quote.credits_left - quote.credits, 0)
    after = ngettext("{count} credit left", "{count} credits left", left)
    noted = " · ".join(filter(None, (about, price, after.format(count=number(left)))))
    return words.format(count=number(quote.credits)), noted


def became(view: NotificationView, now: datetime) -> str:
    """What became of a notification, or will."""
    name = view.template_id.split("/")[1] if view.template_id.count("/") > 1 else ""
    title = name.replace("_", " ").capitalize()
    match view.state:
        case State.DRAFT:
            words = _("Saved {when}").format(when=moment(view.made_at, now))
        case State.PLANNED:
            at = moment(view.due_at, now) if view.due_at else ""
            words = view.why or _("Goes {when}").format(when=at)
        case State.REFUSED | State.CANCELED:
            words = _(view.why)
        case _:
            words = _answered_or_delivered(view, now)
    return " · ".join(filter(None, (title, words)))


def _answered_or_delivered(view: NotificationView, now: datetime) -> str:
    if view.answered_at is not None:
        return _("Answered {when}").format(when=moment(view.answered_at, now))
    if view.trouble:
        return _(view.trouble)
    at = moment(view.ended_at, now) if view.ended_at else ""
    words = _(_DELIVERED.get(view.delivery or Delivery.ACCEPTED_BY_HUB, N_("On its way")))
    return f"{words} · {at}"


def _country(outlook: Outlook) -> str:
    territory = QLocale.codeToTerritory(outlook.country)
    if territory == QLocale.Country.AnyCountry:
        return ""
    return QLocale.territoryToString(territory)


def _place(outlook: Outlook, hit: CustomerHit | None) -> str:
    if hit is not None and hit.place:
        return hit.place.partition(",")[0]
    return _country(outlook) or outlook.zone.rpartition("/")[2].replace("_", " ")


def sent_words(name: str, at: datetime | None, to_inbox: bool, now: datetime) -> str:
    """What was done, and where the answer will go."""
    if at is not None:
        words = _("Planned for {when}. It is checked once more before it goes to {name}.")
        return words.format(name=called(name), when=moment(at, now))
    if to_inbox:
        words = _("On its way to {name}. The answer comes to your inbox.")
    else:
        words = _("On its way to {name}. The answer goes to the queue.")
    return words.format(name=called(name))
