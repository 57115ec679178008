"""Values: the texts, names, ids and times that webhooks are made of, tame and wild."""

from __future__ import annotations

from random import Random

from tests.fuzz.shapes import Draw

NOON_S = 1_778_760_000  # 14 May 2026, 12:00 UTC
PEOPLE = 200
_FAR_S = ("0", "1", "-1", "253402300799", "253402300800", "99999999999999999999")
_FAR_DAYS = (-400, -9, -8, -2, 1, 30, 4000)

TEXTS = (
    "Hello",
    "Is anybody there?",
    "One corner arrived split 😕 1/2",
    "*bold* _it_ ~no~ `mono`",
    "https://example.org/a?b=c&d=1/2",
    "مرحبا بالعالم",
    "‮gpj.exe",
    "a\u200d\u2028b\u2029c\ufeff",
    "<img src='x' onerror=alert(1)>",
    "'; DROP TABLE message; --",
    '" OR 1=1 NEAR("a" "b") *',
    "%s %n {0} ${jndi:ldap://x}",
    "=1+1",
    "\t\r\n\x1b[31m\x07",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udc00\ud83d",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 3,
    "Z̷͖͋a̸l̶g̴o̷" * 5,
    "",
    " ",
    "null",
    "x" * 4096,
)
NAMES = (
    "Lucas Moreau",
    "Ana",
    "",
    " ",
    "Ada\nLovelace",
    "‮evil‬",
    "<b>Bold</b>",
    "李雷",
    "N" * 300,
    "\ud83d",
    "A\x00B",
)
FILE_NAMES = (
    "invoice.pdf",
    "..\\..\\a.bat",
    "../../etc/passwd",
    "CON",
    "a.pdf:evil.exe",
    "x" * 300 + ".pdf",
    "‮fdp.exe",
    "",
    "nul\x00.txt",
)
MIMES = (
    "image/jpeg",
    "image/webp",
    "audio/ogg; codecs=opus",
    "application/pdf",
    "",
    "x/y" * 99,
)


def words(chance: Random) -> str:
    """A text, now and then several in one."""
    return "".join(chance.choice(TEXTS) for _ in range(chance.choice((1, 1, 1, 2, 4))))


def wamid(chance: Random) -> str:
    """An id that is mostly new and sometimes one that others have too."""
    few = chance.random() < 0.15
    return f"wamid.{chance.randrange(40) if few else chance.getrandbits(60):X}"


def seconds(chance: Random) -> str:
    """Mostly around now; sometimes days or centuries away."""
    if chance.random() < 0.85:
        return str(NOON_S + chance.randrange(-7200, 7200))
    return chance.choice((*_FAR_S, *(str(NOON_S + days * 86_400) for days in _FAR_DAYS)))


def phone(person: int) -> str:
    """The number of one of the people."""
    return f"336{person:08}"


def user_id(person: int) -> str:
    """The user id of one of the people."""
    return f"FR.{person * 7_919:020}"


def digits(most: int) -> Draw:
    """A number written as text."""
    return lambda chance: str(chance.randrange(most))


def number(most: int) -> Draw:
    """A number."""
    return lambda chance: chance.randrange(most)
