"""The image viewer covers the window, keeps the keyboard and gives the focus back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.desk.rows import TranscriptRow
from console.ui.theme.theme import ThemeService
from console.ui.transcript.pictures import PictureStore
from console.ui.viewer.shots import shots_of
from console.ui.viewer.viewer import ImageViewer
from tests.ui.transcript.conversations import NOW, at, photo, row, said


@pytest.fixture
def rows(tmp_path: Path) -> list[TranscriptRow]:
    made = [said("Look at these", at("17:29", 1))]
    for number in range(3):
        path = tmp_path / f"{number}.jpg"
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(QColor("teal"))
        image.save(str(path))
        made.append(
            row(photo(str(path), f"Corner {number}"), at("17:31", 1), picture=str(path))
        )
    return made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    ThemeService()
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    QLineEdit(made).setFocus()
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


@pytest.fixture
def viewer(window: QWidget, rows: list[TranscriptRow]) -> Iterator[ImageViewer]:
    pictures = PictureStore(window)
    made = ImageViewer(pictures, window)
    made.open_at(rows, rows[2].message.message_id, "Lucas Moreau", "c1")
    yield made
    pictures.close()


def test_it_shows_the_picture_among_all_of_the_conversation(
    viewer: ImageViewer, rows: list[TranscriptRow], qtbot: QtBot
) -> None:
    assert viewer.geometry() == viewer.window().rect()
    assert viewer.current_id() == rows[2].message.message_id
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.current_id() == rows[3].message.message_id
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.current_id() == rows[3].message.message_id
    assert not viewer.next.isEnabled()
    assert viewer.canvas.accessibleName().startswith("Picture 3 of 3 from Lucas Moreau")


def test_the_keyboard_zooms_turns_and_copies(viewer: ImageViewer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not viewer.canvas.image().isNull())
    assert viewer.canvas.port.percent == 92
    QTest.keyClick(viewer, Qt.Key.Key_1)
    assert viewer.canvas.port.percent == 100
    QTest.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.canvas.port.percent == 125
    QTest.keyClick(viewer, Qt.Key.Key_0)
    QTest.keyClick(viewer, Qt.Key.Key_R)
    QTest.keyClick(viewer, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (480, 640)


def test_reply_and_download_name_the_picture(
    viewer: ImageViewer, rows: list[TranscriptRow], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(viewer.download_wanted) as wanted:
        QTest.keyClick(viewer, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [rows[2].message.message_id]
    with qtbot.waitSignal(viewer.quote_wanted) as quoted:
        QTest.keyClick(viewer, Qt.Key.Key_Q)
    assert quoted.args == [rows[2].message.message_id]
    assert not viewer.isVisible()


def test_escape_closes_and_gives_the_focus_back(viewer: ImageViewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(viewer.closed):
        QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert isinstance(viewer.window().focusWidget(), QLineEdit)


def test_tab_stays_inside(viewer: ImageViewer) -> None:
    seen = set()
    for _ in range(14):
        focused = viewer.window().focusWidget()
        assert focused is viewer or viewer.isAncestorOf(focused)
        seen.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"Zoom in", "Zoom out", "Download", "Close", "Next", "Previous"} <= seen


def test_only_pictures_that_can_be_had_are_shown(rows: list[TranscriptRow]) -> None:
    shots = shots_of([*rows, said("Hello", NOW)], "Lucas Moreau")
    assert [shot.caption for shot in shots] == ["Corner 0", "Corner 1", "Corner 2"]
    assert shots[0].facts == "IMG-20260513-WA0007.jpg · 1440 × 1080 · 386 KB"
