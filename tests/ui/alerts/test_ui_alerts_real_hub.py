"""From a customer's webhook to the desktop's corner: an offer, taken there, a message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.desk.rows import LinkState
from console.domain.people import Wanted
from tests.fakes import until
from tests.given import PASSWORD
from tests.ui.alerts.corner import Corner
from tests.ui.real_hub import Both, at_a_real_hub

if TYPE_CHECKING:
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


async def a_day(both: Both) -> None:
    given, desk, screens = both.given, both.desk, both.screens
    screens.pop_ups = corner = Corner()
    await desk.sign_in(given.url, "ana", PASSWORD, stay=False)
    screens.take_desk(desk, signed_in=True)
    await until(lambda: desk.link.state is LinkState.CONNECTED)
    connections = screens.connections
    assert connections is not None
    connections.alerts.in_front = lambda: False
    connections.acting.set_presence(Wanted.ONLINE)
    await given.customer_writes("Where is my sofa?")
    await both.settled(lambda: corner.shown)
    (pop_up,) = corner.shown.values()
    assert pop_up.text == "\u2068Lucas\u2069 · \u2068Repairs\u2069"
    corner.click("accept")
    await both.settled(screens.window.tabs.current_id)
    assert not corner.shown
    await given.customer_writes("Hello?")
    await both.settled(lambda: corner.shown)
    (pop_up,) = corner.shown.values()
    assert pop_up.key == f"session:{screens.window.tabs.current_id()}"


def test_who_works_elsewhere_takes_an_offer_in_the_corner_and_hears_of_a_message(
    qt_loop: QtLoop, tmp_path: Path
) -> None:
    async def work() -> None:
        async with at_a_real_hub(tmp_path) as both:
            await a_day(both)

    qt_loop(work(), within_s=60)
