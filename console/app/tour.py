"""The tour: the whole console played without a screen, a picture of every screen written."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.app.shop import colleagues, furnish, history, stories
from console.app.shop.clock import SteppedClock
from console.app.shop.kept import KeptShop
from console.app.shop.loop import run
from console.app.shop.road import Road
from console.domain.texts import _

if TYPE_CHECKING:
    from console.app.stagehand import Stagehand

#: The moment of the pictures is one of this place.
PLACE = "Europe/Amsterdam"


def tour(folder: Path, *, seed: int = 0) -> int:
    """0 once every picture is in the folder; each is named on a line of its own."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["TZ"] = PLACE
    if hasattr(time, "tzset"):  # Windows has none
        time.tzset()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rep-console-tour-") as home:
        print(_("Playing the shop’s last days."), flush=True)
        story = stories.load()
        shop = run(
            history.play(
                Path(home) / "shop",
                story,
                seed=seed,
                progress=lambda done, of: None,
                goes_on=False,
            )
        )
        _on_qt(_shoot_all(folder, Path(home), shop))
    return 0


def _on_qt(work: Awaitable[None]) -> None:
    import qasync
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([sys.argv[0]])

    async def bounded() -> None:
        await work

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(bounded())


async def _shoot_all(folder: Path, home: Path, shop: KeptShop) -> None:
    from console.app import admin_scenes, scenes, start_scenes

    async with _at_the_shop(shop) as road:

        async def window(rep: str, *acts: Callable[[Stagehand], Awaitable[None]]) -> None:
            from console.app.stagehand import stagehand

            async with stagehand(road, folder, home / rep, rep) as hand:
                for act in acts:
                    await act(hand)

        await window("ana", scenes.empty)
        await window("ruth", scenes.take_over)
        await window("noor", admin_scenes.templates, admin_scenes.costs, admin_scenes.numbers)
        await window(
            "maya",
            scenes.sign_in,
            scenes.inbox,
            scenes.lapsed,
            scenes.transfer,
            scenes.ledger,
            start_scenes.start,
            scenes.compact,
            scenes.offer,
            scenes.files,
            scenes.viewer,
            scenes.kinds,
            scenes.offline,
            scenes.lapse_while_typing,
        )


@asynccontextmanager
async def _at_the_shop(shop: KeptShop) -> AsyncIterator[Road]:
    """The shop at the moment where its story ends; everybody else is at work."""
    clock = SteppedClock(shop.ends_at())
    simulator = furnish.platform(clock, state=shop.platform_state)
    story = stories.load()
    road = Road(shop.settings(story), clock, simulator, furnish.light_passwords())
    async with road, asyncio.TaskGroup() as others:
        work = others.create_task(colleagues.sit(road.hub_url, story, without=("maya", "ana")))
        try:
            yield road
        finally:
            work.cancel()
