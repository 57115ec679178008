"""Buttons, lists, links, requests, places and cards are made in small dialogs and sent."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.rows import Draft
from console.domain.messages import Contacts, Interactive, Location
from console.ui.dialogs.contact import ContactDialog
from console.ui.dialogs.interactive import InteractiveDialog, Style
from console.ui.dialogs.place import PlaceDialog
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_story import LUCAS, sends, written

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def making(screens: Screens, style: Style) -> InteractiveDialog:
    adding = screens.connections.adding
    screens.connections.scope.start("making", adding.make(style))
    dialog = await screens.dialog()
    assert isinstance(dialog, InteractiveDialog)
    return dialog


def bodies(screens: Screens) -> list[Any]:
    return [sent[2] for sent in sends(screens)]


def test_buttons_are_made_from_the_draft_counted_and_sent(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "When shall we come?")
        dialog = await making(screens, "buttons")
        assert dialog.text.text() == "When shall we come?"
        first, second, third = (title for title, _none in dialog.buttons._fields)
        assert (second.isVisible(), third.isVisible()) == (False, False)
        first.set_text("A day far too long for a button")
        assert second.isVisible()
        dialog.try_accept()
        assert "11 characters too long" in dialog.foot_words.text()
        first.set_text("Friday")
        second.set_text("Monday")
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await turns()
        assert bodies(screens) == [
            Interactive(
                style="buttons",
                text="When shall we come?",
                options=(("1", "Friday"), ("2", "Monday")),
            )
        ]
        assert foot.composer.text.text() == ""

    in_window(work)


def test_what_was_typed_stays_when_the_kind_changes_and_when_it_is_canceled(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "When?")
        dialog = await making(screens, "buttons")
        dialog.text.set_text("Which day suits you?")
        dialog.style_choice.chosen.emit("list")
        dialog.style_choice.set_value("list")
        dialog.rows._fields[0][0].set_text("Friday")
        assert dialog.message().text == "Which day suits you?"
        dialog.reject()
        await turns()
        assert bodies(screens) == []
        assert foot.composer.text.text() == "Which day suits you?"

    in_window(work)


def test_a_place_and_a_card_leave_the_draft_alone(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "We are here:")
        adding, scope = screens.connections.adding, screens.connections.scope
        scope.start("adding", adding.send_place())
        place = await screens.dialog()
        assert isinstance(place, PlaceDialog)
        place.try_accept()
        assert "no coordinates" in place.foot_words.text()
        place.where.set_text("52.0907, 5.1214")
        place.name.set_text("The shop")
        place.try_accept()
        await turns()
        scope.start("adding", adding.send_contact())
        contact = await screens.dialog()
        assert isinstance(contact, ContactDialog)
        contact.name.set_text("The workshop")
        contact.phone.set_text("+31 30 123 4567")
        contact.try_accept()
        await turns()
        sent_place, sent_card = bodies(screens)
        assert sent_place == Location(latitude=52.0907, longitude=5.1214, name="The shop")
        assert isinstance(sent_card, Contacts)
        assert foot.composer.text.text() == "We are here:"

    in_window(work)


def test_files_of_the_draft_stay_when_buttons_go(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "Where are you?")
        foot.composer.attach(("photo.jpg",))
        dialog = await making(screens, "location_request")
        dialog.try_accept()
        await turns()
        assert bodies(screens)[0].style == "location_request"
        assert screens.desk.draft(LUCAS).files == Draft(files=("photo.jpg",)).files

    in_window(work)
