"""The Downloads card in the window: where it opens from and what it does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.changes import FilesChanged
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.transcript.contents import downloads

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def test_the_rail_opens_the_card_once_something_is_downloaded(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        entry = screens.window.rail.downloads
        await screens.open("Lucas Moreau")
        assert entry.isHidden()
        screens.desk.downloading = downloads()[:3]
        screens.desk.changes.tell(FilesChanged(frozenset({"plan"})))
        assert entry.isVisible()
        assert entry.accessibleName() == "Downloads, 1 on the way"
        entry.click()
        card = screens.connections.downloads.card
        assert card is not None
        assert card.isVisible()
        assert card.isAncestorOf(screens.window.focusWidget())
        QTest.keyClick(card, Qt.Key.Key_Escape)
        assert card.isHidden()
        assert not card.isAncestorOf(screens.window.focusWidget())

    in_window(work)


def test_over_the_viewer_a_click_in_the_card_gives_the_keyboard_back(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        screens.desk.downloading = downloads()[:3]
        search = screens.window.inbox.search
        search.setFocus()
        screens.connections.downloads.open()
        card = screens.connections.downloads.card
        assert card is not None
        assert screens.window.focusWidget() is search  # it takes no focus by itself
        card.take_focus()  # as a click on one of its buttons does
        card.leave()
        assert screens.window.focusWidget() is search

    in_window(work)


def test_the_card_asks_the_desk(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        rows = screens.desk.downloading = downloads()[:3]
        screens.connections.downloads.open()
        card = screens.connections.downloads.card
        assert card is not None
        moving, _, failed = (row.message for row in rows)
        card.retry_wanted.emit(failed.message_id)
        card.cancel_wanted.emit(moving.message_id)
        await turns()
        names = [str(asked[0]) for asked in screens.desk.asked]
        wanted = [name for name in names if "download" in name]
        assert wanted == ["download", "cancel_download"]
        screens.desk.downloading = []
        screens.desk.changes.tell(FilesChanged(frozenset()))
        assert card.isHidden()

    in_window(work)
