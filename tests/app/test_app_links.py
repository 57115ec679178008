"""Links: exactly one word that names a session, or nothing happens at all."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.app.links import REFUSED, session_in
from tests.app.second_start import said_by

SESSION = "s9Kf-0_zQ1xYbC3dE5gH7w"
GOOD = f"repconsole://s/{SESSION}"
IN_AN_ID = frozenset(string.ascii_letters + string.digits + "-_")
BAD = [
    [f"{GOOD}/"],
    [f"{GOOD}?send=1"],
    [f"{GOOD}\n"],
    [f"REPCONSOLE://s/{SESSION}"],
    ["repconsole:"],
    ["repconsole://session/7"],
    [f"repconsole://x/{SESSION}"],
    [f"repconsole://s/../{SESSION}"],
    [GOOD, GOOD],
    [GOOD, "-platformpluginpath", "/tmp/evil"],
    ["-platformpluginpath", "/tmp/evil", GOOD],
    ["--hub", GOOD],
    ["demo", GOOD],
    ["hub", "--config", GOOD],
    ["file:///etc/passwd"],
]


def test_a_link_names_a_session_and_other_words_do_not() -> None:
    assert session_in([GOOD]) == SESSION
    assert session_in([]) is None
    assert session_in(["--hub", "https://hub.example"]) is None
    assert session_in(["demo", "--speed", "60"]) is None


@pytest.mark.parametrize("argv", BAD, ids=" ".join)
def test_anything_else_that_looks_like_a_link_is_refused_in_a_sentence(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        session_in(argv)
    assert end.value.code == 2
    assert capsys.readouterr().err == REFUSED + "\n"


def test_t12_a_bad_link_ends_before_anything_is_made_or_loaded(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for argv in (BAD[1], BAD[9]):
        assert said_by(home, *argv) == (2, "", REFUSED + "\n")
    assert list(home.iterdir()) == []


def outcome(argv: list[str]) -> str | None:
    try:
        return session_in(argv)
    except SystemExit:
        return None


def is_good(argv: list[str]) -> bool:
    """Said once more, in another way than the program does."""
    head, word = "repconsole://s/", argv[0] if len(argv) == 1 else ""
    ident = word[len(head) :]
    return word.startswith(head) and len(ident) == 22 and set(ident) <= IN_AN_ID


def bent(text: str, seed: int, count: int) -> list[list[str]]:
    """Good links with the text put somewhere, cut, doubled, or with words around them."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        at, to = sorted(dice.choices(range(len(GOOD) + 1), k=2))
        word = dice.choice(
            [GOOD[:at] + text + GOOD[to:], GOOD[:at] + text + GOOD[at:], GOOD[:at] + GOOD[to:]]
        )
        made.append(dice.choice([[word], [word], [word, text], [text, word], [text]]))
    return made


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.integers(0, 2**32))
def test_t12_ten_thousand_bent_links_show_a_session_or_nothing(text: str, seed: int) -> None:
    for argv in bent(text, seed, 100):
        found = outcome(argv)
        assert (found is not None) == is_good(argv)
        assert found is None or argv == [f"repconsole://s/{found}"]
