"""The Downloads card says how far each file is and what can be done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from console.ui.theme.theme import ThemeService
from console.ui.viewer.downloads import DownloadsCard
from tests.ui.transcript.contents import downloads


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[DownloadsCard]:
    ThemeService()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    made = DownloadsCard(window)
    made.show_files(downloads())
    made.stand()
    yield made
    window.close()


def _button(card: DownloadsCard, name: str) -> QAbstractButton:
    found = [b for b in card.findChildren(QAbstractButton) if b.accessibleName() == name]
    assert len(found) == 1, [b.accessibleName() for b in card.findChildren(QAbstractButton)]
    return found[0]


def test_each_state_offers_its_own_step(card: DownloadsCard, qtbot: QtBot) -> None:
    rows = list(card._rows)
    with qtbot.waitSignal(card.cancel_wanted) as wanted:
        _button(card, "Cancel Walkaround-living-room.mp4").click()
    assert wanted.args == [rows[0]]
    with qtbot.waitSignal(card.open_wanted) as wanted:
        _button(card, "Open Facture_AF-88213.pdf").click()
    assert wanted.args == [rows[1]]
    with qtbot.waitSignal(card.retry_wanted) as wanted:
        _button(card, "Try floor-plans.zip again").click()
    assert wanted.args == [rows[2]]
    with qtbot.waitSignal(card.folder_wanted):
        _button(card, "Open folder").click()


def test_it_stands_in_the_lower_right_corner(card: DownloadsCard) -> None:
    area = card.geometry()
    assert area.right() == 1000 - 16 - 1
    assert area.bottom() == 700 - 44 - 1


def test_what_is_no_longer_listed_goes(card: DownloadsCard) -> None:
    card.show_files([])
    assert card._rows == {}
