"""Recording consent from the details panel."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from console.domain.consent import Consent, Level, Purpose
from console.ui.details.parts import said_words
from console.ui.dialogs.consent import ConsentDialog
from console.ui.widgets.icon_button import IconButton
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def opened(screens: Screens) -> ConsentDialog:
    await screens.open("Lucas Moreau")
    buttons = screens.window.details.findChildren(IconButton)
    next(one for one in buttons if one.accessibleName() == "Record consent").click()
    dialog = await screens.dialog()
    assert isinstance(dialog, ConsentDialog)
    return dialog


def test_what_a_customer_said_is_recorded_with_its_source(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        dialog = await opened(screens)
        assert list(unnamed(dialog)) == []
        QTest.keyClicks(dialog.findChildren(QLineEdit)[0], "By phone")
        dialog.try_accept()
        await turns()
        (asked,) = [one for one in screens.desk.asked if one[0] == "record_consent"]
        assert asked[2:] == (Purpose.MARKETING, True, "By phone", "")

    in_window(work)


def test_the_record_of_consent_is_saved_and_where_is_said(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        buttons = screens.window.details.findChildren(IconButton)
        export = "Export the record of consent"
        next(one for one in buttons if one.accessibleName() == export).click()
        dialog = await screens.dialog()
        assert screens.desk.asked[-1][0] == "export_consent"
        assert list(unnamed(dialog)) == []
        said = " ".join(one.text() for one in dialog.findChildren(QLabel))
        assert "Consent of Lucas Moreau 2026-05-14.json" in said
        dialog.reject()
        await turns()

    in_window(work)


def test_without_its_source_nothing_is_recorded_and_the_words_stay(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        dialog = await opened(screens)
        dialog.try_accept()
        await turns()
        assert dialog.isVisible()
        said = [one.text() for one in dialog.findChildren(QLabel)]
        assert "Say where it was said: it is the proof." in said
        assert "record_consent" not in [one[0] for one in screens.desk.asked]
        dialog.reject()
        await turns()

    in_window(work)


def test_when_and_where_consent_was_given_reads_as_people_say_it() -> None:
    given = Consent(
        purpose=Purpose.SERVICE,
        granted=True,
        level=Level.EXPLICIT,
        source="checkout form",
        wording="Send me updates about my order.",
        at=datetime(2025, 3, 3, 12, 0, tzinfo=UTC),
        recorded_by="import",
    )
    now = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
    assert said_words(given, now) == "Granted 3 Mar 2025 · checkout form"
