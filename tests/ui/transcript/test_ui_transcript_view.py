"""The transcript keeps its place, answers the keyboard and tells what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.desk.rows import FileProgress, FileState, TranscriptRow
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import MediaId
from console.ui.theme.theme import ThemeService
from console.ui.transcript.pieces import Words
from console.ui.transcript.view import TranscriptView
from tests.ui.transcript import contents, conversations
from tests.ui.transcript.conversations import NOW, row, said, wrote


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TranscriptView]:
    made = TranscriptView(ThemeService(), lambda: NOW)
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.show()
    yield made
    made.pictures.close()


def _many(count: int, start: int = 0) -> list[TranscriptRow]:
    texts = ("Hello", "Could you send the invoice too? It helps us to find the order " * 3)
    first = NOW - timedelta(days=3)
    return [
        row(
            texts[number % 2],
            first + timedelta(minutes=number),
            Direction.INBOUND if number % 3 else Direction.OUTBOUND,
            message_id=f"n{number}",
        )
        for number in range(start, start + count)
    ]


def _top(view: TranscriptView, message_id: str) -> int:
    placed = view.placed(message_id)
    assert placed is not None
    return placed.top_px


def _open(view: TranscriptView, rows: list[TranscriptRow], earlier: bool = False) -> None:
    view.set_thread(rows, customer_name="Lucas Moreau", earlier=earlier)


def test_a_conversation_opens_at_its_end_and_follows_new_messages(view: TranscriptView) -> None:
    _open(view, _many(500))
    assert view.placed_rows()[-1].message_id == "n499"
    view.upsert([said("One more", NOW)])
    last = view.placed_rows()[-1]
    assert last.index == 500
    assert last.top_px + last.layout.height_px == view.viewport().height() - 8


def test_a_short_conversation_stands_at_the_bottom(view: TranscriptView) -> None:
    _open(view, conversations.lucas()[-2:])
    last = view.placed_rows()[-1]
    assert last.top_px + last.layout.height_px == view.viewport().height() - 8


def test_older_pages_do_not_move_what_is_read(view: TranscriptView, qtbot: QtBot) -> None:
    _open(view, _many(100, start=100), earlier=True)
    with qtbot.waitSignal(view.earlier_wanted):
        view.verticalScrollBar().setValue(30)
    shown = view.placed_rows()[1]
    view.prepend(_many(100), False)
    assert view.placed_rows()[0].index >= 99
    assert abs(_top(view, shown.message_id) - shown.top_px) <= 1


def test_messages_that_come_while_reading_further_up_are_counted(view: TranscriptView) -> None:
    _open(view, _many(200))
    view.verticalScrollBar().setValue(2000)
    shown = view.placed_rows()[2]
    view.upsert([said("New", NOW), said("Newer", NOW)])
    assert _top(view, shown.message_id) == shown.top_px
    pill = view._pill
    assert pill.isVisible()
    assert pill.text() == "2 new messages"
    pill.click()
    assert view.placed_rows()[-1].index == 201
    assert not pill.isVisible()


def test_scrolling_to_the_beginning_comes_to_rest_at_the_first_message(
    view: TranscriptView,
) -> None:
    _open(view, _many(300))
    bar = view.verticalScrollBar()
    while bar.value() > 0:
        bar.setValue(bar.value() - 300)
    assert view.placed_rows()[0].index == 0
    assert _top(view, "n0") == 12


def test_a_late_message_is_put_where_it_belongs(view: TranscriptView) -> None:
    _open(view, _many(20))
    late = row("Late", NOW - timedelta(days=3) + timedelta(minutes=18, seconds=30), late=True)
    view.upsert([late])
    ids = [placed.message_id for placed in view.placed_rows()]
    assert ids[-2:] == [late.message.message_id, "n19"]


def test_a_changed_message_is_painted_anew_in_its_place(view: TranscriptView) -> None:
    queued = row("Hello", NOW, Direction.OUTBOUND, message_id="x", state=Delivery.QUEUED)
    failed = row("Hello", NOW, Direction.OUTBOUND, message_id="x", state=Delivery.FAILED)
    _open(view, [queued])
    before = view.placed_rows()[0].layout.height_px
    view.upsert([failed])
    assert len(view.surface.thread) == 1
    assert view.placed_rows()[0].layout.height_px > before
    view.remove(["x"])
    assert len(view.surface.thread) == 0


def test_a_customer_message_counts_as_seen_only_in_an_active_window(
    view: TranscriptView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.seen, timeout=2000) as told:
        view.activateWindow()
        QTest.qWaitForWindowActive(view)
        _open(view, [said("First", NOW), row("Second", NOW, message_id="newest")])
    assert told.args == ["newest"]
    view.hide()
    with qtbot.assertNotEmitted(view.seen, wait=400):
        view.upsert([said("Third", NOW)])


def test_the_keyboard_moves_quotes_opens_and_acts(view: TranscriptView, qtbot: QtBot) -> None:
    rows = conversations.lucas()
    _open(view, rows)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.keyboard.stand_on(rows[-1].message.message_id)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.current_id() == rows[-2].message.message_id
    with qtbot.waitSignal(view.quote_wanted) as quoted:
        QTest.keyClick(view, Qt.Key.Key_Q)
    assert quoted.args == [rows[-2].message.message_id]
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.picture_wanted):
        QTest.keyClick(view, Qt.Key.Key_Space)
    with qtbot.waitSignal(view.download_wanted):
        QTest.keyClick(view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    view.keyboard.stand_on(rows[4].message.message_id)
    with qtbot.waitSignal(view.ask_wanted) as asked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == [conversations.POLL.request]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current_id() == rows[-1].message.message_id


def test_buttons_of_a_message_are_reached_with_left_and_right(
    view: TranscriptView, qtbot: QtBot
) -> None:
    failed = contents.deliveries()[5]
    _open(view, [failed])
    view.setFocus()
    view.keyboard.stand_on(failed.message.message_id)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.action_wanted) as wanted:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args == [failed.message.message_id, "edit"]


def test_cancelling_while_offline_takes_back_all_that_wait(view: TranscriptView) -> None:
    rows = conversations.amina()
    _open(view, rows)
    taken: list[tuple[str, str]] = []
    view.action_wanted.connect(lambda *what: taken.append(what))
    view.keyboard.stand_on(rows[-1].message.message_id)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert taken == [(each.message.message_id, "cancel") for each in rows[-2:]]


def test_text_is_selected_with_the_mouse_and_copied(view: TranscriptView) -> None:
    _open(view, [wrote("Tuesday 😕 suits me", NOW)])
    placed = view.placed_rows()[0]
    words = next(piece for piece in placed.layout.pieces if isinstance(piece, Words))
    y = placed.top_px + round(words.at.y()) + 10
    start, end = round(words.at.x()) + 1, round(words.at.x() + words.size[0])
    area = view.viewport()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(start, y))
    QTest.mouseMove(area, QPoint(start + 40, y))
    QTest.mouseMove(area, QPoint(end, y))
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(end, y))
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Tuesday 😕 suits me"
    QTest.mouseDClick(area, Qt.MouseButton.LeftButton, pos=QPoint(start + 10, y))
    assert view.pointer.selected_text() == "Tuesday"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.pointer.selected_text() == ""


def test_a_click_on_a_link_asks_first(view: TranscriptView, qtbot: QtBot) -> None:
    _open(view, [said("https://alder-finch.example/tarn", NOW)])
    placed = view.placed_rows()[0]
    link = next(hit for hit in placed.layout.hits if hit.action == "link")
    point = link.rect.center().toPoint() + QPoint(0, placed.top_px)
    with qtbot.waitSignal(view.link_wanted) as wanted:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert wanted.args == ["https://alder-finch.example/tarn"]


def test_a_quote_leads_to_its_original_or_asks_for_it(
    view: TranscriptView, qtbot: QtBot
) -> None:
    _open(view, _many(300))
    view.flash("n20")
    assert view.placed("n20") is not None
    with qtbot.waitSignal(view.original_wanted):
        view.flash("long ago")


def test_a_screen_reader_finds_each_message_in_sight(view: TranscriptView) -> None:
    _open(view, conversations.lucas())
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.childCount() == len(view.placed_rows())
    child = interface.child(interface.childCount() - 1)
    assert child.text(QAccessible.Text.Name).startswith("You: Would Tuesday 19 May")
    assert child.role() == QAccessible.Role.ListItem


def test_a_narrower_view_keeps_the_end_in_sight(view: TranscriptView) -> None:
    _open(view, _many(200))
    view.resize(500, 300)
    assert view.placed_rows()[-1].message_id == "n199"
    view.grab()


class _Files:
    """Knows one file, and how far it is."""

    def __init__(self) -> None:
        self.state = FileState.AT_HUB
        self.asked: set[str] = set()

    def file(self, media_id: MediaId) -> FileProgress:
        return FileProgress(state=self.state, path="/downloads/a.pdf")

    def picture(self, media_id: MediaId) -> str:
        self.asked.add(media_id)
        return ""

    def opened(self, path: str) -> bytes:
        raise FileNotFoundError(path)


def test_a_template_shows_the_picture_of_its_header(qtbot: QtBot) -> None:
    files = _Files()
    view = TranscriptView(ThemeService(), lambda: NOW, files=files)
    qtbot.addWidget(view)
    view.resize(760, 600)
    view.show()
    plain, pictured = wrote(contents.TEMPLATE, NOW), wrote(contents.PICTURED, NOW)
    _open(view, [plain, pictured])
    assert files.asked == {"plan"}
    heights = [placed.layout.height_px for placed in view.placed_rows()]
    assert heights[1] > heights[0] + 100
    view.pictures.close()


def test_files_are_asked_for_only_when_in_sight_and_follow_the_desk(qtbot: QtBot) -> None:
    files = _Files()
    view = TranscriptView(ThemeService(), lambda: NOW, files=files)
    qtbot.addWidget(view)
    view.resize(760, 400)
    view.show()
    photos = [
        row(conversations.photo(f"p{n}"), NOW - timedelta(minutes=60 - n)) for n in range(40)
    ]
    document = said(conversations.document("a.pdf", 5000), NOW)
    _open(view, [*photos, document])
    assert 0 < len(files.asked) < 6
    files.state = FileState.SAVED
    view.update_files(["media-a.pdf"])
    placed = view.placed(document.message.message_id)
    assert placed is not None
    assert [hit.action for hit in placed.layout.hits if hit.action] == ["open"]
    view.pictures.close()
