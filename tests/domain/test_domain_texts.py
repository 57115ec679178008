"""Texts in the language of the program, or of the one who asks."""

from __future__ import annotations

import pytest

from console.domain import texts
from console.domain.texts import N_, _, ngettext, number
from tests.fakes import LOUD


def test_without_a_language_texts_are_as_they_stand_in_the_code() -> None:
    assert _("Sent") == "Sent"
    assert texts.language() == "en"


def test_a_reader_s_language_holds_inside_and_ends() -> None:
    with texts.spoken(LOUD):
        assert _("Sent") == "SENT"
        assert ngettext("one", "more", 2) == "MORE"
        assert texts.language() == "de"
    assert _("Sent") == "Sent"


def test_the_program_s_language_is_everybody_s_who_has_none() -> None:
    texts.speak(LOUD)
    try:
        assert _("Sent") == "SENT"
        with texts.spoken(texts.ENGLISH):
            assert _("Sent") == "Sent"
    finally:
        texts.speak(texts.ENGLISH)


def test_a_marked_text_is_translated_where_it_is_shown() -> None:
    marked = N_("Sent")
    with texts.spoken(LOUD):
        assert (marked, _(marked)) == ("Sent", "SENT")


def test_an_empty_text_is_not_the_catalogue_s_header() -> None:
    assert _("") == ""


def test_a_number_is_written_as_the_language_writes_it() -> None:
    assert number(12345) == "12,345"
    assert number(1234.56, 1) == "1,234.6"
    with texts.spoken(LOUD):
        assert number(1234.56, 1) == "1.234,6"


@pytest.mark.parametrize(
    ("accepted", "loud"),
    [
        ("de", True),
        ("de-AT,de;q=0.9,en;q=0.8", True),
        ("fr, de;q=0.5, en;q=0.1", True),
        ("en;q=0.2, de;q=0.9", True),
        ("en-GB,en;q=0.9,de;q=0.5", False),
        ("fr", False),
        ("de;q=0, fr", False),
        ("de;q=loud", False),
        ("", False),
        (";;,,q=", False),
    ],
)
def test_a_request_is_answered_in_the_language_it_likes_best(accepted: str, loud: bool) -> None:
    assert texts.best(accepted, {"de": LOUD}) is (LOUD if loud else texts.ENGLISH)


def test_a_text_kept_with_its_number_is_translated_round_it() -> None:
    sentence = "Refused with error 999."
    assert texts.kept(sentence, code="999") == sentence
    with texts.spoken(LOUD):
        assert texts.kept(sentence, code="") == sentence.upper()
        assert texts.kept(sentence, code="999") == "REFUSED WITH ERROR 999."


def test_what_happened_and_what_next_are_translated_each_by_itself() -> None:
    two = "Refused with error 999.\nSend it again."
    assert texts.kept(two) == "Refused with error 999. Send it again."
    with texts.spoken(LOUD):
        assert texts.kept(two, code="999") == "REFUSED WITH ERROR 999. SEND IT AGAIN."
