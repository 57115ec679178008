"""Reasons: which group of dead letters an error number belongs to."""

from console.domain.dead_letters import Reason

# Source: WhatsApp, "Error codes"
HEALTH = 131049  # "not delivered to maintain healthy ecosystem engagement"
_GROUPS: dict[Reason, tuple[int, ...]] = {
    Reason.NOT_ON_WHATSAPP: (131026, 131030, 131021),
    Reason.WINDOW: (131047,),
    Reason.TEMPLATE: (
        *(132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068),
        *(131061, 131064, 134100, 134101, 134102),
    ),
    Reason.FILE: (131051, 131052, 131053),
    Reason.HELD_BACK: (HEALTH, 131050, 130472, 131063),
    Reason.LIMIT: (131048, 131056, 130429, 80007),
}
_BY_CODE = {code: reason for reason, codes in _GROUPS.items() for code in codes}


def reason_of(code: str) -> Reason:
    """The group of an error number as it is kept; `REFUSED` for all others."""
    return _BY_CODE.get(int(code), Reason.REFUSED) if code.isdecimal() else Reason.REFUSED
