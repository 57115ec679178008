"""What this machine has and lacks: one finding for each thing, standard library only."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from console.app import qt_libraries
from console.domain.findings import Finding, missing, note, ok
from console.domain.texts import _

GOOD_SQLITE = (3, 51, 3)
KEYRING_WAIT_S = 5
#: How far a clock may stand before the files of the program itself.
CLOCK_SLACK_S = 86_400


def python() -> list[Finding]:
    """The Python that runs this."""
    what = _("Python {version} at {path}").format(
        version=platform.python_version(), path=sys.executable
    )
    if sys.version_info < (3, 11):  # noqa: UP036 - doctor may be run by the wrong Python
        return [missing(what, _("install Python 3.11 or newer and start this with it"))]
    return [ok(what)]


def system_libraries() -> list[Finding]:
    """Qt's system libraries, each by name when it is missing."""
    if sys.platform != "linux":
        return [ok(_("Qt's system libraries come with this system"))]
    gone = qt_libraries.missing_libraries()
    named = {name: qt_libraries.QT_LIBRARIES[name] for name in gone}
    found = [
        missing(name, f"sudo apt-get install {package}") for name, package in named.items()
    ]
    return found or [
        ok(
            _("Qt's system libraries: all {count} load").format(
                count=len(qt_libraries.QT_LIBRARIES)
            )
        )
    ]


def screen() -> list[Finding]:
    """Whether a window can be opened."""
    if sys.platform != "linux":
        return [ok(_("screen: the system's own"))]
    if os.environ.get("WAYLAND_DISPLAY"):
        return [
            ok(_("screen: Wayland, {display}").format(display=os.environ["WAYLAND_DISPLAY"]))
        ]
    display = os.environ.get("DISPLAY", "")
    if not display:
        advice = _(
            "start the desk from a desktop session; the hub and `demo --shots` need none"
        )
        return [note(_("no screen: neither DISPLAY nor WAYLAND_DISPLAY is set"), advice)]
    if _answers(display):
        return [ok(_("screen: X11, {display}").format(display=display))]
    return [
        note(
            _("the screen {display} does not answer").format(display=display),
            _("log in to a desktop session there"),
        )
    ]


def _answers(display: str) -> bool:
    """Whether a local X server listens; one on another machine is taken at its word."""
    host, _colon, number = display.partition(":")
    if host not in ("", "unix"):
        return True
    path = f"/tmp/.X11-unix/X{number.split('.')[0]}"
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        # some servers listen on the abstract name alone
        return any(probe.connect_ex(name) == 0 for name in (path, f"\0{path}"))


def keyring() -> list[Finding]:
    """Where passwords and tokens would be kept; asked in a process that can be given up."""
    look = "import keyring; k = keyring.get_keyring(); print(type(k).__module__, k.priority)"
    advice = _(
        "unlock or install one (sudo apt-get install gnome-keyring); until then sign in anew, "
        "your password opens the drafts that are kept here"
    )
    try:
        done = _run([sys.executable, "-c", look], KEYRING_WAIT_S)
    except subprocess.TimeoutExpired:
        return [note(_("the keyring does not answer"), advice)]
    if done.returncode:
        return [note(_("no keyring: its package is not installed here"), _("see packages"))]
    name, _space, priority = done.stdout.strip().partition(" ")
    if name.endswith((".fail", ".null")) or float(priority or 0) <= 0:
        return [note(_("no keyring: tokens and keys are kept in memory only"), advice)]
    return [ok(_("keyring: {name}").format(name=name.removeprefix("keyring.backends.")))]


def sounds() -> list[Finding]:
    """Whether voice notes can be heard and recorded in the window."""
    if not _has("PySide6.QtMultimedia"):
        advice = _("pip install PySide6-Addons in the same version as PySide6-Essentials")
        return [note(_("no sounds: recordings are downloaded and opened elsewhere"), advice)]
    played = ok(_("sounds: recordings are played in the window"))
    if _has("soundfile"):
        return [played, ok(_("voice messages are recorded in the window"))]
    words = _("no recording: voice messages are recorded elsewhere and attached")
    return [played, note(words, _("pip install soundfile"))]


def _has(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:
        return False  # there is no Qt at all: said already


def fonts() -> list[Finding]:
    """Fonts for what customers write, where fontconfig can be asked."""
    if sys.platform != "linux":
        return [ok(_("fonts: the system's own"))]
    if not shutil.which("fc-list"):
        return [note(_("fonts could not be looked at"), "sudo apt-get install fontconfig")]
    wanted = {
        "emoji": (":charset=1f600", "fonts-noto-color-emoji"),
        _("Arabic"): (":lang=ar", "fonts-noto-core"),
        _("Chinese and Japanese"): (":lang=ja", "fonts-noto-cjk"),
    }
    gone = {what: package for what, (ask, package) in wanted.items() if not _has_font(ask)}
    found = [
        note(
            _("no font for {what}: boxes will be shown").format(what=what),
            f"sudo apt-get install {package}",
        )
        for what, package in gone.items()
    ]
    return found or [ok(_("fonts: {names}").format(names=", ".join(wanted)))]


def _has_font(pattern: str) -> bool:
    try:
        return bool(_run(["fc-list", pattern, "family"], 20).stdout.strip())
    except subprocess.TimeoutExpired:
        return False


def sqlite() -> list[Finding]:
    """The SQLite that Python carries."""
    what = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info >= GOOD_SQLITE:
        return [ok(what)]
    wanted = ".".join(map(str, GOOD_SQLITE))
    advice = _(
        "{wanted} mends a rare fault of logs with several writers; hub and desk keep "
        "to one process each. For a team, give the hub PostgreSQL"
    ).format(wanted=wanted)
    return [note(what, advice)]


def clock(program: Path) -> list[Finding]:
    """Whether the clock can be right: not before the program's own files, and kept."""
    now = datetime.now(UTC)
    newest = datetime.fromtimestamp(program.stat().st_mtime, UTC)
    if (newest - now).total_seconds() > CLOCK_SLACK_S:
        return [
            missing(
                _("the clock says {time} UTC, before this program was made").format(
                    time=f"{now:%Y-%m-%d %H:%M}"
                ),
                _("set the clock"),
            )
        ]
    if _is_synchronised() is False:
        return [
            note(
                _("clock: {time} UTC, kept by nobody").format(time=f"{now:%Y-%m-%d %H:%M}"),
                "sudo timedatectl set-ntp true",
            )
        ]
    return [ok(_("clock: {time} UTC").format(time=f"{now:%Y-%m-%d %H:%M}"))]


def _is_synchronised() -> bool | None:
    """What systemd says of the clock; None where it cannot be asked."""
    if not shutil.which("timedatectl"):
        return None
    try:
        done = _run(["timedatectl", "show", "-p", "NTPSynchronized", "--value"], 3)
    except subprocess.TimeoutExpired:
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())


def _run(command: list[str], wait_s: float) -> subprocess.CompletedProcess[str]:
    """Runs a short command without a terminal to ask on."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=wait_s,
        stdin=subprocess.DEVNULL,
        check=False,
    )
