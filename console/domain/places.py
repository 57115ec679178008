"""Places: coordinates read from what a rep pastes, and checked."""

import re

from console.domain.lengths import over
from console.domain.messages import Location
from console.domain.texts import N_, _

NAME, ADDRESS, COORDINATES = N_("Name"), N_("Address"), N_("Coordinates or map link")
#: Ours: WhatsApp names no limit, and phones show one line of each.
LONGEST = 256
_DEGREES = r"([-+]?\d{1,3}(?:\.\d+)?)"
_MARKER = re.compile(rf"mlat={_DEGREES}&(?:amp;)?mlon={_DEGREES}")
#: "52.09, 5.12" alone, or in a link behind "@", "q=", "ll=", "geo:", "loc:" or "/17/".
_ALONE = re.compile(rf"\s*{_DEGREES}\s*[,;\s]\s*{_DEGREES}\s*")
_BEFORE = r"(?:@|[?&](?:q|ll|query|destination)=|geo:|loc:|[/=]\d+/)"
_IN_LINK = re.compile(rf"{_BEFORE}{_DEGREES}(?:,|%2C|/){_DEGREES}")


def coordinates_in(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, from two numbers or a link of a map; None if none."""
    found = _ALONE.fullmatch(text) or _MARKER.search(text) or _IN_LINK.search(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def problem(place: Location) -> str:
    """What keeps a place from being sent, as a sentence; empty if nothing does."""
    if not (abs(place.latitude) <= 90 and abs(place.longitude) <= 180):
        return _("A latitude lies within ±90 degrees and a longitude within ±180.")
    return over(_(NAME), place.name, LONGEST) or over(_(ADDRESS), place.address, LONGEST)
