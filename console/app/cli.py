"""The command line: desk, demo, hub, simulate, doctor."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, NamedTuple

from console import __version__
from console.domain.texts import N_, _

if TYPE_CHECKING:
    import argparse


class Command(NamedTuple):
    """A sub-command: what it does, and the module whose `main(argv) -> int` does it."""

    help: str
    module: str


#: The desk is what runs when no sub-command is named.
DESK = Command(N_("the desk: connect to a hub, sign in, answer customers"), "console.app.desk")
COMMANDS = {
    "demo": Command(
        N_(
            "the desk on an embedded hub with simulated customers; --shots DIR, --speed "
            "X, --seed N"
        ),
        "console.app.demo",
    ),
    "hub": Command(
        N_("the hub on its own: hub --config hub.toml; hub init makes the file"),
        "console.app.hub",
    ),
    "simulate": Command(
        N_("the simulated platform on its own: --listen HOST:PORT, --webhook URL, …"),
        "console.simulator.program",
    ),
    "doctor": Command(N_("say what this machine lacks"), "console.app.doctor"),
}


def main(argv: list[str]) -> int:
    """The exit code of the command that `argv` names; the desk if it names none."""
    command, rest = choose(argv)
    code: int = importlib.import_module(command.module).main(rest)
    return code


def choose(argv: list[str]) -> tuple[Command, list[str]]:
    """The command and its arguments.

    Raises:
        SystemExit: 0 after help or version, 2 after a word that is no command.
    """
    first = argv[0] if argv else ""
    if first in COMMANDS:
        return COMMANDS[first], argv[1:]
    if first in {"-h", "--help", "--version"} or _is_unknown_word(first):
        _parser().parse_args(argv[:1])
    return DESK, argv


def _is_unknown_word(first: str) -> bool:
    """Options and links go to the desk; any other word should have been a command."""
    return bool(first) and not first.startswith("-") and "://" not in first


def _parser() -> argparse.ArgumentParser:
    import argparse  # here: the desk's start would pay for it

    parser = argparse.ArgumentParser(
        prog="python3 -m console",
        description=_("Rep Console. Without a command: {help}.").format(help=_(DESK.help)),
        epilog=_("Every command explains its own options: python3 -m console COMMAND --help"),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Rep Console {__version__}",
    )
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=_(command.help), add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
