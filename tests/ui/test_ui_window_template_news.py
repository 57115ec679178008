"""Templates that move while a picker is open: it follows, and what is typed stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk.changes import DirectoryChanged
from console.domain.ids import SessionId
from console.domain.messages import TemplateMessage
from console.domain.templates import Category, TemplateStatus
from console.ui.picker.picker import TemplatePicker
from console.ui.picker.standing import Around, reason_now
from console.wire.views import ChannelView
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.inbox.furniture_shop import NOW
from tests.ui.shop import shop_templates

WORDS = "it ships on Friday"


async def filled(screens: Screens) -> TemplatePicker:
    """Łukasz' picker, with the claim filled in."""
    await screens.open("Łukasz Wiśniewski")
    picker = screens.connections.column.foot.picker
    for field, value in zip(picker.form.fields[1:], ("your sofa", WORDS), strict=True):
        field.set_value(value)
    return picker


async def becomes(screens: Screens, name: str, **changes: object) -> None:
    """The hub has told of every language of a template."""
    desk = screens.desk
    desk.all_templates = [
        replace(one, **changes) if one.name == name else one  # type: ignore[arg-type]
        for one in desk.all_templates
    ]
    desk.changes.tell(DirectoryChanged())
    await turns()


def values(picker: TemplatePicker) -> list[str]:
    return [field.value() for field in picker.form.fields]


def sent(screens: Screens) -> list[tuple[object, ...]]:
    return [asked for asked in screens.desk.asked if asked[0] == "send"]


def test_a_template_paused_while_it_is_filled_in_can_not_go_and_its_words_stay(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        picker = await filled(screens)
        until = screens.desk.moment + timedelta(hours=3)
        paused = {"status": TemplateStatus.PAUSED, "paused_until": until}
        await becomes(screens, "claim_update", **paused)
        assert values(picker) == ["Łukasz", "your sofa", WORDS]
        assert not picker.send.isEnabled()
        assert "for low quality until" in picker.row.words()
        QTest.keyClick(picker, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not sent(screens)
        await becomes(screens, "claim_update", status=TemplateStatus.APPROVED)
        assert values(picker) == ["Łukasz", "your sofa", WORDS]
        assert picker.send.isEnabled()
        picker.submit()
        [(_, _, body, _, _)] = sent(screens)
        assert isinstance(body, TemplateMessage)
        assert body.values["body.3"] == WORDS

    in_window(work)


def test_a_number_that_is_slowed_makes_an_open_picker_say_so_and_until_when(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        picker = await filled(screens)
        desk = screens.desk
        until = desk.moment + timedelta(hours=1)
        session = desk.session(SessionId("s-Łukasz Wiśniewski"))
        assert session is not None
        number = ChannelView(
            channel_id=session.channel_id, kind="whatsapp", name="Shop", display_number="1"
        )
        desk.all_channels = [replace(number, templates_held_until=until)]
        desk.changes.tell(DirectoryChanged())
        await turns()
        assert values(picker) == ["Łukasz", "your sofa", WORDS]
        assert not picker.send.isEnabled()
        assert "WhatsApp slows this number down until 15:36" in picker.row.words()

    in_window(work)


@pytest.mark.parametrize(
    ("kind", "window_open", "reason"),
    [
        (
            "kept_back",
            False,
            "WhatsApp kept the last offer to this customer back; the next may go Fri 10:36",
        ),
        ("kept_back", True, ""),
        ("held_out", False, "WhatsApp holds offers back until this customer writes"),
        ("held_out", True, ""),
        ("unreachable", True, "The last message did not reach this customer"),
        ("of a hub to come", True, "WhatsApp makes it wait"),
    ],
)
def test_what_keeps_offers_from_a_customer_keeps_other_templates_from_nobody(
    kind: str, window_open: bool, reason: str
) -> None:
    news, *_ = shop_templates()
    offer = replace(news, category=Category.MARKETING)
    held = ((kind, NOW + timedelta(hours=20)),)
    around = Around(held=held, window_open=window_open)
    assert reason_now(news, NOW, around) == ""
    said = reason_now(offer, NOW, around)
    assert said.startswith(reason) if reason else said == ""
    assert reason_now(offer, NOW + timedelta(hours=21), around) == ""


def test_the_words_of_a_template_that_is_gone_are_on_offer_for_the_next(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        picker = await filled(screens)
        screens.desk.all_templates = [
            one for one in screens.desk.all_templates if one.name != "claim_update"
        ]
        screens.desk.changes.tell(DirectoryChanged())
        await turns()
        assert "It was deleted" in picker.row.words()
        assert values(picker)[2] == WORDS
        picker.left.found.choose("order_delayed")
        assert values(picker) == ["Łukasz", "", ""]
        assert picker.send.isEnabled()
        assert picker.card.isVisible()
        picker.card.insert_wanted.emit()
        assert values(picker)[2] == WORDS

    in_window(work)


def test_what_was_not_begun_simply_becomes_another(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Łukasz Wiśniewski")
        picker = screens.connections.column.foot.picker
        before = values(picker)
        await becomes(screens, "claim_update", status=TemplateStatus.DISABLED)
        assert len(values(picker)) != len(before) or picker.send.isEnabled()
        assert picker.send.isEnabled()

    in_window(work)


def test_new_words_around_the_blanks_are_shown_with_what_is_filled_in(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        picker = await filled(screens)
        await becomes(screens, "claim_update", body="Dear {{1}}, about {{2}}: {{3}}. {{4}}!")
        assert values(picker) == ["Łukasz", "your sofa", WORDS, ""]
        assert picker.is_touched()

    in_window(work)


def test_a_language_that_is_paused_is_not_offered(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        desk = screens.desk
        desk.all_templates[1] = replace(desk.all_templates[1], status=TemplateStatus.PAUSED)
        await screens.open("Łukasz Wiśniewski")
        assert screens.connections.column.foot.picker.language.count() == 1

    in_window(work)
