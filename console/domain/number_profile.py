"""A number's business profile and its short links, with the limits that Meta sets them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from console.domain.texts import N_, _

#: Source: WhatsApp, "Business profiles"
TEXTS_MOST = {"about": 139, "address": 256, "description": 512, "email": 128}
WEBSITES_MOST, WEBSITE_MOST = 2, 256
PICTURE_TYPES = ("image/jpeg", "image/png")
PICTURE_MOST_BYTES = 5 * 1024 * 1024
#: Source: WhatsApp, "QR codes and short links"
PREFILLED_MOST, LINKS_MOST = 140, 2000
VERTICALS = {
    "": N_("None"),
    "ALCOHOL": N_("Alcoholic drinks"),
    "APPAREL": N_("Clothing"),
    "AUTO": N_("Cars and traffic"),
    "BEAUTY": N_("Beauty and care"),
    "EDU": N_("Education"),
    "ENTERTAIN": N_("Entertainment"),
    "EVENT_PLAN": N_("Events"),
    "FINANCE": N_("Money and banking"),
    "GOVT": N_("Public service"),
    "GROCERY": N_("Food and groceries"),
    "HEALTH": N_("Health"),
    "HOTEL": N_("Hotels"),
    "NONPROFIT": N_("Charity"),
    "ONLINE_GAMBLING": N_("Gambling online"),
    "OTC_DRUGS": N_("Pharmacy"),
    "PHYSICAL_GAMBLING": N_("Gambling on site"),
    "PROF_SERVICES": N_("Services for businesses"),
    "RESTAURANT": N_("Restaurants"),
    "RETAIL": N_("Shops"),
    "TRAVEL": N_("Travel"),
    "OTHER": N_("Other"),
}


_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What customers see of the business; `picture` is an address that Meta gave."""

    about: str = ""
    address: str = ""
    description: str = ""
    email: str = ""
    websites: tuple[str, ...] = ()
    vertical: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A short link with words already in the customer's composer; `url` opens the chat."""

    code: str
    text: str
    url: str = ""


def profile_flaws(profile: Profile) -> Iterator[tuple[str, str]]:
    """What keeps a profile from being taken: the field and the words for it."""
    if not profile.about.strip():
        yield "about", _("Write a few words: Meta takes no empty line.")
    for name, most in TEXTS_MOST.items():
        if len(getattr(profile, name)) > most:
            yield name, _too_long(most)
    if profile.email and not _MAIL.fullmatch(profile.email):
        yield "email", _("This isn’t a mail address.")
    yield from _site_flaws(profile.websites)
    if profile.vertical not in VERTICALS:
        yield "vertical", _("Choose a line of business from the list.")


def link_flaw(text: str) -> str:
    """Why these words can't stand in a link; empty if they can."""
    if not text.strip():
        return _("Write what stands in the customer’s composer.")
    return _too_long(PREFILLED_MOST) if len(text) > PREFILLED_MOST else ""


def _too_long(most: int) -> str:
    return _("{count} characters at most.").format(count=most)


def _site_flaws(sites: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if len(sites) > WEBSITES_MOST:
        yield "website.1", _("Two websites at most.")
    for place, site in enumerate(sites[:WEBSITES_MOST]):
        if flaw := _site_flaw(site):
            yield f"website.{place}", flaw


def _site_flaw(site: str) -> str:
    try:
        parts = urlsplit(site)
        is_web = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        is_web = False
    if not is_web:
        return _("Write it with https:// in front.")
    return _too_long(WEBSITE_MOST) if len(site) > WEBSITE_MOST else ""
