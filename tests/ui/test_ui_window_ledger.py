"""The delivery ledger in the window: how it is reached, what it says, what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from console.desk.changes import ThreadChanged
from console.desk.rows import TranscriptRow
from console.domain import texts
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import Unavailable
from console.domain.ids import ConversationId, MessageId
from console.domain.prices import Price
from console.ui.ledger import wording
from console.ui.ledger.dialog import LedgerDialog
from console.ui.widgets.menu import Menu
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.wire.ledger import LedgerView, NextTry, Tried
from tests.fakes import LOUD, until
from tests.ui.given_window import InWindow, Screens, open_dialogs, turns
from tests.ui.inbox.furniture_shop import NOW
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)")

LUCAS = ConversationId("c-Lucas Moreau")
PAID = Price(billable=True, model="PMP", category="utility", type="regular", cost="0.0034 USD")


def tried(number: int, outcome: str, code: str = "", why: str = "", **more: str) -> Tried:
    at = NOW - timedelta(minutes=10 - number)
    return Tried(
        number=number,
        started_at=at,
        ended_at=at,
        outcome=outcome,
        code=code,
        why=why,
        detail=more.get("detail", ""),
    )


def ledger(message_id: str = "m-1", **changes: object) -> LedgerView:
    """A message written ten minutes ago, as it stands with these changes."""
    values: dict[str, object] = {
        "message_id": MessageId(message_id),
        "state": Delivery.SENT,
        "written_at": NOW - timedelta(minutes=10),
        "sent_at": None,
        "delivered_at": None,
        "read_at": None,
        "played_at": None,
        "failed_at": None,
        "price": None,
        "attempts": (tried(1, "accepted"),),
        "trouble": "",
        "code": "",
        "next_try": NextTry.NONE,
        "next_at": None,
    }
    return LedgerView(**(values | changes))  # type: ignore[arg-type]


DELAYED = ledger(
    state=Delivery.RETRYING,
    attempts=(
        tried(
            1,
            "retry",
            "133004",
            "WhatsApp’s servers are out of reach at Meta.",
            detail="Server temporarily unavailable · trace AbC",
        ),
    ),
    trouble="WhatsApp’s servers are out of reach at Meta.\nThe hub tries again by itself.",
    code="133004",
    next_try=NextTry.BY_ITSELF,
    next_at=NOW + timedelta(minutes=4),
)


def sent_row(screens: Screens) -> TranscriptRow:
    """Our newest message in the conversation with Lucas."""
    rows = screens.connections.reading.rows()
    return [row for row in rows if row.message.direction is Direction.OUTBOUND][-1]


async def opened(screens: Screens, found: LedgerView) -> LedgerDialog:
    """The dialog, opened by the key I on the message."""
    await screens.open("Lucas Moreau")
    message_id = sent_row(screens).message.message_id
    screens.desk.ledgers[message_id] = replace(found, message_id=message_id)
    view = screens.connections.column.transcript
    view.keyboard.stand_on(message_id)
    QTest.keyClick(view, Qt.Key.Key_I)
    dialog = await screens.dialog()
    assert isinstance(dialog, LedgerDialog)
    return dialog


def words_in(dialog: LedgerDialog) -> str:
    return " ".join(label.full_text for label in dialog.findChildren(PlainLabel))


def test_the_ledger_opens_by_a_click_on_the_ticks(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        view = screens.connections.column.transcript
        message_id = sent_row(screens).message.message_id
        placed = view.placed(message_id)
        assert placed is not None
        [hit] = [one for one in placed.layout.hits if one.action == "act:ledger"]
        assert hit.name == "Delivery details"
        spot = hit.rect.center() + QPointF(0, placed.top_px)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
        dialog = await screens.dialog()
        assert dialog.windowTitle() == "Delivery details"
        assert ("ledger", message_id) in screens.desk.asked

    in_window(work)


def test_the_ledger_opens_from_the_menu_of_the_message(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        row = sent_row(screens)
        view = screens.connections.column.transcript
        screens.connections.menu.open(row.message.message_id, view.mapToGlobal(view.pos()))
        menu = view.findChild(Menu)
        assert menu is not None
        [details] = [act for act in menu.actions() if act.text() == "Delivery details"]
        details.trigger()
        menu.close()
        await screens.dialog()

    in_window(work)


def test_why_under_a_delayed_message_shows_why_and_lets_it_be_tried(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        row = sent_row(screens)
        message_id = row.message.message_id
        screens.desk.ledgers[message_id] = replace(DELAYED, message_id=message_id)
        screens.connections.column.transcript.action_wanted.emit(message_id, "why")
        dialog = await screens.dialog()
        assert isinstance(dialog, LedgerDialog)
        said = words_in(dialog)
        assert "Delayed" in said
        assert "WhatsApp’s servers are out of reach at Meta. The hub tries again" in said
        assert "The next try is at 14:40." in said
        assert "Meta code 133004 · Server temporarily unavailable · trace AbC" in said
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await turns()
        assert ("try_message_now", message_id) in screens.desk.asked
        # what comes of it is shown in the same dialog
        at = NOW + timedelta(seconds=5)
        screens.desk.ledgers[message_id] = ledger(
            message_id,
            attempts=(tried(1, "retry", "133004"), tried(2, "accepted")),
            sent_at=at,
            delivered_at=at,
            state=Delivery.DELIVERED,
            price=PAID,
        )
        screens.desk.changes.tell(
            ThreadChanged(conversation_id=LUCAS, message_ids=frozenset({message_id}))
        )
        await until(lambda: "It is on the customer’s phone." in words_in(dialog))
        assert "Utility · charged per message · 0.0034 USD" in words_in(dialog)
        assert not dialog.confirm.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await turns()
        assert open_dialogs(screens.window) == []

    in_window(work)


def test_what_failed_leads_to_its_dead_letter(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        found = ledger(
            state=Delivery.FAILED,
            attempts=(tried(1, "failed", "131026", "Not delivered: it is gone."),),
            trouble="Not delivered: it is gone.\nUse another way to reach them.",
            code="131026",
            next_try=NextTry.CHANGED,
        )
        dialog = await opened(screens, found)
        assert not dialog.confirm.isVisible()
        assert list(unnamed(dialog)) == []
        buttons = {one.text(): one for one in dialog.findChildren(PushButton)}
        buttons["Open dead letter"].click()
        await turns()
        assert screens.window.room() is screens.connections.dead_letters.page

    in_window(work)


def test_without_the_hub_the_reason_is_said(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")

        async def away(_message_id: MessageId) -> LedgerView:
            raise Unavailable("The hub is out of reach. It is shown once it is back.")

        screens.desk.ledger = away  # type: ignore[assignment, method-assign]
        screens.connections.ledgers.open(sent_row(screens).message.message_id)
        await turns()
        assert open_dialogs(screens.window) == []
        problem = screens.connections.column.foot.problem
        assert problem.isVisible()
        said = [label.full_text for label in problem.findChildren(PlainLabel)]
        assert "The hub is out of reach. It is shown once it is back." in said

    in_window(work)


def test_a_lasting_sent_is_explained_and_no_fault() -> None:
    found = ledger(sent_at=NOW - timedelta(days=3))
    stands = wording.standing(found, NOW)
    assert (stands.title, stands.tone) == ("Sent", "info")
    assert "That is no fault" in stands.words
    assert "has given it up" in wording.standing(found, NOW + timedelta(days=30)).words


def test_what_was_reported_later_is_told_in_its_order() -> None:
    at = NOW - timedelta(minutes=1)
    found = ledger(
        state=Delivery.FAILED,
        attempts=(tried(1, "failed", "131026", "Not delivered: it is gone."),),
        sent_at=NOW - timedelta(minutes=5),
        failed_at=at,
    )
    lines = wording.story(found, "Maya")
    assert [line.words for line in lines] == [
        "Written by Maya",
        "Taken in by WhatsApp",
        "Sent",
        "Reported as not delivered",
    ]
    assert lines[-1].detail == "Not delivered: it is gone.\nMeta code 131026"
    reached = replace(found, state=Delivery.DELIVERED, delivered_at=NOW)
    words = [line.words for line in wording.story(reached, "")]
    assert words[-2:] == ["One of the customer’s devices did not get it", "Delivered"]


@pytest.mark.parametrize(
    ("price", "said"),
    [
        (None, "WhatsApp hasn’t told yet"),
        (PAID, "Utility · charged per message · 0.0034 USD"),
        (
            Price(category="service", type="free_customer_service"),
            "Service · free of charge: an answer to the customer",
        ),
        (Price(category="marketing", type="regular", model="CBP"),
         "Marketing · charged per conversation"),
        (Price(category="something_new", type="odd_type"), "something new · odd type"),
    ],
)  # fmt: skip
def test_prices_are_said_in_words(price: Price | None, said: str) -> None:
    assert wording.price_words(ledger(price=price)) == said
    failed = ledger(price=price, state=Delivery.FAILED)
    assert wording.price_words(failed) == "Nothing is charged, because it was not delivered"


def test_what_the_hub_keeps_in_english_is_read_in_the_readers_language() -> None:
    with texts.spoken(LOUD):
        [line] = wording.tries(DELAYED)
        assert line.detail.startswith("WHATSAPP’S SERVERS ARE OUT OF REACH AT META.")
        assert wording.standing(DELAYED, NOW).words.startswith("WHATSAPP’S SERVERS")
