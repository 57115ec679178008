"""Template life: how long the platform tries to deliver a message, and what it may be."""

from console.domain.templates import Category
from console.domain.texts import N_, _

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
#: Source: WhatsApp, "Time-to-live": least and most seconds. -1 stands for 30 days.
LIMITS = {
    Category.AUTHENTICATION: (30, 15 * _MINUTE),
    Category.UTILITY: (30, 12 * _HOUR),
    Category.MARKETING: (12 * _HOUR, 30 * _DAY),
}
#: What is offered for each.
CHOICES = {
    Category.AUTHENTICATION: (_MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE),
    Category.UTILITY: (_MINUTE, 10 * _MINUTE, _HOUR, 3 * _HOUR, 12 * _HOUR),
    Category.MARKETING: (12 * _HOUR, _DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY),
}
_TOO_SHORT_OR_LONG = {
    Category.AUTHENTICATION: N_("Login codes are tried for 30 seconds to 15 minutes."),
    Category.UTILITY: N_("Utility messages are tried for 30 seconds to 12 hours."),
    Category.MARKETING: N_("Marketing messages are tried for 12 hours to 30 days."),
}


def life_flaw(category: Category, ttl_s: int | None) -> str:
    """Why messages of this kind can't be tried for so long; empty if they can."""
    least, most = LIMITS[category]
    if ttl_s is None or ttl_s == -1 or least <= ttl_s <= most:
        return ""
    return _(_TOO_SHORT_OR_LONG[category])
