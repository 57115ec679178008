"""What may be a new password."""

import pytest

from console.domain.passwords import SHORTEST, trouble

COMMON = frozenset({"sunshine", "princess", "1q2w3e4r5t6y7u8i"})


@pytest.mark.parametrize(
    "password",
    [
        "kettle under a violet roof",
        "836104772951338",
        "Kaffee um halb neun",
        "ключ под ковриком",
        "x" * 7 + " and then some more",
        "maya likes to swim in cold lakes",
        "w" * 300 + "hy not a very long one, if it is not only one letter" * 6,
    ],
)
def test_t18_long_ones_are_taken_whatever_they_are_made_of(password: str) -> None:
    assert trouble(password, "maya", COMMON) == ""


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "It needs 15 more characters"),
        ("Tr0ub4dor&3", "It needs 4 more characters"),
        ("x" * (SHORTEST - 1), "It needs 1 more character:"),
        ("a much longer one " * 80, "too long"),
        ("passwordpassword", "repeats"),
        ("secretsecretsec", "repeats"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats"),
        ("ababcabbaabccbabac", "repeats"),
        ("123456789012345", "counts up"),
        ("9876543210987654", "counts up"),
        ("qwertzuiopasdfgh", "counts up"),
        ("Maya-2026-11-25!", "a name that others know"),
        ("RepConsole-2026!!", "a name that others know"),
        ("Sunshine!!!!!1234", "Many people use it"),
        ("1234567 princess", "Many people use it"),
        ("1Q2W3E4R5T6Y7U8I", "Many people use it"),
    ],
)
def test_t18_short_and_guessable_ones_are_refused_with_the_reason(
    password: str, why: str
) -> None:
    assert why in trouble(password, "Maya", COMMON)


def test_each_character_counts_as_one_however_it_is_composed() -> None:
    composed, apart = "äöü Übergröße x", "a\u0308o\u0308u\u0308 U\u0308bergro\u0308ße x"
    assert len(composed) == SHORTEST < len(apart)
    assert trouble(apart[:-2]).startswith("It needs 2 more")
    assert trouble(composed) == trouble(apart) == ""
