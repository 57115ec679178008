"""The ways in which one number is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.numbers import writings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5511987654321", "551187654321"),
        ("5215512345678", "525512345678"),
    ],
)
def test_brazils_ninth_digit_and_mexicos_one_change_nothing(one: str, other: str) -> None:
    assert {*writings(one)} == {*writings(other)}


@pytest.mark.parametrize("digits", ["33612345678", "551133334444", "5215", "55", "52", ""])
def test_all_others_have_one_writing(digits: str) -> None:
    assert writings(digits) == (digits,)


@given(st.from_regex(r"(55|52)[0-9]{6,12}", fullmatch=True))
def test_each_writing_of_a_number_has_the_same_writings(digits: str) -> None:
    assert all({*writings(one)} == {*writings(digits)} for one in writings(digits))
