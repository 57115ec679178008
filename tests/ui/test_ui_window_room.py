"""What gives way when there is little room, and what is tucked away until it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from console.domain.ids import CustomerId
from console.ui.details.parts import Thumb
from console.ui.widgets.push_button import PushButton
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.transcript.conversations import NOW, photo, said

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def words_in(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def button(screens: Screens, words: str) -> PushButton:
    found = screens.window.findChildren(PushButton)
    return next(b for b in found if b.text() == words and b.isVisible())


def test_a_narrow_header_drops_the_number_before_any_word_is_cut(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        header = screens.connections.column.header
        assert "WhatsApp · +33 6 12 34 56 78 · Delivery & returns" in words_in(header)
        screens.window.resize(1024, 700)
        await turns()
        assert "WhatsApp · Delivery & returns" in words_in(header)

    in_window(work)


def test_a_narrow_list_gives_up_the_channel_chip(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        channel = screens.window.inbox._channel
        assert channel.isVisible()
        screens.window.resize(1000, 700)
        await turns()
        assert channel.isHidden()

    in_window(work)


def test_a_narrow_window_has_compact_rows_and_a_wide_one_gives_them_room(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        geometry = screens.window.inbox.view.content.geometry
        assert geometry.row_px == 68
        screens.window.resize(1024, 700)
        await turns()
        assert geometry.row_px == 48
        screens.window.resize(1440, 900)
        await turns()
        assert geometry.row_px == 68

    in_window(work)


def test_rows_stay_as_dense_as_was_chosen(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        screens.window._settings.setValue("look/density", "roomy")
        for width in (1440, 1024, 1300):
            screens.window.resize(width, 800)
            await turns()
            assert screens.window.inbox.view.content.geometry.row_px == 80

    in_window(work)


def test_offline_the_rep_can_try_now(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        screens.desk.go_offline()
        await turns()
        button(screens, "Try now").click()
        assert screens.desk.asked[-1] == ("try_now",)
        inactivity = screens.connections.column.foot.inactivity
        assert "Inactivity timer paused while you’re offline" in words_in(inactivity)

    in_window(work)


def test_one_row_of_shared_files_shows_until_all_are_wanted(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        details = screens.window.details
        customer = await screens.desk.customer(CustomerId("u-Lucas Moreau"))
        files = tuple(said(photo(f"p{n}"), NOW - timedelta(hours=n)).message for n in range(6))
        row = screens.connections.current()
        assert row is not None
        details.show_customer(replace(customer, files=files), row, {}, NOW)
        shown = [t for t in details.findChildren(Thumb) if not t.isHidden()]
        assert len(shown) == 4
        button(screens, "Show all").click()
        await turns()
        button(screens, "Show fewer")

    in_window(work)
