"""Bold, italic and the like by keys, and whether a link is shown with a preview."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor

from console.domain.attachments import problem_with, problem_with_sticker
from console.domain.links import has_link
from console.ui.composer.marking import LEADS, led, marked
from console.ui.theme.theme import current_theme
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_story import sends, written

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.mark.parametrize(
    ("text", "marker", "becomes"),
    [
        ("Friday", "*", "*Friday*"),
        ("*Friday*", "*", "Friday"),
        (" Friday ", "_", " _Friday_ "),
        ("one\ntwo", "~", "~one~\n~two~"),
        ("a\nb", "```", "```a\nb```"),
        ("  ", "*", "  "),
    ],
)
def test_a_marker_is_put_around_and_taken_away(text: str, marker: str, becomes: str) -> None:
    assert marked(text, marker) == becomes


@pytest.mark.parametrize(
    ("text", "name", "becomes"),
    [
        ("oak\nash", "bullet_list", "- oak\n- ash"),
        ("- oak\n- ash", "bullet_list", "oak\nash"),
        ("oak\n- ash", "bullet_list", "- oak\n- ash"),
        ("oak\nash", "number_list", "1. oak\n2. ash"),
        ("1. oak\n2. ash", "number_list", "oak\nash"),
        ("as you said", "quotation", "> as you said"),
    ],
)
def test_lines_become_a_list_or_a_quotation_and_plain_again(
    text: str, name: str, becomes: str
) -> None:
    assert led(text, LEADS[name]) == becomes


def test_the_lines_that_are_selected_become_a_list_also_by_the_menu(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "")
        text = foot.composer.text
        text.show_text("We have\noak\nash")
        cursor = text.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Up, QTextCursor.MoveMode.KeepAnchor)
        text.setTextCursor(cursor)
        names = [action.text() for action in text.looks]
        assert names[-3:] == ["List", "Numbered list", "Quotation"]
        text.looks[-3].trigger()
        assert text.text() == "We have\n- oak\n- ash"
        text.undo()
        assert text.text() == "We have\noak\nash"

    in_window(work)


def test_what_is_selected_becomes_bold_and_plain_again(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "It ships on Friday")
        bold = screens.connections.actions["bold"]
        text = foot.composer.text
        bold.trigger()  # the word at the caret
        assert text.text() == "It ships on *Friday*"
        bold.trigger()
        assert text.text() == "It ships on Friday"
        text.moveCursor(QTextCursor.MoveOperation.End)
        text.insertPlainText(" ")
        screens.connections.actions["italic"].trigger()
        text.insertPlainText("early")
        assert text.text() == "It ships on Friday _early_"

    in_window(work)


def test_a_link_is_previewed_unless_the_rep_says_no(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "Hello")
        composer = foot.composer
        assert not composer._preview.isVisible()
        composer.text.show_text("See https://example.com/t")
        assert composer._preview.isVisible()
        composer.submit()
        composer.text.show_text("See https://example.com/t")
        composer._preview.click()
        composer.submit()
        first, second = (sent[2] for sent in sends(screens))
        assert (getattr(first, "preview_url", 0), getattr(second, "preview_url", 0)) == (
            True,
            False,
        )

    in_window(work)


def test_only_web_links_are_previewed() -> None:
    assert has_link("see https://example.com")
    assert has_link("(http://example.com/a)")
    assert not has_link("see example.com")
    assert not has_link("ftp://example.com https://")


def test_a_sticker_that_does_not_move_may_be_smaller_than_one_that_does() -> None:
    moves = b"RIFF\0\0\0\0WEBPVP8X\n\0\0\0\x02\0\0\0"
    assert problem_with("image/webp", 400 * 1024) == ""
    assert problem_with_sticker(400 * 1024, moves) == ""
    assert "100 KB" in problem_with_sticker(400 * 1024, moves.replace(b"\x02", b"\x10"))
    assert "500 KB" in problem_with("image/webp", 600 * 1024)


def test_markup_is_shown_while_it_is_written(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "It is *sure* and ~not~ 2*3*4")
        block = foot.composer.text.document().firstBlock()
        looks = {
            block.text()[one.start : one.start + one.length]: QTextCharFormat(one.format)
            for one in block.layout().formats()
        }
        assert looks["sure"].fontWeight() > 500
        assert looks["not"].fontStrikeOut()
        assert not any("3" in text for text in looks)
        assert foot.composer.text.text() == "It is *sure* and ~not~ 2*3*4"

    in_window(work)


def test_the_markers_take_the_ink_of_the_theme_in_use(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "It is *sure*")

        def ink() -> str:
            layout = foot.composer.text.document().firstBlock().layout()
            formats = [QTextCharFormat(one.format) for one in layout.formats()]
            return formats[0].foreground().color().name()

        before, edits = ink(), []
        foot.composer.edited.connect(lambda: edits.append(1))
        screens.window._theme_service.set("dark")
        await turns()
        assert edits == []  # else the customer would see somebody typing
        assert ink() == current_theme().color("text.tertiary").name() != before

    in_window(work)
