"""The desk: its window first, then everything that takes longer to load."""

from __future__ import annotations

import argparse
import platform
import sys
from threading import Thread
from typing import TYPE_CHECKING

from console.app.environment import DeskLog, Folders, folders

if TYPE_CHECKING:
    from console.ui.application import Application

_TURN_S = 0.01


def main(argv: list[str]) -> int:
    """0 once the window was closed; 2 after arguments that make no sense."""
    options = _parser().parse_args(argv)
    places = folders()
    log = DeskLog(places.state)
    try:
        return show(places, hub_url=options.hub, desk_name=options.desk_name)
    finally:
        log.close()


def show(places: Folders, *, hub_url: str = "", desk_name: str = "") -> int:
    """Shows the desk until its window is closed; `hub_url` is where its hub is now."""
    screens = paint_first(places, desk_name or platform.node() or "This desk")
    load_the_rest()
    from console.app.desk_run import run  # here: the window is on the screen already

    return run(screens, places, hub_url=hub_url, desk_name=desk_name or platform.node())


def paint_first(places: Folders, desk_name: str) -> Application:
    """The window with the inbox of last time, on the screen before anything heavy is loaded."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from console.desk.picture import last_picture
    from console.ui.application import Application

    app = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(app, QApplication)
    path = str(places.state / "window.ini")
    screens = Application(app, QSettings(path, QSettings.Format.IniFormat), desk_name)
    screens.show_picture(last_picture(places.data))
    QApplication.sync()
    return screens


def load_the_rest() -> None:
    """Imports what the loop and the hub's client need, in a thread; the window stays alive."""
    from PySide6.QtWidgets import QApplication

    loading = Thread(target=_import_heavy, name="loading")
    loading.start()
    while loading.is_alive():
        # no task runs yet that could lose its wake-up
        QApplication.sync()
        loading.join(_TURN_S)


def _import_heavy() -> None:
    import console.app.desk_run
    import console.ui.connections
    import console.ui.welcome.welcoming  # noqa: F401 - all three to have them loaded


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m console", description=__doc__)
    parser.add_argument("--hub", default="", metavar="URL", help="where the hub is")
    parser.add_argument("--desk-name", default="", metavar="NAME", help="as colleagues see it")
    return parser
