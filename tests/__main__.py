"""`python3 -m tests`: sets up, checks, runs every test; with arguments, pytest alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]
CHECKS = {
    "style": [*PYTHON, "ruff", "check"],
    "format": [*PYTHON, "ruff", "format", "--check"],
    "types": [*PYTHON, "mypy"],
}


def main(argv: list[str]) -> int:
    """0 when everything passed; says last what did not."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python can read this far and no further
        sys.exit("The tests need Python 3.11 or newer. Start them with it: python3.11 -m tests")
    from console.app import ready

    ready.prepare("tests", argv, ready.Needs.SCREEN, ready.TEST_PACKAGES)
    failed = (
        [] if argv else [name for name, command in CHECKS.items() if not _passes(name, command)]
    )
    workers = str(min(os.cpu_count() or 2, 8))
    code = _run([*PYTHON, "pytest", *(argv or ["-n", workers, "--dist", "loadgroup"])])
    if failed:
        print("Not passed before the tests:", ", ".join(failed))
    return code or int(bool(failed))


def _passes(name: str, command: list[str]) -> bool:
    passed = _run(command) == 0
    print(f"{name}: {'passed' if passed else 'FAILED'}", flush=True)
    return passed


def _run(command: list[str]) -> int:
    return subprocess.call(command, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
