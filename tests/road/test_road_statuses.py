"""Every status and preference of a recorded webhook, from the post to the painted row."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.domain.consent import Purpose
from console.domain.messages import Text
from tests.road.inbound import heard, here, painted, posted
from tests.stage import Stage

_ACTS = "[Send again] | [Edit] | [Details]"
_NOT_REACHED = (
    "Not delivered: the number may not be on WhatsApp, its app is too old, or WhatsApp’s terms "
    "aren’t accepted on it. Use another way to reach them."
)
_BARE = (
    "WhatsApp took this message in but couldn’t deliver it. Send it again if it is still "
    "wanted."
)
_NEW = (
    "WhatsApp refused this message with error 999999, which isn’t known here. An administrator "
    "can look it up."
)
_LAPSED = (
    "Not sent: the 24-hour window has lapsed. Your text is kept – choose a template, or wait "
    "until the customer writes."
)
#: What is said of our message, and painted below it.
STATES = {
    "status_sent": ("sent", ""),
    "status_delivered": ("delivered", ""),
    "status_read": ("read", ""),
    "status_played": ("played", ""),
    "status_warning": ("sent", ""),
    "status_deleted": ("sent", ""),
    "status_failed": (_NOT_REACHED, f" | {_NOT_REACHED} | {_ACTS}"),
    "status_failed_bare": (_BARE, f" | {_BARE} | {_ACTS}"),
    "status_failed_new": (_NEW, f" | {_NEW} | {_ACTS}"),
    "status_failed_window": (_LAPSED, f" | {_LAPSED} | {_ACTS}"),
}
#: The line that it adds to the transcript, and when.
LINES = {
    "status_failed_window": (
        "The 24-hour window lapsed. Only approved templates can be sent now., 12:00",
        "The 24-hour window lapsed at 12:00. Only approved templates can be sent now.",
    ),
    "status_payment_captured": (
        "Payment AF-88213 was received · 129.00 INR, 12:01",
        "Payment AF-88213 was received · 129.00 INR · 12:01",
    ),
    "status_payment_failed": (
        "Payment AF-88213 failed · 129.00 INR · Card declined, 12:01",
        "Payment AF-88213 failed · 129.00 INR · Card declined · 12:01",
    ),
    "status_payment_pending": (
        "Payment AF-88213 is under way · 129.00 INR, 12:01",
        "Payment AF-88213 is under way · 129.00 INR · 12:01",
    ),
}


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Fonts need an application."""


@pytest.mark.parametrize("kind", STATES | LINES)
async def test_a_status_is_said_and_painted(stage: Stage, kind: str) -> None:
    desk = await stage.desk("ana")
    session_id = await stage.conversation(desk)
    stage.customer().person.online = False  # only the recorded webhook tells anything
    desk.send(session_id, Text(text="The table is on its way"))
    await stage.settle()
    before = len(await stage.transcript(desk, session_id))
    await posted(stage, kind, ours=stage.simulator.world.sent[-1].wamid)
    rows = await stage.transcript(desk, session_id)
    said, shown = STATES.get(kind, ("sent", ""))
    expected = [
        (
            f"Ana Beatriz Costa: The table is on its way, 12:00, {said}",
            f"Ana Beatriz Costa | The table is on its way | 12:00{shown}",
        ),
        *([LINES[kind]] if kind in LINES else []),
    ]
    found = [
        (heard(stage, rows, at), painted(stage, rows, at))
        for at in range(before - 1, len(rows))
    ]
    assert found == [(here(said), here(shown)) for said, shown in expected]


@pytest.mark.parametrize(
    ("kind", "wants"), [("preference_stop", False), ("preference_resume", True)]
)
async def test_what_a_customer_chose_about_offers_is_on_record(
    stage: Stage, kind: str, wants: bool
) -> None:
    desk = await stage.desk("ana")
    row = desk.row(await stage.conversation(desk))
    assert row is not None
    await posted(stage, kind)
    customer = await desk.customer(row.customer_id)
    newest = customer.consents[0]
    assert (newest.purpose, newest.granted) == (Purpose.MARKETING, wants)
    assert newest.wording.startswith("User requested to")
