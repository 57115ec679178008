"""The desk: its window first, then everything that takes longer to load."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from console.app import qt_features
from console.app.environment import DeskLog, Folders, folders
from console.app.links import session_in
from console.app.running import take_lock
from console.domain.texts import _

if TYPE_CHECKING:
    import argparse

    from console.app.running import Lock
    from console.ui.application import Application

_TURN_S = 0.01


def main(argv: list[str]) -> int:
    """0 once the window was closed, or another one was told; 2 after bad arguments."""
    linked = session_in(argv)
    hub_url, desk_name = _asked(argv) if argv and not linked else ("", "")
    places = folders()
    lock = take_lock(places.state, linked or "")
    if isinstance(lock, int):
        return lock
    try:
        screens = paint_first(places, desk_name or _this_machine() or _("This desk"))
        if linked:
            screens.show_session(linked)
        return _run(screens, places, lock, hub_url, desk_name or _this_machine())
    finally:
        lock.close()


def _run(
    screens: Application, places: Folders, lock: Lock, hub_url: str, desk_name: str
) -> int:
    """The exit code, once the window is closed."""
    dump_no_memory()
    log = DeskLog(places.state)  # from here on: the first paint would wait for it
    from console.app.door import Door  # and for the network

    door = Door(lock, places.data)
    door.session_wanted.connect(screens.show_session)
    try:
        load_the_rest()
        from console.app.desk_run import run  # here: the window is on the screen already

        return run(screens, places, hub_url=hub_url, desk_name=desk_name)
    finally:
        door.close()
        log.close()


def paint_first(places: Folders, desk_name: str) -> Application:
    """The window with the inbox of last time, on the screen before anything heavy is loaded."""
    gc.disable()  # nothing is thrown away so early; looking takes a tenth of the start
    qt_features.switch_off()
    from PySide6.QtCore import QLocale, QSettings
    from PySide6.QtWidgets import QApplication

    from console.app import languages
    from console.desk.picture import last_picture
    from console.ui.application import Application
    from console.ui.language import KEY, turn_to_language
    from console.ui.theme.style import make_application

    app = make_application(sys.argv[0])
    settings = QSettings(str(places.state / "window.ini"), QSettings.Format.IniFormat)
    languages.speak([str(settings.value(KEY, "")), *QLocale.system().uiLanguages()])
    turn_to_language(app)
    screens = Application(app, settings, desk_name)
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
    import console.ui.conversation.column
    import console.ui.details.panel
    import console.ui.tabs.strip
    import console.ui.welcome.welcoming  # noqa: F401 - all of them to have them loaded


def dump_no_memory() -> None:
    """A crash leaves no image of this program's memory, where all is open."""
    if sys.platform != "win32":
        import resource  # here: the first paint doesn't need it

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _asked(argv: list[str]) -> tuple[str, str]:
    """Hub and name of the desk, as far as the arguments say."""
    options = _parser().parse_args(argv)
    return options.hub, options.desk_name


def _parser() -> argparse.ArgumentParser:
    import argparse  # here and below: a start without arguments would pay for it

    parser = argparse.ArgumentParser(prog="python3 -m console", description=__doc__)
    parser.add_argument("--hub", default="", metavar="URL", help=_("where the hub is"))
    parser.add_argument(
        "--desk-name", default="", metavar="NAME", help=_("as colleagues see it")
    )
    return parser


def _this_machine() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename  # the standard library's platform module is slow to import
