"""A text too long for one message breaks where a reader would pause, and loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.lengths import text_length
from console.domain.splitting import split

PIECES = st.sampled_from(["a", "é", "😀", "👩\u200d🚀", "👍🏽", " ", "\n", ".", "汉"])
WORDS = st.lists(PIECES, max_size=300).map("".join)


@given(WORDS, st.integers(4, 60))
def test_every_part_fits_and_only_white_space_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < text_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_it_breaks_at_paragraphs_then_lines_then_sentences_then_words() -> None:
    assert split("one two\n\nthree four", 12) == ("one two", "three four")
    assert split("one two\nthree four", 12) == ("one two", "three four")
    assert split("One two. Three four.", 12) == ("One two.", "Three four.")
    assert split("one two three", 10) == ("one two", "three")


def test_a_far_better_place_is_not_taken_if_the_part_would_be_tiny() -> None:
    assert split("Hi.\n\none two three four five", 20) == ("Hi.\n\none two three", "four five")


def test_an_emoji_of_several_characters_stays_whole() -> None:
    assert split("👩\u200d🚀" * 3, 8) == ("👩\u200d🚀",) * 3
    assert split("x" * 7 + "👍🏽", 9) == ("x" * 7, "👍🏽")


def test_what_fits_stays_one() -> None:
    assert split("  Hello  ") == ("Hello",)
    assert split("   ") == ()
