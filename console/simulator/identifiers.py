"""Ids as Meta makes them: message ids, media ids, people's business-scoped ids, traces."""

import base64
import string
from random import Random

_LETTERS = string.ascii_uppercase + string.digits
_COUNTRIES = {
    "1": "US", "27": "ZA", "30": "GR", "31": "NL", "32": "BE", "33": "FR", "34": "ES",
    "351": "PT", "353": "IE", "39": "IT", "44": "GB", "45": "DK", "46": "SE", "48": "PL",
    "49": "DE", "81": "JP", "91": "IN", "971": "AE", "234": "NG", "55": "BR",
}  # fmt: skip
_TWO_DIGITS = frozenset(
    {"20", "27"}
    | {f"3{last}" for last in "0123469"}
    | {f"4{last}" for last in "013456789"}
    | {f"5{last}" for last in "12345678"}
    | {f"6{last}" for last in "0123456"}
    | {"81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"}
)


class Identifiers:
    """Makes ids from the one source of randomness."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def wamid(self, wa_id: str) -> str:
        """A message id that, as Meta's, hides the number inside."""
        raw = b"\x1d\x01\x18" + bytes([len(wa_id)]) + wa_id.encode() + self._rng.randbytes(13)
        return "wamid." + base64.b64encode(raw).decode()

    def call_id(self, wa_id: str) -> str:
        """A call id."""
        return "wacid." + base64.b64encode(wa_id.encode() + self._rng.randbytes(12)).decode()

    def number(self, digits: int = 16) -> str:
        """A numeric id, as of media and templates."""
        return str(self._rng.randint(10 ** (digits - 1), 10**digits - 1))

    def trace(self) -> str:
        """A `fbtrace_id`."""
        return "A" + "".join(self._rng.choices(string.ascii_letters + string.digits, k=22))

    def hex(self, length: int) -> str:
        """Lower-case hexadecimal digits."""
        return "".join(self._rng.choices("0123456789abcdef", k=length))

    def link_code(self) -> str:
        """The code of a short link."""
        return "".join(self._rng.choices(string.ascii_uppercase + "234567", k=14))

    def user_id(self, wa_id: str) -> str:
        """The business-scoped id of a person with this number, the same for the same number."""
        body = "".join(Random(f"person {wa_id}").choices(_LETTERS, k=20))
        return f"{_COUNTRIES.get(country_code(wa_id), 'GB')}.{body}"


def digits_of(phone: str) -> str:
    """The digits of a number written for people."""
    return "".join(char for char in phone if char.isdecimal())


def country_code(wa_id: str) -> str:
    """The country calling code at the front of an international number."""
    if wa_id[:1] in {"1", "7"}:
        return wa_id[:1]
    return wa_id[:2] if wa_id[:2] in _TWO_DIGITS else wa_id[:3]
