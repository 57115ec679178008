"""WhatsApp's markup and links become spans of plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.ui.transcript.markup import Block, Marked, Span, Style, parse


@pytest.mark.parametrize(
    ("text", "plain", "style"),
    [
        ("*bold*", "bold", Style.BOLD),
        ("_italic_", "italic", Style.ITALIC),
        ("~gone~", "gone", Style.STRIKE),
        ("`code`", "code", Style.MONO | Style.CODE),
        ("```two\nlines```", "two\nlines", Style.MONO),
    ],
)
def test_paired_markers_are_left_out_and_become_a_style(
    text: str, plain: str, style: Style
) -> None:
    assert parse(text) == Marked(plain, (Span(0, len(plain), style),))


def test_styles_nest() -> None:
    assert parse("*_both_*") == Marked("both", (Span(0, 4, Style.BOLD | Style.ITALIC),))


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "snake_case_name", "a * not bold *", "a*b*c", "5~6"]
)
def test_markers_that_do_not_pair_up_stay_as_written(text: str) -> None:
    assert parse(text) == Marked(text)


def test_lists_and_quotes_are_blocks_without_their_markers() -> None:
    marked = parse("Broken:\n- *left*\n12. right\n> the one\n>quiet\n-5")
    assert marked.text == "Broken:\n• left\n12. right\nthe one\n>quiet\n-5"
    assert marked.spans == (Span(10, 4, Style.BOLD),)
    assert marked.blocks == (Block(8, 6, 2), Block(15, 9, 4), Block(25, 7))


def test_what_looks_like_a_list_inside_code_is_code() -> None:
    marked = parse("```- a\n- b```\n- c")
    assert marked.text == "- a\n- b\n• c"
    assert marked.blocks == (Block(8, 3, 2),)


def test_only_web_links_are_links_and_the_full_stop_is_not_part_of_one() -> None:
    marked = parse("See https://a.example/x_y_z. Not javascript:alert(1) or file:///etc")
    assert [span.url for span in marked.spans] == ["https://a.example/x_y_z"]
    assert marked.text.startswith("See https://a.example/x_y_z. Not")


def test_a_bracket_belongs_to_a_link_only_if_it_was_opened_in_it() -> None:
    assert parse("(https://a.example)").spans[0].url == "https://a.example"
    assert parse("https://a.example/a_(b)").spans[0].url == "https://a.example/a_(b)"


@given(st.text(alphabet="*_~` ab\nhttps://.", max_size=80))
def test_spans_lie_in_order_inside_the_text(text: str) -> None:
    marked = parse(text)
    end = 0
    for span in marked.spans:
        assert span.start >= end
        end = span.start + span.length
    assert end <= len(marked.text)


def test_a_hostile_text_is_read_in_no_time() -> None:
    begun = time.perf_counter()
    parse("*a " * 1365 + "`" * 300 + "(" * 500)
    assert time.perf_counter() - begun < 1
