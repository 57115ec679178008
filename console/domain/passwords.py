"""What a new password must be: long, and not among the first that anybody would try.

Source: NIST SP 800-63B-4, 3.1.1.2: where the password is the only proof of who somebody is,
15 characters or more; no rules on kinds of characters and no expiry; common, expected and
repeated ones are refused.
"""

import unicodedata
from collections.abc import Container
from itertools import pairwise

from console.domain.texts import _, ngettext

SHORTEST, LONGEST = 15, 1024
_FEWEST_DIFFERENT = 5
_MOST_IN_RUNS = 0.7
_LEAST_BESIDE_A_NAME = 8
_RUNS = (
    *("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("qwertzuiopü", "asdfghjklöä", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn"),
)
_NEIGHBOURS = frozenset(
    pair for run in _RUNS for way in (run, run[::-1]) for pair in pairwise(way)
)
_EXPECTED = ("repconsole", "rep console")


def normal(password: str) -> str:
    """The same letters however a keyboard composes them."""
    return unicodedata.normalize("NFC", password)


def trouble(password: str, user_name: str = "", common: Container[str] = ()) -> str:
    """Why this can't be a new password, in a sentence; empty if it can.

    `common` are passwords that many have, in small letters.
    """
    count = len(normal(password))
    lacking = SHORTEST - count
    if lacking > 0:
        words = ngettext(
            "It needs {count} more character: {least} or more in all.",
            "It needs {count} more characters: {least} or more in all.",
            lacking,
        )
        return words.format(count=lacking, least=SHORTEST)
    if count > LONGEST:
        return _("It is too long: {most} characters at most.").format(most=LONGEST)
    return _guessable(normal(password).casefold(), user_name.casefold(), common)


def _guessable(folded: str, user_name: str, common: Container[str]) -> str:
    pairs = list(pairwise(folded))
    in_runs = sum(a == b or (a, b) in _NEIGHBOURS for a, b in pairs)
    if (
        _repeats(folded)
        or len(set(folded)) < _FEWEST_DIFFERENT
        or in_runs > len(pairs) * _MOST_IN_RUNS
    ):
        return _("It repeats or counts up. Choose some words that don’t belong together.")
    rest = folded
    for name in (user_name, *_EXPECTED):
        rest = rest.replace(name, "") if len(name) > 2 else rest
    if rest != folded and len(_core(rest)) < _LEAST_BESIDE_A_NAME:
        return _("It is little more than a name that others know. Add some words.")
    if any(form in common for form in (folded, rest, _core(rest), _core(folded))):
        return _("Many people use it, so it is tried first. Choose some words of your own.")
    return ""


def _repeats(text: str) -> bool:
    """Whether it is one part written several times, the last time perhaps cut short."""
    return any(text[size:] == text[:-size] for size in range(1, len(text) // 2 + 1))


def _core(text: str) -> str:
    """Without the digits and signs with which a short password is made long."""
    first = next((at for at, letter in enumerate(text) if letter.isalpha()), len(text))
    last = next((at for at, letter in enumerate(text[::-1]) if letter.isalpha()), len(text))
    return text[first : len(text) - last]
