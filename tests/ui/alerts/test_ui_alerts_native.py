"""The system's notification service: none there is quietly none, and text stays text."""

from __future__ import annotations

import sys

import pytest

from console.ui.alerts.native import NativePopUps
from console.ui.alerts.pop_up import PopUp
from console.ui.titles import one_line

MARKUP = '<b>Anna</b> & <a href="https://evil.example">Bo</a>'


def answered(key: str, choice: str) -> None:
    raise AssertionError((key, choice))


async def test_a_machine_without_a_service_says_no_and_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pop_ups, pop_up = NativePopUps(), PopUp(key="offer:1", title="New", text="Anna")
    with monkeypatch.context() as without:
        without.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
        assert not await pop_ups.show(pop_up, answered)
    assert not await pop_ups.show(pop_up, answered)
    await pop_ups.take_back("offer:1")
    await pop_ups.take_back_all()
    assert not [record for record in caplog.records if record.exc_info]


def test_a_name_full_of_markup_is_shown_as_it_is() -> None:
    pop_up = PopUp(key="offer:1", title="New", text=MARKUP)
    made = NativePopUps()._made(pop_up, answered, lambda: None)
    shown = "&lt;b&gt;Anna&lt;/b&gt; &amp; &lt;a href" if sys.platform == "linux" else "<b>Anna"
    assert made.message.startswith(shown)


def test_a_long_name_with_breaks_becomes_one_short_line() -> None:
    assert one_line("Anna\n\n\x07\u202eBo  ") == "Anna Bo"
    assert one_line("x" * 200) == "x" * 79 + "…"
