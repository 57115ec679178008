"""The words that give and take consent, and what is enough of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.consent import (
    DEFAULT_KEYWORDS,
    Consent,
    ConsentRule,
    Keywords,
    Level,
    Purpose,
    Word,
    heard,
    is_enough,
)

RULE = ConsentRule(keywords=DEFAULT_KEYWORDS)
TWICE = ConsentRule(level=Level.DOUBLE, keywords=DEFAULT_KEYWORDS)


def word(text: str, rule: ConsentRule = RULE) -> Word | None:
    found = heard(text, rule)
    return found.word if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("STOP", Word.OPT_OUT),
        (" stop! ", Word.OPT_OUT),
        ("Opt-out.", Word.OPT_OUT),
        ("Stopp", Word.OPT_OUT),
        ("START", Word.OPT_IN),
        ("Please stop the delivery", None),
        ("stop stop", None),
        ("yes", None),
        ("", None),
        ("?!", None),
    ],
)
def test_only_a_message_that_is_nothing_but_a_keyword_counts(
    text: str, meant: Word | None
) -> None:
    assert word(text) is meant


def test_a_yes_counts_only_where_consent_is_asked_for_twice() -> None:
    assert word("Yes!", TWICE) is Word.CONFIRM
    assert word("JA", TWICE) is Word.CONFIRM


def test_words_of_any_script_are_heard_without_case_and_accents() -> None:
    own = ConsentRule(
        keywords={
            "fr": Keywords(opt_out=("arrêt",)),
            "el": Keywords(opt_out=("ΔΙΑΚΟΠΗ",)),
            "ar": Keywords(opt_out=("إلغاء",)),
        }
    )
    assert word("ARRET", own) is Word.OPT_OUT
    assert word("διακοπή", own) is Word.OPT_OUT
    assert word("إلغاء", own) is Word.OPT_OUT


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_ear(text: str) -> None:
    heard(text, TWICE)


@given(st.sampled_from(["stop", "unsubscribe"]), st.text(" .!?…\n\t*_~", max_size=5))
def test_what_stands_around_a_keyword_changes_nothing(keyword: str, around: str) -> None:
    assert word(around + keyword.upper() + around) is Word.OPT_OUT


def said(level: Level, *, granted: bool = True) -> Consent:
    return Consent(
        purpose=Purpose.MARKETING,
        granted=granted,
        level=level,
        source="form",
        wording="",
        at=datetime(2026, 5, 14, tzinfo=UTC),
        recorded_by="Maya",
    )


def test_what_was_said_must_be_as_firm_as_the_channel_asks() -> None:
    firmness = (Level.IMPLICIT, Level.EXPLICIT, Level.DOUBLE)
    for needs, needed in enumerate(firmness):
        for has, level in enumerate(firmness):
            assert is_enough(said(level), needed) is (has >= needs)
            assert not is_enough(said(level, granted=False), needed)
    assert is_enough(None, Level.IMPLICIT)
    assert not is_enough(None, Level.EXPLICIT)
