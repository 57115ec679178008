"""Buttons, lists, links, requests, places and cards are made in small dialogs and sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.rows import Draft
from console.domain.directions import MediaKind
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
        first, second, third = (one.title for one in dialog.buttons._fields)
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
        dialog.rows._fields[0].title.set_text("Friday")
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
        contact.cards[0].name.set_text("The workshop")
        contact.cards[0].phone.set_text("+31 30 123 4567")
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


def test_a_list_takes_sections_and_every_section_a_title(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await written(screens, "Lucas Moreau", "When?")
        dialog = await making(screens, "list")
        dialog.opens.set_text("Days")
        dialog.rows._fields[0].title.set_text("Friday")
        dialog.rows.begin.click()
        this_week, next_week = dialog.rows._fields[0].section, dialog.rows._fields[1].section
        assert this_week is not None
        assert next_week is not None
        assert (this_week.isVisible(), next_week.isVisible()) == (True, True)
        next_week.set_text("Next week")
        dialog.rows._fields[1].title.set_text("Monday")
        dialog.try_accept()
        assert "Section above row 1" in dialog.foot_words.text()
        this_week.set_text("This week")
        assert dialog.foot_words.text() == ""
        dialog.try_accept()
        await turns()
        (sent,) = bodies(screens)
        assert sent.sections == ("This week", "Next week")

    in_window(work)


def test_a_picture_stands_above_buttons_once_it_is_chosen(
    in_window: InWindow, tmp_path: Path
) -> None:
    async def work(screens: Screens) -> None:
        await written(screens, "Lucas Moreau", "This one?")
        dialog = await making(screens, "buttons")
        dialog.buttons._fields[0].title.set_text("Yes")
        dialog.heading_choice.set_value("image")
        dialog.heading_choice.chosen.emit("image")
        assert (dialog.header.isVisible(), dialog.file.isVisible()) == (False, True)
        dialog.try_accept()
        assert dialog.foot_words.text() == "Choose the image for the heading."
        dialog.show_file("", "That is a folder.")
        assert dialog.foot_words.text() == "That is a folder."
        photo = str(tmp_path / "sofa.png")
        dialog.show_file(photo, "")
        dialog.try_accept()
        await turns()
        (body,) = bodies(screens)
        files = sends(screens)[0][4]
        assert (body.header_media, body.header_file) == (MediaKind.IMAGE, "sofa.png")
        assert files == (photo,)

    in_window(work)


def test_several_cards_go_in_one_message_and_blank_ones_are_left_out(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        await written(screens, "Lucas Moreau", "")
        adding, scope = screens.connections.adding, screens.connections.scope
        scope.start("adding", adding.send_contact())
        dialog = await screens.dialog()
        assert isinstance(dialog, ContactDialog)
        dialog.cards[0].name.set_text("The workshop")
        dialog.cards[0].phone.set_text("+31 30 123 4567")
        dialog.another.click()
        dialog.cards[1].name.set_text("The carrier")
        dialog.try_accept()
        assert "needs a phone number or a mail address" in dialog.foot_words.text()
        dialog.cards[1].mail.set_text("post@example.com")
        dialog.another.click()
        assert [card.name for card in dialog.contacts().cards] == [
            "The workshop",
            "The carrier",
        ]
        dialog.cards[0]._drop.click()
        dialog.try_accept()
        await turns()
        (sent,) = bodies(screens)
        assert [card.name for card in sent.cards] == ["The carrier"]

    in_window(work)
