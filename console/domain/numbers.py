"""Numbers: the ways in which one and the same phone number is written."""

_BRAZIL, _MEXICO = "55", "52"
_BRAZILIAN_AREA, _BRAZILIAN_MOBILES = 2, "6789"  # digits of an area code; mobiles begin so
_MEXICAN_DIGITS = 10


def writings(digits: str) -> tuple[str, ...]:
    """All writings of a number, as told first: country code and digits, without "+".

    Source: WhatsApp, "Message API": `wa_id` may differ from what was written to, by Brazil's
    ninth digit and Mexico's 1.
    """
    other = _brazilian(digits) or _mexican(digits)
    return (digits, other) if other else (digits,)


def _brazilian(digits: str) -> str:
    """Mobile numbers got a 9 in front; WhatsApp knows older ones without it."""
    if not digits.startswith(_BRAZIL):
        return ""
    end = len(_BRAZIL) + _BRAZILIAN_AREA
    area, local = digits[:end], digits[end:]
    if len(local) == 8 and local[0] in _BRAZILIAN_MOBILES:
        return f"{area}9{local}"
    if len(local) == 9 and local[0] == "9" and local[1] in _BRAZILIAN_MOBILES:
        return f"{area}{local[1:]}"
    return ""


def _mexican(digits: str) -> str:
    """Mobile numbers had a 1 behind the country code until 2019; WhatsApp keeps it."""
    local = digits.removeprefix(_MEXICO)
    if local == digits:
        return ""
    if len(local) == _MEXICAN_DIGITS:
        return f"{_MEXICO}1{local}"
    if len(local) == _MEXICAN_DIGITS + 1 and local[0] == "1":
        return f"{_MEXICO}{local[1:]}"
    return ""
