"""The demo under its window: waits for hub and platform, says what is wrong, runs the desk."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import httpx
import qasync
from PySide6.QtWidgets import QApplication

from console.app import desk_run
from console.app.shop.seat import signed_in
from console.domain.errors import RuleBroken
from console.domain.texts import N_, _
from console.ui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from console.app.environment import Folders
    from console.app.starting import Starting
    from console.desk.credentials import Credentials
    from console.ui.application import Application

_LOOK_S = 0.03
NOT_STARTED = N_("The demo did not start")


def run(
    screens: Application, places: Folders, starting: Starting, *, rep: str, desk_name: str
) -> int:
    """0 once the window is closed; 1 if the window had to say that the demo didn't start."""
    app = QApplication.instance()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        credentials = runner.run(_signed_in(screens, places, starting, rep))
    if credentials is None:
        return 1 if starting.trouble else 0
    print(_("Play a customer in a browser: {url}").format(url=starting.phone_url), flush=True)
    return desk_run.run(
        screens,
        places,
        hub_url=starting.hub_url,
        desk_name=desk_name,
        credentials=credentials,
    )


async def _signed_in(
    screens: Application, places: Folders, starting: Starting, rep: str
) -> Credentials | None:
    """The rep's credentials at the demo's hub; None if the window was closed before."""
    screens.window.status.say_link(_("Starting the demo…"))
    # a thread of its own has no event of this loop
    while not starting.is_over() and screens.window.isVisible():  # noqa: ASYNC110 - see above
        await asyncio.sleep(_LOOK_S)
    if not starting.trouble and screens.window.isVisible():
        try:
            return await signed_in(places.data, starting.hub_url, rep)
        except (RuleBroken, httpx.HTTPError) as refusal:
            starting.trouble = _(
                "Nobody could be signed in at its hub ({refusal}). Start the demo again with "
                "--fresh: that plays the shop’s last days anew."
            ).format(refusal=refusal)
    if screens.window.isVisible():
        await _read(screens, starting.trouble)
    screens.close()
    return None


async def _read(screens: Application, trouble: str) -> None:
    """The trouble is in the window, and on the terminal, until the window is closed."""
    print(trouble, file=sys.stderr)
    closed = asyncio.Event()
    screens.window.closing.connect(closed.set)
    close = PushButton(_("Close"), "primary")
    close.clicked.connect(screens.window.close)
    screens.show_trouble(_(NOT_STARTED), trouble, close)
    close.setFocus()
    await closed.wait()
