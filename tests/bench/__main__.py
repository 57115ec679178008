"""`python3 -m tests.bench [NAME…] [--quick] [--markdown]`: figures as ratios to a floor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

NAMES = ("start", "memory", "ingest", "desks", "stored", "pixels", "inbox", "transcript")


def main(argv: list[str]) -> int:
    """0 after the last figure; nothing is asserted."""
    from console.app import ready

    ready.prepare("tests.bench", argv, ready.Needs.SCREEN, ready.TEST_PACKAGES)
    parser = _parser()
    options = parser.parse_args(argv)
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")

    from importlib import import_module

    from tests.bench.machine import machine
    from tests.bench.tables import markdown, plain

    shown = markdown if options.markdown else plain
    print(machine(), end="\n\n", flush=True)
    for name in options.names or NAMES:
        report = import_module(f"tests.bench.{name}").report(quick=options.quick)
        print(shown(report), end="\n\n", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    import argparse  # only once this Python is the right one

    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, rougher figures")
    parser.add_argument(
        "--markdown", action="store_true", help="tables for docs/performance.md"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
