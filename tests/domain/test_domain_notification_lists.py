"""Lists as tables: read whatever program wrote them, written so that no program runs a cell."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.notification_lists import harmless, read, written

KEYS = ("body.1", "body.2")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_are_found_by_name_and_the_rest_in_order(mark: str) -> None:
    table = '\ufeffName;Number;2;Day\r\nSofie;+45 20 12 34 56;sofa;"Fri 3 pm"\r\n\r\n'
    (line,) = read(table.replace(";", mark), KEYS)
    assert (line.place, line.name, line.number) == (2, "Sofie", "+45 20 12 34 56")
    assert line.values == {"body.2": "sofa", "body.1": "Fri 3 pm"}
    assert line.trouble == ""


def test_lines_that_cannot_go_say_why_and_the_others_stay() -> None:
    table = "number,a,b\n,x,y\n+451,x,\n+452,x,y\n+45 2,x,y\n"
    assert [line.trouble for line in read(table, KEYS)] == [
        "It has no number.",
        "body.2 is empty.",
        "",
        "The number stands in an earlier line too.",
    ]


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("", "no line below"),
        ("number,a,b", "no line below"),
        ("who,a,b\nx,y,z", "called “number”"),
        ("number,a\n+451,x", "No column is left for body.2"),
        ('number,a,b\n"+451,x,y', "isn’t CSV"),
        ("number\n" + "+451\n" * 10_001, "more than 1000 lines"),
    ],
)
def test_a_table_that_cannot_be_used_says_what_to_do(table: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(table, KEYS)


@pytest.mark.parametrize("cell", ["=1+1", "+45", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_t27_no_cell_of_the_results_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("Sofie") == "Sofie"


@given(st.lists(st.lists(st.text('ab=+-@,;" '), min_size=1), min_size=1))
def test_t27_what_is_written_is_read_as_text_again(rows: list[list[str]]) -> None:
    again = list(csv.reader(written(rows).split("\r\n")))
    assert again == [[harmless(cell) for cell in row] for row in rows]
