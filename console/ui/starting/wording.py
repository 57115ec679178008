"""Words of the page on which customers are written to first: pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QLocale

from console.domain.charges import WORDS
from console.domain.notifications import Check, Hours, Verdict
from console.domain.texts import N_, _, ngettext, number
from console.ui.titles import called, moment
from console.wire.notifications import CustomerHit, Outlook

_PASSED = {
    Check.CONSENT: N_("Consent covers it"),
    Check.TEMPLATE: N_("Template approved in {language}"),
    Check.HOURS: N_("Inside {opens}–{closes} local time"),
}
_HOURS = Hours()


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


def hours_note(outlook: Outlook, hit: CustomerHit | None, now: datetime) -> str:
    """What time it is where the customer is, and when messages go out."""
    try:
        local = now.astimezone(ZoneInfo(outlook.zone))
    except (ZoneInfoNotFoundError, ValueError):
        return ""
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


def _country(outlook: Outlook) -> str:
    territory = QLocale.codeToTerritory(outlook.country)
    if territory == QLocale.Country.AnyCountry:
        return ""
    return QLocale.territoryToString(territory)


def _place(outlook: Outlook, hit: CustomerHit | None) -> str:
    if hit is not None and hit.place:
        return hit.place.partition(",")[0]
    return _country(outlook) or outlook.zone.rpartition("/")[2].replace("_", " ")
