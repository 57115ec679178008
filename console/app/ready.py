"""What must be there before anything else; hands a bare checkout to the set-up."""

from __future__ import annotations

import importlib.util
import os
import sys
from enum import Enum
from pathlib import Path

from console.domain.texts import _

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "packaging" / "bootstrap.py"
#: One import of each kind: screen, loop, network, secrets, server, database.
DESK_PACKAGES = ("PySide6", "qasync", "httpx", "keyring", "fastapi", "sqlalchemy")
TEST_PACKAGES = (*DESK_PACKAGES, "pytest", "xdist", "mypy", "ruff", "importlinter")
#: The first and the last library that Qt loads from the system: all come together.
QT_LIBRARIES = ("libEGL.so.1", "libxcb-cursor.so.0")


class Needs(Enum):
    """How much of the machine a command needs."""

    NOTHING = "nothing"
    """Runs on the Python it was started with (help, version, doctor)."""
    PACKAGES = "packages"
    """Python packages, but no screen (hub, simulate)."""
    SCREEN = "screen"
    """Python packages and Qt's system libraries."""


def needs_of(argv: list[str]) -> Needs:
    """What the command in `argv` needs."""
    first = argv[0] if argv else ""
    if first in {"-h", "--help", "--version", "doctor"}:
        return Needs.NOTHING
    return Needs.PACKAGES if first in {"hub", "simulate"} else Needs.SCREEN


def prepare(
    module: str, argv: list[str], needs: Needs, packages: tuple[str, ...] = DESK_PACKAGES
) -> None:
    """Returns when this Python can run `module`; else sets up and runs it in another one.

    Raises:
        SystemExit: with the exit code of the other run, or with a sentence.
    """
    if getattr(sys, "frozen", False) or _was_set_up_here():
        return
    in_checkout = BOOTSTRAP.exists()
    if _in_own_environment(in_checkout) and not lacking(packages, needs):
        return
    if in_checkout:
        import runpy  # here and below: every start would pay for it

        setup = runpy.run_path(str(BOOTSTRAP))
        code = setup["main"](module, argv, needs.value)
        if code is not None:
            sys.exit(code)
    elif needs is not Needs.NOTHING:
        names = ", ".join(lacking(packages, needs))
        sys.exit(
            _(
                "This installation lacks {names}. Install Rep Console again to repair it."
            ).format(names=names)
        )


def lacking(packages: tuple[str, ...], needs: Needs) -> list[str]:
    """The packages and system libraries that are not there, by name."""
    gone = [name for name in packages if importlib.util.find_spec(name) is None]
    if needs is Needs.SCREEN and sys.platform == "linux":
        from console.app.qt_libraries import can_load

        gone += [name for name in QT_LIBRARIES if not can_load(name)]
    return gone


def _was_set_up_here() -> bool:
    """Whether the set-up itself started this Python (its children inherit that)."""
    where = os.environ.get("REPCONSOLE_SET_UP")
    return where is not None and Path(where).resolve() == Path(sys.prefix).resolve()


def _in_own_environment(in_checkout: bool) -> bool:
    """Whether this Python may be used as it is.

    A checkout runs in its own `.venv`: somebody else's environment may hold other versions.
    """
    return not in_checkout or Path(sys.prefix).resolve() == (ROOT / ".venv").resolve()
