"""Every kind of message is laid out with what can be done about it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.desk.rows import TranscriptRow
from console.domain.directions import MediaKind
from console.domain.ids import MediaId
from console.domain.messages import Media
from console.ui.theme.theme import Theme
from console.ui.transcript.cards import file_card
from console.ui.transcript.entries import Entry, entry_at
from console.ui.transcript.layout import lay_out
from console.ui.transcript.pieces import Box, Layout, Line, Picture, Words
from console.ui.transcript.setting import Setting
from console.ui.transcript.speech import spoken
from tests.ui.transcript import contents, conversations
from tests.ui.transcript.conversations import NOW, said

ALL = [
    *conversations.lucas(),
    *conversations.lukasz(),
    *conversations.amina(),
    *contents.files(),
    *contents.deliveries(),
    *contents.kinds(),
]


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Fonts need an application."""


def _laid(row: TranscriptRow, width: int = 760, scale: float = 1.0) -> Layout:
    theme = Theme.load("light", message_scale=scale)
    return lay_out(_entry(row), Setting(width, theme, NOW, "Lucas Moreau"))


def _entry(row: TranscriptRow) -> Entry:
    return entry_at([row], 0, NOW.date())


def _actions(row: TranscriptRow) -> list[str]:
    return [hit.action for hit in _laid(row).hits if hit.is_said]


@pytest.mark.parametrize("width", [360, 480, 760, 1400])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_everything_stays_inside_the_column(width: int, scale: float) -> None:
    for row in ALL:
        laid = _laid(row, width, scale)
        assert laid.height_px > 20
        assert laid.bubble.left() >= 0
        assert laid.bubble.right() <= width
        for piece in laid.pieces:
            if isinstance(piece, Box):
                assert piece.rect.left() >= 0
                assert piece.rect.right() <= width
                assert piece.rect.bottom() <= laid.height_px + 0.5


def test_everything_can_be_said_aloud() -> None:
    said_aloud = [spoken(_entry(row), "Lucas Moreau", NOW) for row in ALL]
    assert all(len(words) > 10 for words in said_aloud)
    assert "Lucas sent a poll. Polls can’t be shown here." in said_aloud[4]
    assert said_aloud[7].startswith("You: Would Tuesday 19 May")
    assert said_aloud[7].endswith("14:33, read")


def test_the_time_stands_beside_a_short_last_line_and_below_a_full_one() -> None:
    word, line = _laid(said("Hello", NOW)), "The driver calls half an hour before. "
    one_line = word.bubble.height()
    filled = _laid(said(line + "Please keep the packaging xx", NOW)).bubble.height()
    assert one_line == 34
    assert filled > one_line


def test_a_file_offers_what_makes_sense_in_its_state() -> None:
    moving, saved, failed, there, *_, upload = contents.files()
    assert _actions(moving) == ["cancel_file"]
    assert _actions(saved) == ["open"]
    assert _actions(failed) == ["download"]
    assert _actions(there) == ["download"]
    assert _actions(upload) == ["cancel_file"]


@pytest.mark.parametrize("kind", [MediaKind.IMAGE, MediaKind.STICKER])
def test_t7_a_picture_that_was_refused_is_a_file_with_a_sentence(kind: MediaKind) -> None:
    words = "Can’t be shown: it isn’t really a picture."
    body = Media(media=kind, media_id=MediaId("m"), mime="text/html", unshown=words)
    laid = _laid(said(body, NOW))
    assert not [piece for piece in laid.pieces if isinstance(piece, Picture)]
    assert words in [piece.text for piece in laid.pieces if isinstance(piece, Line)]
    assert _actions(said(body, NOW)) == ["download"]


def test_what_cannot_be_shown_offers_a_ready_request() -> None:
    laid = _laid(conversations.lucas()[4])
    (ask,) = [hit for hit in laid.hits if hit.action]
    assert (ask.action, ask.name) == ("ask", "Ask Lucas")
    assert ask.value == conversations.POLL.request


def test_trouble_names_its_next_steps() -> None:
    dead, _queued, _sent, _there, late, failed, unknown, _ = contents.deliveries()
    assert _actions(dead) == ["act:dead_letter"]
    assert _actions(late) == ["act:try_now", "act:cancel", "act:why"]
    assert _laid(late).changes
    assert _actions(failed) == ["act:send_again", "act:edit", "act:details"]
    assert _actions(unknown) == ["act:send_again", "act:details"]


def test_a_link_in_a_message_can_be_clicked_and_nothing_else_can() -> None:
    laid = _laid(said("See https://a.example/x and javascript:alert(1) <b>x</b>", NOW))
    assert [hit.value for hit in laid.hits if hit.action] == ["https://a.example/x"]


def test_right_to_left_text_leans_on_the_right_edge() -> None:
    laid = _laid(conversations.amina()[0])
    assert laid.bubble.left() == 20
    assert laid.bubble.height() == 34 + 15
    wrapped = _laid(said("متى سيصل الفني لإصلاح ساق الطاولة؟ " * 3, NOW), 480)
    words = next(piece for piece in wrapped.pieces if isinstance(piece, Words))
    lines = [words.layout.lineAt(number) for number in range(words.layout.lineCount())]
    rights = {round(line.naturalTextRect().right()) for line in lines}
    assert len(lines) > 1
    assert max(rights) - min(rights) <= 6


def test_a_document_s_card_tells_its_type_and_not_that_it_is_no_picture() -> None:
    media = Media(
        media=MediaKind.DOCUMENT,
        media_id=MediaId("m"),
        mime="application/pdf",
        name="Invoice.pdf",
        size_bytes=219_000,
        unshown="Can’t be shown: it isn’t really a picture.",
    )
    card = file_card(said(media, NOW), media)
    assert card.line == "PDF · 214 KB"
