"""Words that give and take consent: which sets can't stand, and which word goes first."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from console.domain.consent import (
    DEFAULT_KEYWORDS,
    ConsentRule,
    Keywords,
    Level,
    Word,
    heard,
)
from console.domain.keyword_rules import flaws

STOP = Keywords(opt_out=("stop",))


@pytest.mark.parametrize("level", Level)
def test_the_usual_words_stand_at_every_level(level: Level) -> None:
    assert flaws(ConsentRule(level=level, keywords=DEFAULT_KEYWORDS)) == []


@pytest.mark.parametrize(
    ("sets", "place", "said"),
    [
        ({"en": Keywords(opt_out=("Stop!",), opt_in=("stop",))}, "opt_in", "be misread"),
        ({"en": STOP, "fr": Keywords(opt_in=("STOP",))}, "opt_in", "in “en”"),
        ({"en": STOP, "fr": Keywords(opt_out=("!",))}, "opt_out", "nothing would match"),
        ({"en": Keywords(opt_out=("x" * 41,))}, "opt_out", "40 characters at most"),
        ({"en": Keywords(opt_out=("a",), opted_out="x" * 1025)}, "opted_out", "too long"),
        ({"en": Keywords(opt_in=("start",))}, "opt_out", "at least one word"),
        ({}, "opt_out", "at least one word"),
    ],
)
def test_what_can_not_stand_is_told_in_words(
    sets: Mapping[str, Keywords], place: str, said: str
) -> None:
    (found,) = flaws(ConsentRule(keywords=sets))
    assert found.place == place
    assert said in found.words


def test_where_a_second_yes_is_needed_somebody_has_to_ask_for_it() -> None:
    words = Keywords(opt_out=("stop",), opt_in=("start",), confirm=("yes",))
    assert flaws(ConsentRule(keywords={"en": words})) == []
    (found,) = flaws(ConsentRule(level=Level.DOUBLE, keywords={"en": words}))
    assert found.place == "please_confirm"


def test_a_word_that_ends_messages_in_any_language_goes_first() -> None:
    rule = ConsentRule(keywords={"en": Keywords(opt_in=("halt",)), "de": STOP})
    assert heard("stop", rule) is not None
    both = ConsentRule(
        keywords={"en": Keywords(opt_in=("stop",)), "de": Keywords(opt_out=("stop",))}
    )
    found = heard("STOP", both)
    assert found is not None
    assert found.word is Word.OPT_OUT
